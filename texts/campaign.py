"""What staff read at the terminal about a campaign and its works."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from campaign.campaign import Campaign, ConsentKind, Phase
from campaign.export import MediaReport
from campaign.media.media import Media, MediaState
from campaign.submission import Change, State, Submission
from texts import check
from texts.mine import STATES

CHINA = ZoneInfo("Asia/Shanghai")

COMMAND = "微视频征集：活动、投稿、导出"
LIST = "列出活动和各状态的投稿数"
SHOW = "看一份投稿"
EXPORT = "导出投稿表（XLSX）和视频"
LOAD = "读入或更新一个活动（YAML 文件）"
RECEIPT = "投稿编号，如 V-……"
OUT = "放到哪个文件夹（默认当前文件夹下的 export-活动）"
CAMPAIGN = "哪个活动（默认当前活动）"
FILE = "活动的 YAML 文件"

PERISHING = "还在微信、没取回来的视频（到期微信就删，取不到会请作者重发）："
NO_CAMPAIGN = "还没有活动。第一次启动时会建一个示例活动，也可以用 campaign load 读入。"
SHEET = "投稿"
UNTITLED = "无题"

PHASES = {Phase.BEFORE: "未开始", Phase.OPEN: "征集中", Phase.AFTER: "已截止"}
CONSENTS = {
    ConsentKind.PERSONAL: "个人信息",
    ConsentKind.GUARDIAN: "监护人",
    ConsentKind.ORIGINALITY: "原创",
    ConsentKind.USE: "使用",
    ConsentKind.PORTRAIT: "肖像和音乐",
}
ACTORS = {"author": "作者", "check": "自动检查"}
MEDIA = {
    MediaState.FETCHING: "正在取文件",
    MediaState.STORED: "等待检查",
    MediaState.CHECKED: "检查通过",
    MediaState.BAD: "检查未通过",
    MediaState.UNCLEAR: "待人工核验",
    MediaState.LOST: "没取到文件",
    MediaState.DROPPED: "已删除",
}
HEADINGS = {
    "receipt": "编号",
    "title": "标题",
    "authors": "作者",
    "organisation": "单位",
    "phone": "电话",
    "category": "类别",
    "synopsis": "简介",
    "state": "状态",
    "channel": "渠道",
    "received_at": "收到时间（北京时间）",
    "duration": "时长",
    "resolution": "画面",
    "size_mb": "大小（MB）",
    "sha256": "SHA-256 前 16 位",
    "file_name": "文件名",
    "consents": "同意的条款",
    "remarks": "备注",
}
CHANNELS = {"web": "网页", "telegram": "Telegram", "wechat": "微信"}


def campaign_line(campaign: Campaign, counts: Mapping[State, int], now: datetime) -> str:
    """Show a campaign and how many works it has in each state."""
    works = "，".join(f"{STATES[state]} {counts[state]}" for state in State if counts.get(state))
    return (
        f"{campaign.id}　{campaign.name}　{PHASES[campaign.phase(now)]}　"
        f"{clock(campaign.opens_at)} 至 {clock(campaign.closes_at)}（北京时间）\n"
        f"　　{works or '还没有投稿'}"
    )


def work_line(work: Submission) -> str:
    """Show a work in a line; no phone."""
    authors = "、".join(work.answers.get("authors") or ())
    when = clock(work.received_at) if work.received_at else ""
    return f"{work.receipt}　{when}　{STATES[work.state]}　《{work.title}》　{authors}"


def perishing_line(media: Media, work: Submission | None) -> str:
    """Show a file that its channel will delete before it was fetched, perhaps."""
    name = f"{work.receipt or '草稿'}《{work.title or UNTITLED}》" if work else media.name
    return f"　　{name}　第 {media.version} 版　已试 {media.attempts} 次　{_until(media)}"


def work_sheet(
    work: Submission, media: Media | None, history: Sequence[Change], consents: str
) -> str:
    """Show everything about a work, the phone in full: staff call it."""
    answers = work.answers
    lines = [
        work_line(work),
        f"单位：{answers.get('organisation') or '没有单位'}",
        f"电话：{answers.get('phone') or '已删除'}",
        f"类别：{answers.get('category')}",
        f"监护人：{answers.get('guardian') or '已删除'}" if answers.get("under_14") else "",
        f"简介：{answers.get('synopsis')}",
        f"开始填写：{clock(work.created_at)}　渠道：{CHANNELS.get(work.channel, work.channel)}",
        f"同意：{consents}",
        _file(media),
        *(_step(change) for change in history),
    ]
    return "\n".join(line for line in lines if line)


def consent_list(given: Sequence[tuple[str, str, datetime]]) -> str:
    """List what was agreed to, in which version and when."""
    return "；".join(
        f"{CONSENTS[ConsentKind(kind)]}（{version}，{clock(at)}）" for kind, version, at in given
    )


def remarks(work: Submission, media: Media | None, history: Sequence[Change]) -> str:
    """Say what staff should know: doubts of the check, the same file elsewhere."""
    notes = []
    if work.answers.get("under_14"):
        notes.append(f"作者未满 14 周岁，监护人 {work.answers.get('guardian') or '已删除'}")
    if media is not None and media.state is not MediaState.CHECKED:
        notes.append(MEDIA[media.state])
    if media is not None and media.verdict is not None:
        notes.extend(check.problem(fault) for fault in media.verdict.warnings)
    notes.extend(_twins(change) for change in history if change.reason and _twins(change))
    return "；".join(notes)


def not_found(number: str) -> str:
    """Say that there is no such work."""
    return f"没有编号 {number} 的投稿。"


def no_such_campaign(number: str) -> str:
    """Say that there is no such campaign."""
    return f"没有活动 {number}。用 campaign list 看有哪些。"


def progress(done: int, total: int) -> str:
    """Show how far the copying is, in a line that is written over."""
    share = 100 * done // total if total else 100
    return f"\r视频 {share}%（{check.size(done)}/{check.size(total)}）"


def exported(count: int, table: str, report: MediaReport) -> str:
    """Say what was written where."""
    lines = [
        f"已导出 {count} 份投稿：{table}",
        f"视频：新复制 {report.copied} 个，已有 {report.already} 个。",
    ]
    if report.missing:
        lines.append(f"找不到文件的 {len(report.missing)} 个：{'、'.join(report.missing)}")
    lines.append("表里有个人电话，请妥善保管，用完删除。")
    return "\n".join(lines)


def unwritable(folder: str, reason: str) -> str:
    """Say that the folder cannot be written."""
    return f"没有导出：{folder} 写不进去（{reason}）。"


def loaded(campaign: Campaign) -> str:
    """Say that a campaign is in force."""
    return (
        f"已读入活动 {campaign.id}：{campaign.name}，"
        f"{clock(campaign.opens_at)} 至 {clock(campaign.closes_at)}（北京时间）。"
    )


def bad_campaign(file: str, field: str) -> str:
    """Say what is wrong with a campaign file."""
    return f"没有读入：{file} 里的 {field} 缺少或写错了。可以照 campaign/data/sample.yaml 来写。"


def unreadable(file: str, reason: str) -> str:
    """Say that a file cannot be read as YAML."""
    return f"没有读入：{file} 读不出来（{reason}）。"


def clock(instant: datetime) -> str:
    """Show an instant in Beijing time."""
    return f"{instant.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _file(media: Media | None) -> str:
    if media is None:
        return "视频：没有"
    words = [f"视频：第 {media.version} 版", media.name, MEDIA[media.state]]
    if media.size is not None:
        words.append(check.size(media.size))
    if media.key is not None:
        words.append(media.key)
    if media.gone_at is not None:
        words.append(_until(media))
    told = f"\n{check.verdict(media.verdict)}" if media.verdict else ""
    return "　".join(words) + told


def _until(media: Media) -> str:
    return f"{CHANNELS[media.channel]}只保留到 {clock(media.gone_at)}" if media.gone_at else ""


def _step(change: Change) -> str:
    actor = ACTORS.get(change.actor, change.actor)
    reason = f"（{change.reason}）" if change.reason else ""
    return f"{clock(change.at)}　{STATES[change.before]} → {STATES[change.after]}　{actor}{reason}"


def _twins(change: Change) -> str:
    start = "same file as "
    reason = change.reason or ""
    return f"与 {reason.removeprefix(start)} 的文件完全相同" if reason.startswith(start) else ""
