"""Handing in a video: rules, questions, the review card and the receipt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from campaign.campaign import AT_HAND_IN, Campaign, ConsentKind
from campaign.form import EDITABLE, Step, is_answered, steps
from campaign.submission import Submission
from people.mask import mask
from texts.reply import Button, Reply, rows
from texts.submit_errors import NAMES

CHINA = ZoneInfo("Asia/Shanghai")

BACK = Button("返回", "nav:back")
CANCEL = Button("取消", "nav:cancel")
MENU = Button("返回菜单", "menu:open")
NAVIGATION = (BACK, CANCEL)
KEEP = Button("不改了，继续", "nav:keep")
RESUME = Button("继续填写", "submit:resume")
BEGIN = Button("微视频投稿", "menu:submit")
MINE = Button("我的投稿", "menu:mine")

CONSENT_NAMES = {
    ConsentKind.ORIGINALITY: "原创",
    ConsentKind.USE: "使用",
    ConsentKind.PORTRAIT: "肖像和音乐",
}

NO_CAMPAIGN = Reply(
    Text("现在没有正在进行的微视频征集活动。有了新活动，打“微视频投稿”就能看到。"),
    rows(MINE, MENU),
)
DECLINED = Reply(
    Text("好的，不同意就不收集您的任何信息。提问、找站点照常可以用。"),
    rows(MENU),
)
GONE = Reply(Text("这份草稿已经不在了。要投稿请重新开始。"), rows(BEGIN, MINE))
STALE = Reply(Text("这个按钮已经用不上了。要投稿请打“微视频投稿”。"), rows(BEGIN, MINE))
DISCARDED = Reply(Text("草稿和已传的视频都已删除。"), rows(BEGIN, MENU))
PRESS_A_BUTTON = Text("请从下面选一个：点一下，或者打出那几个字。")
OLD_BUTTON = Text("刚才那个按钮是前面步骤的，现在从这里接着填。")
VIDEO_KEPT = Text("视频先收下了，先把下面的填完。")
SETTLED = Text("这个作品已经提交，不用再传文件。")


def beijing(instant: datetime) -> str:
    """Show an instant as people in Beijing read a clock."""
    return f"{instant.astimezone(CHINA):%Y 年 %-m 月 %-d 日 %H:%M}（北京时间）"


def rules(campaign: Campaign) -> Reply:
    """Show the campaign's rules and what happens to personal data; ask for a yes."""
    return Reply(
        Text(
            Bold(campaign.name), "\n",
            f"截止：{beijing(campaign.closes_at)}\n\n",
            campaign.rules, "\n\n",
            Bold("个人信息怎么用"), "\n",
            campaign.consents[ConsentKind.PERSONAL].text, "\n\n",
            "同意就开始，一次只问一件事，随时可以返回或取消。",
        ),
        rows(Button("同意并开始", "submit:agree"), Button("不同意", "submit:decline")),
    )  # fmt: skip


def not_open_yet(campaign: Campaign) -> Reply:
    """Say when a campaign opens."""
    return Reply(
        Text(
            f"“{campaign.name}”还没有开始，", beijing(campaign.opens_at), "起可以投稿。\n",
            "到时候打“微视频投稿”就行。",
        ),
        rows(MENU),
    )  # fmt: skip


def closed(campaign: Campaign) -> Reply:
    """Say that a campaign is over."""
    return Reply(
        Text(
            f"“{campaign.name}”已于 ", beijing(campaign.closes_at), "截止，不再收作品。\n",
            "已经交的作品，打“我的投稿”可以看进度。",
        ),
        rows(MINE, MENU),
    )  # fmt: skip


def quota_reached(quota: int) -> Reply:
    """Say that nobody may hand in more."""
    return Reply(
        Text(f"每人最多交 {quota} 个作品，您已经交满了。要换作品，可以先在“我的投稿”里撤回一个。"),
        rows(MINE, MENU),
    )


def unfinished(draft: Submission) -> Reply:
    """Offer to go on with a draft."""
    title = f"《{draft.title}》" if draft.title else ""
    return Reply(
        Text(f"您有一份没交完的投稿{title}，填过的内容都还在。"),
        rows(RESUME, Button("重新开始（删除草稿）", f"submit:restart:{draft.id}"), MENU),
    )


def paused(draft: Submission) -> Reply:
    """Say that the form was left and nothing is lost."""
    return Reply(
        Text("已停下，填好的内容给您留着。想接着填，打“微视频投稿”；不想要了，可以删除草稿。"),
        rows(RESUME, Button("删除草稿", f"submit:discard:{draft.id}"), MENU),
    )


def question(campaign: Campaign, answers: Mapping[str, Any], step: Step) -> Reply:
    """Ask one thing; where it was answered before, show the answer and let it stand."""
    order = steps(answers)
    words: list[Text | str] = [f"第 {order.index(step) + 1} 步，共 {len(order) - 1} 步\n"]
    words.append(Bold(_asked(campaign, answers, step)))
    if is_answered(answers, step) and step is not Step.GUARDIAN_CONSENT:
        return Reply(
            Text(*words, f"\n现在填的是：{shown(answers, step)}"),
            (*rows(*_choices(campaign, step), KEEP), NAVIGATION),
        )
    return Reply(Text(*words), (*rows(*_choices(campaign, step)), NAVIGATION))


def with_lead(lead: Text | str | None, reply: Reply) -> Reply:
    """Put a sentence above a question, so that one turn stays one answer."""
    if lead is None:
        return reply
    return Reply(Text(lead, "\n\n", reply.text), reply.buttons, reply.venue)


def shown(answers: Mapping[str, Any], step: Step) -> str:
    """Show an answer; a phone only in part."""
    value = answers.get(step)
    if step is Step.AGE:
        return "未满 14 周岁" if value else "已满 14 周岁"
    if step is Step.PHONE:
        return masked(str(value))
    if step is Step.AUTHORS:
        return "、".join(value or ())
    return str(value or "没有单位") if step is Step.ORGANISATION else str(value)


def masked(phone: str) -> str:
    """Show enough of a phone to recognise it."""
    hidden = mask(phone)
    return hidden if hidden != phone else phone[:4] + "*" * (len(phone) - 6) + phone[-2:]


def review(campaign: Campaign, draft: Submission, video: str) -> Reply:
    """Show everything once more; one button hands in and agrees, and says so."""
    lines = [
        f"{NAMES[step]}：{shown(draft.answers, step)}\n"
        for step in (Step.TITLE, Step.AUTHORS, Step.ORGANISATION, Step.PHONE, Step.CATEGORY)
    ]
    if draft.answers.get(Step.AGE):
        lines.append(f"监护人：{draft.answers.get(Step.GUARDIAN)}（已同意）\n")
    consents = [
        f"{number}. {CONSENT_NAMES[kind]}：{campaign.consents[kind].text}\n"
        for number, kind in enumerate(AT_HAND_IN, start=1)
    ]
    return Reply(
        Text(
            Bold("请核对，没问题就提交"), "\n",
            f"活动：{campaign.name}\n", *lines,
            f"简介：{draft.answers.get(Step.SYNOPSIS)}\n", video, "\n\n",
            "点“提交”表示您确认并同意：\n", *consents,
        ),
        rows(
            Button("我确认是原创并同意使用条款，提交", f"submit:confirm:{draft.id}"),
            Button("修改", "submit:edit"),
            CANCEL,
        ),
    )  # fmt: skip


def what_to_change() -> Reply:
    """Let the author choose what to change."""
    buttons = [Button(NAMES[step], f"submit:edit:{step}") for step in EDITABLE]
    return Reply(Text("要改哪一项？"), (*rows(*buttons, KEEP), (CANCEL,)))


def _asked(campaign: Campaign, answers: Mapping[str, Any], step: Step) -> str:
    form = campaign.form
    most = {
        Step.AGE: "作者满 14 周岁了吗？",
        Step.GUARDIAN: "孩子的监护人（父母等）叫什么名字？",
        Step.GUARDIAN_CONSENT: (
            f"请监护人 {answers.get(Step.GUARDIAN)} 本人看一看并选择：\n"
            f"{campaign.consents[ConsentKind.GUARDIAN].text}"
        ),
        Step.TITLE: f"作品叫什么名字？最多 {form.title.most} 字。",
        Step.AUTHORS: (
            f"作者是谁？几个人就都写上，用顿号隔开，最多 {form.authors.most} 人。例如：张三、李四"
        ),
        Step.ORGANISATION: "作者的单位或学校是？个人投稿可以点“没有单位”。",
        Step.PHONE: "联系电话是多少？只用来联系您，不会公开。",
        Step.CATEGORY: "作品属于哪一类？",
        Step.SYNOPSIS: (
            f"用几句话介绍一下作品，{form.synopsis.least} 到 {form.synopsis.most} 字。"
        ),
    }
    if step is Step.PHONE and answers.get(Step.AGE):
        return "监护人的联系电话是多少？只用来联系，不会公开。"
    return most[step]


def _choices(campaign: Campaign, step: Step) -> tuple[Button, ...]:
    match step:
        case Step.AGE:
            return (
                Button("已满 14 周岁", "submit:age:no"),
                Button("未满 14 周岁", "submit:age:yes"),
            )
        case Step.GUARDIAN_CONSENT:
            return (Button("我是监护人，我同意", "submit:guardian"),)
        case Step.ORGANISATION:
            return (Button("没有单位", "submit:alone"),)
        case Step.CATEGORY:
            return tuple(
                Button(category, f"submit:category:{number}")
                for number, category in enumerate(campaign.categories)
            )
        case _:
            return ()
