"""What the people who run the bot read at the terminal."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from desk.hot import DAYS, LEAST, MOST, Asked
from desk.unanswered import Kind, Ticket, Unanswered

CHINA = ZoneInfo("Asia/Shanghai")

ABOUT = "质小通：市场监督管理局的质量问答与微视频征集机器人"
COMMAND = "命令"
ACTION = "动作"
RUN = "启动"
FILE = "文件"
FOLDER = "文件夹"
NUMBER = "编号"
DAYS_SHOWN = "天数"
ROWS = "条数"
MIGRATE = "把数据库升级到当前版本（先留副本）"
BACKUP = "备份数据库"
RESTORE = "用备份文件恢复数据库（先停掉机器人）"
UNANSWERED = "没答上的问题、没解决和内容有误的反馈、找人工的记录"
UNANSWERED_LIST = "列出还没处理的"
UNANSWERED_CLOSE = "按编号标为已处理"
ASKED = "市民问得最多的条目和次数"
ASKED_DAYS = "看最近几天，默认 30"
ASKED_MOST = "最多列几条，默认 20"
NOT_SQLITE = "这个命令只管 SQLite 文件；PostgreSQL 请用 pg_dump 和 pg_restore。"

KINDS = {Kind.UNKNOWN: "没答上", Kind.UNSOLVED: "没解决", Kind.WRONG: "内容有误"}


def no_records(file: str) -> str:
    """Say that nothing was kept here yet, or that this is the wrong folder."""
    return (
        f"还没有数据：{file} 不存在。请先运行一次 python -m bot run；"
        "如果已经运行过，请检查 DATA_DIR（或 DATABASE_URL）是不是和运行时一样。"
    )


def question_line(question: Unanswered) -> str:
    """Show one open question in a line."""
    entry = f"　条目 {question.entry_id}" if question.entry_id else ""
    return (
        f"{question.receipt}　{question.created_at.astimezone(CHINA):%m-%d %H:%M}　"
        f"{KINDS[question.kind]}　{question.text}{entry}　（{question.channel}）"
    )


def ticket_line(ticket: Ticket) -> str:
    """Show one open wish for a person in a line."""
    return (
        f"{ticket.receipt}　{ticket.created_at.astimezone(CHINA):%m-%d %H:%M}　找人工　"
        f"{ticket.text or '（点了按钮）'}　（{ticket.channel}）"
    )


def waiting(questions: int, tickets: int) -> str:
    """Count what waits."""
    if not questions and not tickets:
        return "没有待处理的问题。"
    return f"共 {questions} 个问题、{tickets} 个找人工的记录待处理。时间是北京时间。"


def closed(number: str) -> str:
    """Say that it is done."""
    return f"{number} 已标为处理完。"


def not_open(number: str) -> str:
    """Say that there is no such open number."""
    return f"没有待处理的编号 {number}。"


def asked_line(place: int, asked: Asked, title: str | None) -> str:
    """Show one entry with how often it was asked."""
    named = title or "（知识库里已没有这一条）"
    return f"{place}　{asked.count} 次　{named}　{asked.entry_id}"


def asked_rules(count: int, days: int) -> str:
    """Say how it was counted, and from when on the menu shows a question."""
    seen = f"最近 {days} 天问到 {count} 条。" if count else f"最近 {days} 天还没有答过问题。"
    return (
        f"{seen}按北京时间，同一段对话同一天同一条只计一次，不记是谁。\n"
        f"菜单里的热门问题：近 {DAYS} 天满 {LEAST} 次、仍在有效期内的前 {MOST} 条。"
    )


def backed_up(path: str) -> str:
    """Say where the copy is."""
    return f"已备份到 {path}"


def backup_failed(reason: str) -> str:
    """Say why there is no copy."""
    return f"备份没有成功：{reason}"


def no_backup(path: str) -> str:
    """Say that a file is no backup."""
    return f"{path} 不是质小通的数据库备份，没有恢复。"


def restored(path: str) -> str:
    """Say that the records are those of the backup."""
    return f"已用 {path} 恢复。下次启动时会自动升级到当前版本。"


RESTORE_FILE = "备份文件"
UNANSWERED_MOST = "最多列几条，默认 200"
UNANSWERED_NUMBER = "unanswered list 每行开头的编号"
DOCTOR = "体检：看看启动要用的东西都好不好"
NO_RECORDS_YET = "数据库：还没有，第一次启动时会建"


def finding(line: str, *, is_well: bool) -> str:
    """Mark a finding as well or not."""
    return f"{'好　' if is_well else '有错'}　{line}"


def data_folder(path: str) -> str:
    """Name the data folder."""
    return f"数据文件夹：{path}（要能写）"


def no_data_folder(path: str) -> str:
    """Name the data folder that is not there yet."""
    return f"数据文件夹：{path} 还没有，第一次启动时会建（如果已经启动过，请检查 DATA_DIR）"


def free_space(free: int) -> str:
    """Say how much of the disk is free; `free` in bytes."""
    return f"磁盘空间：还有 {free / 1024**3:.1f} GB（少于 1 GB 要清理）"


def records_unreadable(reason: str) -> str:
    """Say why the database cannot be read."""
    return f"数据库：打不开（{reason}）"


def records(*, is_newest: bool) -> str:
    """Say whether the database is of this version."""
    return "数据库：是当前版本" if is_newest else "数据库：需要升级，启动时会先留副本再升级"


def knowledge(live: int | None, broken: Sequence[str], faults: int) -> str:
    """Count what is live, name what of it is broken, say whether the shipped files are good."""
    now = "还没有取用，第一次启动时取用" if live is None else f"在线 {live} 条"
    worse = f"，读不出来的 {len(broken)} 条：{'、'.join(broken[:5])}" if broken else ""
    seed = f"有 {faults} 处错，用 python -m faq check 看详情" if faults else "没有错"
    return f"知识库：{now}{worse}；随程序来的种子{seed}"


def stations(count: int, samples: int) -> str:
    """Count stations and samples among them."""
    return f"服务站：{count} 个，其中示例 {samples} 个"


def stations_broken(reason: str) -> str:
    """Say why the stations cannot be used."""
    return f"服务站：名录有错（{reason}）"


ACCOUNTS = {
    "unverified_subscription": "未认证订阅号",
    "verified_subscription": "认证订阅号",
    "unverified_service": "未认证服务号",
    "verified_service": "认证服务号",
}
WECHAT_OFF = "微信公众号：没有打开（设 WECHAT_TOKEN 等，步骤见 docs/wechat.md）"
WECHAT_ANSWERS_ONLY = (
    "微信公众号：只能当场回答；设了 WECHAT_APP_ID 和 WECHAT_APP_SECRET 才能做别的"
)
WECHAT_LATER = "微信公众号：设置齐了；数据库升级到当前版本以后再查它的权限"


def perishing(until: Sequence[datetime]) -> str:
    """Count the films WeChat still has, with the instant the first of them will be deleted."""
    if not until:
        return "没取回的视频：没有"
    first = f"{min(until).astimezone(CHINA):%Y-%m-%d %H:%M}"
    return f"没取回的视频：{len(until)} 个，最早的微信只保留到 {first}"


def wechat_trouble(reason: str) -> str:
    """Say why WeChat did not tell what the account may do."""
    return f"微信公众号：{reason}"


def wechat_rights(kind: str, *, push: bool, media: bool, menu: bool) -> str:
    """Say what the account is and may do."""
    rights = {"事后再发": push, "取视频": media, "发布菜单": menu}
    able = "、".join(name for name, has in rights.items() if has)
    lacking = "、".join(name for name, has in rights.items() if not has)
    told = [f"能{able}" if able else "", f"不能{lacking}" if lacking else ""]
    return f"微信公众号：{ACCOUNTS[kind]}，" + "；".join(part for part in told if part)
