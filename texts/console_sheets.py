"""What the staff read about tables that go out and come back (表格往返)."""

from collections.abc import Mapping

from faq.editorial.hints import Hint, Level
from faq.editorial.sheet import BAR, Clash, Status
from faq.sheet.grid import Problem, SheetFault
from faq.sheet.raw import LARGEST_FILE
from faq.sheet.shape import Shape
from texts import console_entries

SOURCE_FORM = BAR.join(("名称", "文号", "条款", "日期", "网址"))
MEGABYTE = 1024 * 1024
LONGEST_SHOWN = 60

STATUSES = {
    Status.NEW: "新条目",
    Status.CHANGED: "有改动",
    Status.SAME: "没变化",
    Status.CONFLICT: "有冲突",
    Status.WRONG: "有错误",
}
STATUS_COLOURS = {
    Status.NEW: "info",
    Status.CHANGED: "info",
    Status.SAME: "plain",
    Status.CONFLICT: "warn",
    Status.WRONG: "error",
}
CLASHES = {
    Clash.OVERTAKEN: "导出以后别人改过这一条，不覆盖。请重新导出，再改这一条。",
    Clash.NO_VERSION: "这一行没有版本号，看不出别人有没有改过，不覆盖。请用重新导出的表格来改。",
    Clash.ARCHIVED: "这一条已下架，请先恢复再改。",
}

NO_FILE = "请先选择要导入的表格文件（.xlsx 或 .csv）。"
EXPIRED = "这次预览已经过期（保留 1 小时），请重新上传表格。"
DONE_ALREADY = "这份表格已经导入过了，没有重复导入。"
UNDER_WAY = "这份表格正在导入，或刚才中断了。请到列表里看结果；没有导入的，重新上传即可。"
NOTHING_TO_TAKE = "表格里没有要导入的改动。"
HAS_ERRORS = "表格里还有错误，一条都没有导入。请按下面的行号改好，再上传一次。"
MISSING_COLUMNS = "表格里没有这些列，已有条目的这几项保持原样："
EXTRA_COLUMNS = "这些列不认识，没有读取："

_FAULTS: Mapping[SheetFault, str] = {
    SheetFault.EMPTY: "这个文件是空的。",
    SheetFault.OLD_EXCEL: "这是旧版 .xls 文件，请在 Excel 或 WPS 里另存为 .xlsx 再上传。",
    SheetFault.LOCKED: "这个文件加了打开密码，请去掉密码、另存为 .xlsx 再上传。",
    SheetFault.NOT_A_TABLE: "这不是 Excel 表格。请上传 .xlsx 或 .csv 文件。",
    SheetFault.TOO_LARGE: "文件有 {size} MB，最多 {limit} MB。请分成几份上传。",
    SheetFault.TOO_BIG_INSIDE: "文件解开以后太大，不能读取。请把内容复制到新表格里再上传。",
    SheetFault.TOO_MANY_ROWS: "表格超过 {limit} 行，请分成几份上传。",
    SheetFault.BROKEN: "文件读不出来，可能已损坏。请用 Excel 或 WPS 打开，另存为 .xlsx。",
    SheetFault.ENCODING: "认不出这个文件的文字编码。请另存为 .xlsx，或“CSV UTF-8”。",
    SheetFault.NO_HEADINGS: "没有找到表头。前 20 行里要有一行列名，至少有“{required}”和另外一列。",
    SheetFault.REPEATED_HEADING: "表头里有两列“{title}”，请只留一列。",
    SheetFault.NO_ROWS: "表头下面没有内容。",
    SheetFault.TOO_SLOW: "这个文件读了太久还没读完，已停止。请把内容复制到新表格里再上传。",
}
_PROBLEMS: Mapping[str, str] = {
    "formula": "这一格是公式。请复制后“选择性粘贴—数值”，改成文字。",
    "source_parts": "第 {item} 行出处有五段以上。写成：{form}。",
    "repeated_id": "编号与第 {other} 行重复。",
    "bad_evidence": "证据等级只能写 A、A转 或 B。",
    "reserved_id": "这个编号留给系统使用，请换一个。",
}


def fault(kind: SheetFault, facts: Mapping[str, object]) -> str:
    """Say why a file cannot be taken."""
    given = dict(facts)
    if kind is SheetFault.TOO_LARGE:
        given = {"size": f"{int(str(facts['size'])) / MEGABYTE:.1f}", "limit": too_large_limit()}
    if kind is SheetFault.NO_HEADINGS:
        required = facts.get("required")
        given["required"] = "”“".join(required) if isinstance(required, list) else required
    return _FAULTS[kind].format(**given)


def too_large_limit() -> int:
    """Say how many megabytes a file may have."""
    return LARGEST_FILE // MEGABYTE


def problem(one: Problem) -> str:
    """Say what is wrong in a cell of a table of entries."""
    if one.kind in _PROBLEMS:
        return _PROBLEMS[one.kind].format(**{**one.facts, "item": one.item, "form": SOURCE_FORM})
    return console_entries.hint(Hint(Level.ERROR, one.kind, one.column, one.item, one.facts))


def named(one: Problem, shape: Shape, sentence: str) -> str:
    """Say where a problem is, and what it is, for the report that goes back to the author."""
    return f"{shape.title(one.column)}：{sentence}"


def shortened(value: str) -> str:
    """Show what stands in a cell in one line."""
    flat = " ".join(value.split())
    return flat if len(flat) <= LONGEST_SHOWN else f"{flat[:LONGEST_SHOWN]}…"


def taken(new: int, changed: int, conflicts: int) -> str:
    """Say what an import did."""
    rest = f"；{conflicts} 条有冲突，没有动" if conflicts else ""
    return f"已导入：{new} 条新条目、{changed} 条改动，都存为草稿{rest}。核对后可以送审。"


def meanwhile(count: int, ids: str) -> str:
    """Say that others were quicker."""
    return (
        f"预览以后，有 {count} 条刚被别人改过（{ids}），所以一条都没有导入。"
        "请重新导出，改好再上传。"
    )


def note(file_name: str) -> str:
    """Note at a revision where it came from."""
    return f"表格导入：{file_name}"
