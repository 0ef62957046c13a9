"""我的数据: what is kept about a person, why and until when, and deleting it."""

from dataclasses import dataclass

from aiogram.utils.formatting import Bold, Text

from texts.reply import NAVIGATION, Button, Reply, rows

DELETE = f"{NAVIGATION}mydata:delete"
SURE = f"{NAVIGATION}mydata:sure"
KEEP = f"{NAVIGATION}mydata:keep"


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept: bubbles, questions and wishes, works handed in, drafts."""

    bubbles: int | None
    """None in a chat whose conversation is kept by the messenger alone."""
    questions: int
    works: int
    drafts: int


def shown(kept: Kept) -> Reply:
    """Show what is kept, why and until when."""
    return Reply(
        Text(
            Bold("我的数据"), "\n",
            _conversation(kept.bubbles),
            f"· 没答上的问题和找人工 {kept.questions} 条：给工作人员改进答案，"
            "30 天后不再和您关联\n",
            f"· 已交的投稿 {kept.works} 份、没交完的 {kept.drafts} 份：用于本次征集，"
            "保存多久写在投稿时同意的说明里\n",
            "· 问过的话另存一份：打了码、不记是谁，用来改进答案和统计，30 天后删除；"
            "分不出是谁的，所以不在上面的数里，也不能单独删除\n",
            "不记录您的姓名、头像和位置（投稿时自己填的除外）。",
        ),
        rows(Button("删除我的数据", DELETE)),
    )  # fmt: skip


def _conversation(bubbles: int | None) -> str:
    if bubbles is None:
        return "· 对话记录：只在您的聊天软件里，我这里不保存\n"
    return f"· 对话记录 {bubbles} 条：刷新网页后还能看到；180 天后删除，手机号等已打码\n"


def really(kept: Kept) -> Reply:
    """Ask once more, naming what goes and what stays."""
    what = "没答上的问题和找人工与您的关联"
    said = [f"要删除：{what}" if kept.bubbles is None else f"要删除：对话记录、{what}"]
    said.append("、没交完的投稿。" if kept.drafts else "。")
    if kept.works:
        said.append(f"\n已交的 {kept.works} 份投稿不会删除；不想参加了，请先到“我的投稿”撤回。")
    said.append("\n删除后不能恢复。")
    return Reply(Text("".join(said)), ((Button("确认删除", SURE), Button("不删了", KEEP)),))


DELETED = Reply(Text("已删除。"))
DELETED_BUT_WORKS = Reply(Text("已删除。已交的投稿还在，发“我的投稿”可查看或撤回。"))
KEPT_ALL = Reply(Text("好的，没有删除。"))
