"""What whoever brings entries in or out as files reads at the terminal."""

from collections.abc import Sequence

from faq.editorial.folder import Arrival, Arriving

HELP = "知识条目成批进出：导出成文件、从文件导入"
EXPORT = "把市民现在看到的条目写成知识文件，一个主题一个"
EXPORT_MORE = (
    "文件的写法和 faq/data/entries 里的一样，python -m faq check 文件夹 能查。"
    "文件夹要是空的或还没有。退出码：0 写好了；1 没有写，或写好了但内容有错要改。"
)
IMPORT = "从知识文件导入：新的和改动过的成为草稿，审批后才上线"
IMPORT_MORE = (
    "先把整个文件夹查一遍，有一处错就一条也不进。审定签字不随文件进来，由审批的人签。"
    "退出码：0 全部处理好；1 有错，什么都没有写；3 有的条目没有进来，见说明。"
)
FOLDER = "文件夹"
DRAFTS = "导出最新的文字，还没上线的草稿也在内（停用的不在）"
DRY_RUN = "只看会怎样，什么都不写"
SHOWN = 50
"""Lines of a kind; the rest is counted."""

MARKS = {
    Arrival.NEW: "新条目",
    Arrival.CHANGED: "有改动",
    Arrival.BUSY: "没有进",
    Arrival.ARCHIVED: "没有进",
}
WHY = {
    Arrival.BUSY: "　（有人改了还没处理完，先在控制台处理好再导入）",
    Arrival.ARCHIVED: "　（已停用，要用请先在控制台恢复）",
}


def not_empty(folder: str) -> str:
    """Say that files would be mixed with others."""
    return f"没有导出：{folder} 里已有东西。请换一个空的文件夹。"


def unwritable(folder: str, reason: str) -> str:
    """Say that the folder cannot be written."""
    return f"没有导出：{folder} 不能写入（{reason}）。"


def nothing() -> str:
    """Say that there is nothing to write."""
    return "没有导出：数据库里还没有这样的条目。"


def exported(entries: int, files: int, folder: str) -> str:
    """Say what was written where."""
    return f"已导出 {entries} 条到 {folder}，共 {files} 个文件。"


def exported_faulty(faults: int) -> str:
    """Say that what was written would be refused if it came back."""
    return f"其中有 {faults} 处要改，改好才能再导入：上面逐条列出。"


def refused(faults: int) -> str:
    """Say that nothing came in because of faults."""
    return f"没有导入：有 {faults} 处错，一条也没有写。改好后重试。"


def lines(arriving: Sequence[Arriving]) -> list[str]:
    """List what is new, changed and left out, at most so many of each."""
    said = []
    for kind, mark in MARKS.items():
        some = [one.entry for one in arriving if one.arrival is kind]
        why = WHY.get(kind, "")
        said += [f"{mark}　{entry.id}　{entry.standard_question}{why}" for entry in some[:SHOWN]]
        if len(some) > SHOWN:
            said.append(f"{mark}　……还有 {len(some) - SHOWN} 条")
    return said


def imported(arriving: Sequence[Arriving], *, is_dry: bool) -> str:
    """Count what came in, or would."""
    kinds = [one.arrival for one in arriving]
    new, changed, same = (
        kinds.count(kind) for kind in (Arrival.NEW, Arrival.CHANGED, Arrival.SAME)
    )
    left = len(kinds) - new - changed - same
    begin = "只是试看，什么都没有写。会是这样：" if is_dry else "导入完成："
    coming = "都成为草稿，审批后上线" if new + changed else "没有要改的"
    out = f"；没有进来 {left} 条" if left else ""
    return f"{begin}新条目 {new} 条，有改动 {changed} 条（{coming}）；相同 {same} 条{out}。"
