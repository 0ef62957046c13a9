"""The words that work in every state, the quick menu, and the first greeting."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text

from faq.entry import Entry
from texts.ask import choice
from texts.reply import NAVIGATION, Button, Reply, rows

COMMANDS = (
    ("menu", "菜单"),
    ("stations", "找服务站"),
    ("submit", "微视频投稿"),
    ("mine", "我的投稿"),
    ("human", "人工"),
    ("help", "怎么用"),
    ("large", "大字"),
    ("cancel", "取消正在填的内容"),
)

PRIVACY_NOTICE = (
    "隐私提示：提问不需要任何个人信息；手机号、证件号先打码再保存。"
    "问题原文另存 30 天，不记是谁问的，只用来改进答案。"
)

QUICK = rows(
    Button("问政策", "menu:ask"),
    Button("找站点", "menu:stations"),
    Button("微视频投稿", "menu:submit"),
    Button("人工", "menu:human"),
)

MENU = Reply(
    Text(
        Bold("质小通"), "，问质量政策、找质量服务站、交微视频。\n",
        "直接打字提问就行，也可以从下面选：点一下，或者回复序号。",
    ),
    QUICK,
)  # fmt: skip


def menu(hot: tuple[Entry, ...] = ()) -> Reply:
    """Show the quick menu, and below what has been asked most of late, if anything has."""
    if not hot:
        return MENU
    first, last = len(QUICK) + 1, len(QUICK) + len(hot)
    places = f"{first}" if first == last else f"{first}—{last}"
    said = Text(MENU.text, f"\n\n第 {places} 项是近一个月大家问得最多的，点一下就答。")
    return Reply(said, (*QUICK, *rows(*(choice(entry) for entry in hot))))


def returning(menu: Reply, receipts: Sequence[str]) -> Reply:
    """Tell who comes back which works of theirs are still here."""
    if not receipts:
        return menu
    said = f"您以前交的 {len(receipts)} 份投稿（{'、'.join(receipts)}）还在，"
    return Reply(Text(menu.text, "\n\n", said, "发“我的投稿”可查看或撤回。"), menu.buttons)


ASK = Reply(
    Text(
        "请直接打字提问，例如：\n",
        "· 质量月是几月\n",
        "· 买到不合格产品怎么办\n",
        "· 电子秤检定去哪里\n",
        "一次问一件事，答得更准。",
    )
)

HELP = Reply(
    Text(
        Bold("怎么用"), "\n",
        "· 直接打字提问，我从有出处的问答里找答案；找不到会直说，并给您一个编号。\n",
        "· 打“找站点”，按区县、业务或您的位置找“一站式”服务站。\n",
        "· 打“微视频投稿”交作品；打“我的投稿”看进度、撤回。\n",
        "· 任何时候都可以打：菜单、取消、人工、帮助、大字。\n",
        "· 发回执编号（如 V-、Q-、T- 开头）可查办理情况。\n",
        "遇到危险请先拨 110、119、120。",
    ),
    rows(Button("返回菜单", "menu:open")),
)  # fmt: skip

FORM_GOES_ON = "您正在填投稿，接着打的字会当作投稿的内容。想先提问，请打“问政策”。"
FORM_WAITS = "投稿先停在这里，填好的都给您留着；想接着填，打“微视频投稿”。"
GO_ON = Button("继续填投稿", f"{NAVIGATION}keep")


def within_form(reply: Reply) -> Reply:
    """Remind somebody who is in the form what will become of the next words."""
    return Reply(Text(reply.text, "\n\n", FORM_GOES_ON), (*reply.buttons, (GO_ON,)))


def ask(*, out_of_form: bool) -> Reply:
    """Invite to ask; whoever was in the form reads that nothing of it is lost."""
    return Reply(Text(FORM_WAITS, "\n\n", ASK.text)) if out_of_form else ASK


def large_on(*, here: bool) -> Reply:
    """Say that large print is on: `here` is whether this channel can enlarge its own letters."""
    if here:
        return Reply(Text("字已经放大。再发“大字”换回标准字。"))
    return Reply(
        Text(
            "已记下您要看大字。聊天软件里的字号由手机决定：\n"
            "微信：我—设置—通用—字体大小；Telegram：设置—聊天设置—文字大小。"
        )
    )


LARGE_OFF = Reply(Text("已换回标准字。"))

NOTHING_TO_CANCEL = Reply(Text("现在没有正在填写的内容。可以直接提问，或打“菜单”。"))
CANCELLED = Reply(Text("已取消。可以直接提问，或打“菜单”。"))
