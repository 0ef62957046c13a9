import json
import subprocess
import sys
from pathlib import Path

from faq import build, index
from faq.knowledge import ENGINE, ENGINE_DATA
from faq.rank import rank

WORDINGS = [
    ("quality-month-when", "质量月是几月"),
    ("quality-month-when", "质量月在每年哪个月份"),
    ("quality-month-when", "什么时候是质量月"),
    ("scale-verification", "电子秤检定去哪里"),
    ("scale-verification", "我家卖菜的秤去哪儿检定"),
    ("scale-verification", "秤要到什么地方检"),
    ("three-guarantees", "三包是什么意思"),
    ("three-guarantees", "手机三包管多久"),
    ("three-guarantees", "商品三包有哪些规定"),
]


def test_saved_index_answers_like_the_fresh_one(tmp_path: Path) -> None:
    fresh = index.build(WORDINGS)

    index.save(fresh, tmp_path / "a")
    opened = index.load(tmp_path / "a")

    assert rank(opened, "质量月是哪个月") == rank(fresh, "质量月是哪个月")


def test_child_process_builds_what_the_same_process_builds(tmp_path: Path) -> None:
    built = build.build_in_child(WORDINGS, tmp_path)

    assert rank(built, "在哪里检定秤") == rank(index.build(WORDINGS), "在哪里检定秤")


def test_index_of_nothing_is_built_and_opened_and_finds_nothing(tmp_path: Path) -> None:
    built = build.build_in_child([], tmp_path)

    assert rank(built, "在哪里检定秤") == ()


WATCHED = """
import json, sys
opened = set()
sys.addaudithook(lambda event, about: event == "open" and opened.add(str(about[0])))
from faq import index
index.build([("a", "秤在哪里检定"), ("b", "三包是什么")])
modules = [name[4:] for name in sys.modules if name.startswith("faq.")]
data = [path.rpartition("/")[2] for path in opened if "/faq/data/" in path]
print(json.dumps([sorted(modules), sorted(data)]))
"""


def test_whatever_a_build_reads_is_part_of_the_revision() -> None:
    said = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", WATCHED], capture_output=True, text=True, check=True
    )

    assert json.loads(said.stdout) == [sorted(ENGINE), sorted(ENGINE_DATA)]
