"""5,000 rows with 200 faulty ones through the child that reads tables: seconds, memory, names.

python -m bench.sheet_import [ROWS FAULTY]
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from console.sheets.imports import JOB, PREVIEW, REPORT, UPLOAD
from faq.editorial.sheet import shape
from faq.sheet import writing
from faq.sheet.reading import read

ROWS, FAULTY = 5_000, 200
WRONG = (("as_of", "2026年13月1日"), ("evidence", "C"), ("answer", ""), ("sources", "通知"))


def main() -> int:
    """Build the table, let the child read it, and check that it names every faulty row."""
    given = [int(one) for one in sys.argv[1:]]
    rows, faulty = given if len(given) == 2 else (ROWS, FAULTY)
    wrong = {2 + place * (rows // faulty): WRONG[place % len(WRONG)] for place in range(faulty)}
    with TemporaryDirectory() as name:
        folder = Path(name)
        table = [_row(number, wrong.get(number)) for number in range(2, rows + 2)]
        (folder / UPLOAD).write_bytes(writing.xlsx(shape(), table))
        job = {"kind": "entries", "heads": [], "reserved": []}
        (folder / JOB).write_text(json.dumps(job), encoding="utf-8")
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "console.sheets.child", name], check=True)
        seconds = time.perf_counter() - begun
        megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        preview = json.loads((folder / PREVIEW).read_text(encoding="utf-8"))
        named = _named(folder)
    titles = {row: shape().title(column) for row, (column, _) in wrong.items()}
    missed = {row for row, title in titles.items() if title not in named.get(row, "")}
    print(
        f"{rows} rows, {faulty} faulty: {seconds:.1f} s, {megabytes:.0f} MB at most; "
        f"named by row and column: {faulty - len(missed)}; "
        f"rows named though right: {len(set(named) - set(wrong))}"
    )
    is_right = not missed and set(named) == set(wrong) and preview["problem_rows"] == faulty
    return 0 if is_right else 1


def _named(folder: Path) -> dict[int, str]:
    """Read the report's column of errors, by row of the table."""
    report = folder / "report.xlsx"
    (folder / REPORT).rename(report)
    column = shape().columns[0].__class__("error", "错误")
    told = shape().__class__("report", shape().sheet, (column, *shape().columns), ())
    return {
        row.number: row.cells["error"] for row in read(report, told).rows if row.cells.get("error")
    }


def _row(number: int, wrong: tuple[str, str] | None) -> dict[str, Any]:
    row = {
        "id": f"row-{number}", "topic": "质量月", "standard_question": f"第 {number} 号问题怎么办",
        "similar_questions": "\n".join(f"{number} 号问法 {one}" for one in range(8)),
        "answer": f"第 {number} 号答案。" * 12,
        "sources": "示例通知｜〔2026〕1号｜第一条｜2026-09-01",
        "evidence": "A", "as_of": "2026-09-01", "review_by": "2027-09-01",
    }  # fmt: skip
    return {**row, **({wrong[0]: wrong[1]} if wrong else {})}


if __name__ == "__main__":
    sys.exit(main())
