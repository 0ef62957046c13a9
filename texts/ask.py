"""How answers, suggestions, other doors, small talk and misses are said."""

from datetime import date
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Italic, Text, TextLink

from faq.entry import Entry, Source
from faq.outcome import Redirect
from faq.route import RedirectKind, SmallTalkKind
from texts.reply import NAVIGATION, Button, Reply, rows

CHINA = ZoneInfo("Asia/Shanghai")
MOST_RELATED = 3

UNSOLVED = f"{NAVIGATION}unsolved:"
WRONG = f"{NAVIGATION}wrong:"
CHOSEN = "ask:"
NONE_OF_THESE = f"{CHOSEN}-none"

UNSIGNED = "待本单位审定"
URGENT_DOORS = "着急请拨 12345（政务服务）或 12315（市场监管投诉举报）。"

BY_KIND = {
    RedirectKind.CRISIS: (
        "请马上拨打 12356 心理援助热线；已经受伤或服了药，立刻拨 120。\n"
        "您不用一个人扛着，电话那头有人愿意听您说。"
    ),
    RedirectKind.ELEVATOR_TRAPPED: (
        "先按轿厢里的报警或对讲按钮；联系不上，马上拨 119 或 110。\n"
        "不要扒门，不要自己往外爬，靠里站稳等人来。"
    ),
    RedirectKind.GAS_LEAK: (
        "请马上撤到室外再拨 119。\n撤离时开窗通风；不要开关电器，不要在屋里打电话，不要点火。"
    ),
    RedirectKind.EMERGENCY_FIRE: "请马上拨 119，同时撤到安全的地方，不要乘电梯。",
    RedirectKind.EMERGENCY_MEDICAL: (
        "请马上拨 120 就医。\n"
        "怀疑是吃的东西有问题：留好剩下的食物、包装和小票，看完病再拨 12315 举报。"
    ),
    RedirectKind.TRAFFIC_ACCIDENT: "交通事故请拨 122；有人受伤先拨 120。",
    RedirectKind.EMERGENCY_POLICE: "请马上拨 110 报警，先保证自己的安全。",
    RedirectKind.FORBIDDEN_INJECTION: "我只回答质量方面的问题，别的要求我不照办。",
    RedirectKind.FORBIDDEN_FORGERY: (
        "这个忙不能帮：伪造、买卖证书或报告是违法的。\n正规怎么办证、怎么送检，可以接着问我。"
    ),
    RedirectKind.FORBIDDEN_PRIVATE: "别人的个人信息我没有，也不能提供。",
    RedirectKind.FORBIDDEN_BRAND: (
        "我不推荐任何品牌和商家：《产品质量法》第二十五条规定，"
        "市场监管部门不得向社会推荐生产者的产品。\n怎么看合格证、认证标志，可以接着问我。"
    ),
    RedirectKind.FORBIDDEN_VERDICT: (
        "这件事要由执法部门或法院根据证据认定，我不能下结论。\n"
        "法律咨询请拨 12348；投诉举报请拨 12315。"
    ),
    RedirectKind.COMPLAINT: (
        "投诉请拨 12315，或者上全国 12315 平台（www.12315.cn、App、微信和支付宝小程序）。\n"
        "我这里只做咨询，不收投诉。先备好：您的姓名电话、商家名称地址、小票或订单、您的要求。"
    ),
    RedirectKind.REPORT: (
        "举报请拨 12315，或者上全国 12315 平台（www.12315.cn、App、微信和支付宝小程序）。\n"
        "我这里只做咨询，不收举报。可以匿名，但要说清楚谁、在哪里、做了什么，有照片更好。"
    ),
}

SUBMIT = Reply(
    Text("交微视频请打“微视频投稿”，或者从下面选，我一步一步带您填。"),
    rows(Button("微视频投稿", "menu:submit")),
)

SMALL_TALK = {
    SmallTalkKind.GREETING: "您好！质量方面的事直接问我就行，也可以打“菜单”。",
    SmallTalkKind.THANKS: "不客气。还有问题随时问。",
    SmallTalkKind.PRAISE: "谢谢您。还有问题随时问。",
    SmallTalkKind.ACKNOWLEDGEMENT: "好的。还有问题随时问。",
    SmallTalkKind.FAREWELL: "再见，祝您平安。",
    SmallTalkKind.WHO_ARE_YOU: (
        "我是质小通，一个问答机器人，不是真人。我只用有出处的现成答案，不会自己编；答不上会直说。"
    ),
    SmallTalkKind.CAPABILITIES: (
        "我能做三件事：答质量方面的问题、找“一站式”服务站、收微视频投稿。打“菜单”看看。"
    ),
    SmallTalkKind.CHAT: "闲聊我不在行。质量方面的事，直接问我就行。",
    SmallTalkKind.ABUSE: "我在听。把想问的事说一句，我尽量帮您；要找真人请打“人工”。",
    SmallTalkKind.SENSITIVE: (
        "这句话里有不方便回应的词，我没有往下看，也没有记下来。\n质量方面的事，换个说法再问我就行。"
    ),
}


def answer(entry: Entry, related: tuple[Entry, ...] = ()) -> Reply:
    """Show a curated answer with where it is from, as of when, and who has signed it."""
    return Reply(
        Text(Bold(entry.standard_question), "\n", entry.answer.strip(), "\n\n", _proof(entry)),
        (
            *rows(*(choice(other) for other in related[:MOST_RELATED])),
            (
                Button("没解决", f"{UNSOLVED}{entry.id}"),
                Button("内容有误", f"{WRONG}{entry.id}"),
            ),
        ),
    )


def suggestions(entries: tuple[Entry, ...]) -> Reply:
    """Offer up to three questions to choose from."""
    return Reply(
        Text("您是不是想问：\n点一下，或者回复序号。"),
        rows(*(choice(entry) for entry in entries), Button("都不是", NONE_OF_THESE)),
    )


def redirect(outcome: Redirect) -> Reply:
    """Name another door; in an emergency the number comes in the first sentence.

    What is known besides is a button then, and never stands before the number.
    """
    if outcome.kind is RedirectKind.SUBMIT_VIDEO:
        return SUBMIT
    said = BY_KIND.get(outcome.kind) or _office(outcome)
    is_more = outcome.kind.is_emergency and outcome.then is not None
    return Reply(Text(said), rows(choice(outcome.then.entry)) if is_more and outcome.then else ())


def beside(door: Reply, rest: Reply) -> Reply:
    """Put the half of a text that was answered below the door of the other half."""
    text = Text(door.text, "\n\n", "您还问到：\n", rest.text)
    return Reply(text, (*door.buttons, *rest.buttons), door.venue)


def small_talk(kind: SmallTalkKind) -> Reply:
    """Answer something that asks nothing."""
    return Reply(Text(SMALL_TALK[kind]))


def unknown(number: str) -> Reply:
    """Say honestly that there is no answer, with a receipt and two doors."""
    return Reply(
        Text(
            "这个问题我没有找到有出处的答案，不敢乱答。\n"
            "已经记下，会有工作人员看到，编号 ", Bold(number), "。\n",
            URGENT_DOORS, "\n换个说法再问一次也行，一次问一件事。",
        )
    )  # fmt: skip


def expired(number: str) -> Reply:
    """Say that there was an answer which is no longer in force."""
    return Reply(
        Text(
            "这件事的答案有效期不在今天，正在核实新的规定，先不给您看旧内容。\n"
            "已经记下，编号 ", Bold(number), "。\n", URGENT_DOORS,
        )
    )  # fmt: skip


def reported(number: str, *, is_wrong: bool) -> Reply:
    """Thank for a report on an answer, with its receipt."""
    what = "已记下这条内容可能有误，会有工作人员核对" if is_wrong else "抱歉没帮上忙，已记下"
    return Reply(Text(what, "，编号 ", Bold(number), "。\n", URGENT_DOORS))


ENTRY_GONE = Reply(Text("这条内容刚刚更新过，请把问题再发一次。"))


def choice(entry: Entry) -> Button:
    """Make the button that asks an entry's standard question."""
    return Button(entry.standard_question, f"{CHOSEN}{entry.id}")


def _office(outcome: Redirect) -> str:
    number, office = outcome.number or "12345", outcome.office or "政务服务便民热线"
    return f"这件事我这里答不了，请拨 {number}，这是{office}的电话。"


def _proof(entry: Entry) -> Text:
    lines = [_source(source) for source in entry.sources]
    if entry.as_of:
        lines.append(Text(f"截至 {entry.as_of:%Y-%m-%d}{_validity(entry.valid_until)}\n"))
    signed = (
        f"{entry.reviewed_by} {entry.reviewed_on:%Y-%m-%d} 审定" if entry.is_signed else UNSIGNED
    )
    return Italic(*lines, signed)


def _validity(until: date | None) -> str:
    return f"，有效到 {until:%Y-%m-%d}" if until else ""


def _source(source: Source) -> Text:
    """Name a source; its address is behind the title, lest it fill a phone's screen."""
    details = [part for part in (source.number, source.article) if part]
    if source.date:
        details.append(f"{source.date:%Y-%m-%d}")
    title = source.title if source.title.startswith("《") else f"《{source.title}》"
    named = TextLink(title, url=source.url) if source.url else Text(title)
    return Text("出处：", named, " ".join(details), "\n")
