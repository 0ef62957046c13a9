"""What comes from outside and is meant to do harm: markup in every text, files that lie."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from faq.editorial.sheet import shape
from faq.sheet import writing
from people.staff.roles import Role
from tests.console.house import house
from tests.console.test_sheets import HOME
from tests.knowledge import ENTRIES

EVIL = """'"><script src=//x></script><img src=x onerror=alert(1)>"""
RAW = ("<script src=//x", "<img src=x", '"javascript:', "='javascript:")


async def test_markup_in_any_text_stays_text(tmp_path: Path) -> None:
    entry = f"/entries/{ENTRIES[0].id}"
    async with house(tmp_path) as place:
        one = await place.staff(*Role, shown=EVIL[:32])
        fields = (await one.get(f"{entry}/edit")).form("/edit").filled(
            answer=EVIL, standard_question=EVIL, similar_questions=EVIL, note=EVIL, topic=EVIL,
            title=EVIL, number=EVIL, article=EVIL, url="javascript:alert(1)", do="save",
        )  # fmt: skip
        seen = [await one.post(f"{entry}/edit", fields)]
        seen += [await one.post(path, fields) for path in ("/entries/preview", "/entries/hints")]
        for path, sent in (
            ("/words", {"kind": "synonym", "said": EVIL, "meant": EVIL}),
            ("/words/paste", {"kind": "synonym", "pasted": f"{EVIL}={EVIL}"}),
            ("/stations/new", {"name": EVIL, "address": EVIL, "phone": EVIL, "paste": EVIL}),
            ("/stations/preview", {"name": EVIL, "address": EVIL, "phone": EVIL}),
            ("/trial", {"text": EVIL, "question": EVIL}),
            ("/switches/stop", {"scope": "all", "message": EVIL}),
            ("/staff/invite", {"name": EVIL, "shown_name": EVIL}),
        ):
            seen.append(await one.post(path, sent))
        seen.append(await one.upload(HOME, "file", _table(tmp_path, EVIL.replace("/", "")[:60])))
        for path in ("/", "/entries", entry, f"{entry}/compare?old=1&new=2", "/words", "/staff",
                     "/stations", "/switches", "/audit", "/approvals", "/figures", "/account",
                     f"{entry}/replay", "/unanswered"):  # fmt: skip
            seen.append(await one.get(path))
        for path in ("/entries?q=", "/words?q=", "/audit?day=", "/unanswered?tab=",
                     "/trial?draft=", "/"):  # fmt: skip
            seen.append(await one.get(path + EVIL))
    assert [(page.path, raw) for page in seen for raw in RAW if raw in page.html] == []
    assert [page.path for page in seen if page.status >= 500] == []
    assert sum("&lt;script src=//x" in page.html for page in seen) > 8


REFUSED = ("laughs", "file", "bomb")


@pytest.mark.parametrize("lie", [*REFUSED, "far", "path"])
async def test_a_workbook_that_lies_shows_and_writes_nothing(tmp_path: Path, lie: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("只有服务器知道", encoding="utf-8")
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        file = _table(tmp_path, "t")
        _changed(file, lie, secret)
        page = await anna.upload(HOME, "file", file)
        assert "只有服务器知道" not in page.html
        assert page.status == (422 if lie in REFUSED else 200)
        assert "haha" not in page.html
        assert not (tmp_path / "outside.txt").exists()


def test_no_cell_of_a_csv_file_begins_as_a_formula() -> None:
    starts = [*"=+-@\t\r\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'="]
    columns = [column.key for column in shape().columns]
    rows = [dict.fromkeys(columns, start + "1+1") for start in starts]
    text = writing.csv_file(shape(), rows).decode("utf-8-sig")
    cells = [cell for row in list(csv.reader(io.StringIO(text, newline="")))[1:] for cell in row]
    assert len(cells) == len(starts) * len(columns)
    assert {cell[0] for cell in cells} == {"'"}


def _table(folder: Path, name: str) -> Path:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["编号", "标准问", "答案"])
    page.append(["new-one", "问", "答"])
    book.save(folder / f"{name}.xlsx")
    return folder / f"{name}.xlsx"


def _changed(file: Path, lie: str, secret: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        parts = {one: packed.read(one) for one in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    lies: dict[str, Callable[[bytes], bytes]] = {
        "laughs": lambda xml: _entities(_laughs()) + _told(xml),
        "file": lambda xml: _entities(f'<!ENTITY i SYSTEM "file://{secret}">') + _told(xml),
        "bomb": lambda xml: xml + b" " * (210 * 1024 * 1024),
        "far": lambda xml: xml.replace(b'r="A2"', b'r="XFD1048576"'),
        "path": lambda xml: xml,
    }
    parts[sheet] = lies[lie](parts[sheet])
    if lie == "path":
        parts["../../outside.txt"] = b"outside"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def _entities(inside: str) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE worksheet [{inside}]>'.encode()


def _laughs() -> str:
    lines = ['<!ENTITY a "hahahahaha">']
    lines += [
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return "".join(lines)


def _told(xml: bytes) -> bytes:
    """Put an entity in place of a cell's text."""
    told = xml.replace("<t>问</t>".encode(), b"<t>&i;</t>")
    assert told != xml
    return told[told.index(b"?>") + 2 :] if told.startswith(b"<?xml") else told
