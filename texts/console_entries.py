"""What the staff read about entries: phases, standings, hints, refusals of the rules."""

from collections.abc import Mapping
from datetime import datetime

from faq.editorial.hints import Hint, Level
from faq.editorial.lifecycle import Bar, Phase
from faq.editorial.standing import Standing
from faq.entry import Evidence
from texts import console

FIELDS = {
    "id": "编号", "topic": "主题", "standard_question": "标准问", "similar_questions": "相似问",
    "answer": "答案", "sources": "出处", "evidence": "证据等级", "as_of": "截至",
    "valid_from": "生效日", "valid_until": "有效到", "review_by": "复核日", "related": "相关条目",
    "title": "名称", "number": "文号", "article": "条款", "date": "日期", "url": "网址",
    "reviewed_by": "审定人", "reviewed_on": "审定日", "note": "修改说明", "owner_id": "负责人",
}  # fmt: skip
PHASES = {
    Phase.DRAFT: "草稿",
    Phase.IN_REVIEW: "待审",
    Phase.SCHEDULED: "已定时",
    Phase.LIVE: "已上线",
    Phase.ARCHIVED: "已下架",
}
PHASE_COLOURS = {
    Phase.DRAFT: "plain",
    Phase.IN_REVIEW: "info",
    Phase.SCHEDULED: "info",
    Phase.LIVE: "ok",
    Phase.ARCHIVED: "plain",
}
STANDINGS = {
    Standing.NOT_LIVE: "市民看不到",
    Standing.NOT_YET: "未到生效日",
    Standing.GOOD: "有效",
    Standing.REVIEW_SOON: "快到复核日",
    Standing.REVIEW_DUE: "该复核了",
    Standing.EXPIRING: "即将到期",
    Standing.EXPIRED: "已过期",
}
STANDING_COLOURS = {
    Standing.NOT_LIVE: "plain",
    Standing.NOT_YET: "plain",
    Standing.GOOD: "ok",
    Standing.REVIEW_SOON: "info",
    Standing.REVIEW_DUE: "warn",
    Standing.EXPIRING: "warn",
    Standing.EXPIRED: "error",
}
EVIDENCES = (
    ("", "请选择"),
    (Evidence.A.value, "A：在正式文本里读到"),
    (Evidence.RELAYED.value, "A转：在转载件里读到"),
    (Evidence.B.value, "B：公认的常识，没有读到原文"),
)
ORIGINS = {
    "seed": "随系统自带", "console": "后台编辑", "sheet": "表格导入", "import": "文件导入",
    "rollback": "回退",
}  # fmt: skip
SIGNED = "已审定"
UNSIGNED = "待本单位审定"
NOBODY = "未指定"
LEVELS = {Level.ERROR: "必须改", Level.WARN: "请留意", Level.INFO: "供参考"}
LEVEL_COLOURS = {Level.ERROR: "error", Level.WARN: "warn", Level.INFO: "info"}

NO_SUCH_ENTRY = "没有这个条目，可能编号写错了。请从“知识条目”里找。"
NO_SUCH_REVISION = "没有这个版本。"
NO_PREVIEW = "填好标准问和答案，这里就能看到预览。系统刚启动时要等几秒。"
SAVED = "已存为草稿。市民看到的还是原来的内容。"
SAVED_NEW = "新条目已存为草稿，送审并审定后市民才看得到。"
NOT_READY = "还没有送审：提示里标着“必须改”的地方改好才能送审。草稿已经存好。"
UNCHANGED = "内容没有变化，没有生成新版本。"
SUBMITTED = "已送审。审定人会在“待审”里看到。"
WITHDRAWN = "已撤回，现在是草稿。"
RETURNED = "已退回，作者会看到原因。"
APPROVED = "已审定上线，市民现在就能看到。"
APPROVED_ALONE = "已按单人审定模式上线，审计里记下了这是本人审定自己的稿件。"
ARCHIVED = "已下架，市民看不到了。以后可以恢复。"
RESTORED = "已恢复为草稿，送审并审定后才会重新上线。"
ROLLED_BACK = "已回退，市民现在看到的是所选版本的内容。"
ROLLED_BACK_DRAFT = "已按所选版本生成草稿，送审并审定后上线。"
OWNED = "负责人已更新。"
SEEN = "已标记为看过。"
CHOSE_NOTHING = "没有选中任何条目。请先勾选，再点“审定所选”。"
NOTHING_TO_SIGN = "这里没有等待审定的上线条目。"
OWNER_GONE = "这位负责人已不在名单里，请重新选择。"
ID_TAKEN = "这个编号已经有条目在用，请换一个。"
ID_RESERVED = "这个编号留给系统使用，请换一个。"
WORSE_UNACCEPTED = "重放发现有问题会答得更差。确认可以接受后，请勾选再审定。"
NEEDS_MOMENT = "请填写上线时间，例如 2026-12-01 09:00（北京时间）。"


def withheld(word: str) -> str:
    """Say that a text holds a sensitive word."""
    return (
        f"内容里有敏感词“{word}”，不能送审或上线。确属正常用语的，请管理员在“词语”里加入放行名单。"
    )


def scheduled(at: datetime) -> str:
    """Say when a text will go live."""
    return f"已审定，将在 {console.minute(at)}（北京时间）自动上线。"


def signed(count: int, skipped: int) -> str:
    """Say how many texts were signed."""
    rest = f"；{skipped} 条刚刚有变化或不能由您审定，没有动" if skipped else ""
    return f"已审定 {count} 条{rest}。"


def overtaken(phase: Phase) -> str:
    """Say that the entry was changed since the page was opened: by others, or a second click."""
    return f"这一条在您打开页面以后有过变化（现在是“{PHASES[phase]}”），请看过再操作。"


_BARS: Mapping[Bar, str] = {
    Bar.NOT_AN_EDITOR: "这一步要由“编辑”来做。",
    Bar.NOT_AN_APPROVER: "这一步要由“审定”来做。",
    Bar.OWN_TEXT: "自己写的或改过的稿件，要由另一位审定人来审定。",
    Bar.HAS_FAULTS: "还有 {count} 处必须改的地方，改好才能继续。",
    Bar.NO_REASON: "请写明原因，让同事知道为什么。",
    Bar.IN_THE_PAST: "上线时间已经过去了，请选以后的时间，或直接选“现在上线”。",
    Bar.TOO_FAR: "上线时间超过 {days} 天以后，请检查年份。",
    Bar.NOT_YET: "还没到上线时间。",
    Bar.NOTHING_LIVE: "这一条还没有上线的内容，无从审定。",
    Bar.ALREADY_SIGNED: "这一条已经审定过了。",
    Bar.ALREADY_LIVE: "这个版本就是市民现在看到的内容，不用回退。",
}


def barred(bar: Bar, facts: Mapping[str, object]) -> str:
    """Say why an act is not allowed."""
    if bar is Bar.WRONG_PHASE:
        return f"这一条现在是“{PHASES[Phase(str(facts['phase']))]}”，不能这样操作。"
    return _BARS[bar].format(**facts)


_HINTS: Mapping[str, str] = {
    # faults of the text itself, in the words of the form
    "missing": "还没填{label}。",
    "not_text": "{label}应是一段文字。",
    "not_texts": "{label}里有空白的一行。",
    "not_a_date": "{label}不是存在的日期，请写成 2026-11-22 这样，现在是“{value}”。",
    "too_long": "{label}太长：{length} 字，最多 {limit} 字。",
    "too_many": "{label}太多：{count} 个，最多 {limit} 个。",
    "bad_id": "编号“{value}”不合规：只用小写字母、数字和连字符，最长 48 个，如 award-fee。",
    "bad_evidence": "请选择证据等级。",
    "bare_source": "出处“{title}”缺少依据：文号、条款、日期至少写一项。",
    "bad_url": "网址“{value}”不是官方页面，只收 *.gov.cn 和 12315.cn 的网址，否则请留空。",
    "dates_reversed": "生效日晚于有效到的日期。",
    "half_signed": "审定人和审定日要么都填，要么都空。",
    "empty_wording": "问法“{value}”去掉标点后没有内容。",
    "unknown_related": "相关条目“{value}”不存在。",
    "related_to_itself": "相关条目不能选自己。",
    "duplicate_wording": "问法“{value}”与条目 {other} 的问法相同。",
    "repeated_wording": "问法“{value}”在本条里写了两次。",
    "few_wordings": "只有 {count} 个相似问，建议 6—10 个，机器人才认得准。",
    "expired": "有效期到 {day} 已过，机器人不会给出这一条，请更新。",
    "review_due": "应在 {day} 前复核，已经过了。",
    # what the knowledge in force and the calendar say
    "same_wording": "“{wording}”已经是《{title}》的问法，同一个问法不能属于两条。",
    "drafted_wording": "“{wording}”在还没上线的《{title}》里也有，两条只能留一条。",
    "near_wording": "“{wording}”很像《{title}》的问法“{theirs}”（相似 {likeness:.2f}）。",
    "answered_by": "“{wording}”现在会答《{title}》，请确认该由哪一条来答。",
    "related_not_live": "相关条目“{value}”还没有上线，市民暂时看不到它的按钮。",
    "expiring": "有效期只剩 {days} 天（到 {day}）。",
    "as_of_ahead": "截至日 {day} 在今天之后，请核对。",
    "as_of_long_ago": "截至日 {day} 已过一年，建议重新核对原文。",
    "review_after_end": "复核日 {day} 在有效期 {until} 之后，到期前不会提醒复核。",
    "source_after_as_of": "出处“{title}”的日期 {day} 晚于截至日 {as_of}，请核对。",
    "unnamed_law": "答案提到《{name}》，出处里没有它。",
    "other_phone": "答案里的电话 {phone} 与服务站“{station}”登记的 {theirs} 不一样。",
    "sensitive": "内容里有敏感词“{word}”，不能送审。",
}


def hint(one: Hint) -> str:
    """Say one hint in the words of the form."""
    name = str(one.facts.get("field") or one.at)
    label = FIELDS.get(name, name)
    if one.at == "sources" and one.item and name != "sources":
        label = f"第 {one.item} 条出处的{label}"
    elif one.item and one.at == "similar_questions":
        label = f"第 {one.item} 个相似问"
    return _HINTS[one.kind].format(**{**one.facts, "label": label})


REMINDERS = {"review": "复核日", "validity": "有效期"}


def reminder(kind: str, days: int, due: str) -> str:
    """Say that a review or the end of validity is near or past."""
    what = REMINDERS[kind]
    if days < 0:
        return f"{what} {due} 已过 {-days} 天"
    return f"{what}就在今天" if days == 0 else f"{what} {due}，还有 {days} 天"


def channel_note(channel: str, sizes: list[int], limit: int | None, *, is_pushed: bool) -> str:
    """Say how much of a channel's room an answer takes, and what comes later."""
    if channel == "web" or limit is None:
        return ""
    unit = "字节" if channel == "wechat" else "字"
    room = f"{sizes[0]:,} / {limit:,} {unit}"
    if len(sizes) == 1:
        return f"{room}，一条说完。"
    later = "其余随后自动发送" if is_pushed else "其余等市民回复“继续”才发"
    return f"分成 {len(sizes)} 条，第一条 {room}；{later}。"


CHANNELS = {"web": "网页", "telegram": "Telegram", "wechat": "微信"}


def missing(field: str) -> str:
    """Say that a field has to be filled in."""
    return f"还没填{FIELDS[field]}。"


def barred_phase(phase: Phase) -> str:
    """Say that nothing can be written now."""
    return barred(Bar.WRONG_PHASE, {"phase": phase})
