"""What the person at the terminal reads: what runs where, or the one line why it does not."""

from datetime import datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def port_taken(host: str, port: int) -> str:
    """Say that the address is in use."""
    return (
        f"没有启动：{host}:{port} 已被别的程序占用。换一个端口再试，例如 PORT={port + 1} make run"
    )


def address_unusable(host: str, reason: str) -> str:
    """Say that the host cannot be listened on."""
    return f"没有启动：不能在 {host} 上提供服务（{reason}）。请检查 HOST。"


def data_unwritable(folder: str, reason: str) -> str:
    """Say that the data folder cannot be used."""
    return (
        f"没有启动：数据文件夹 {folder} 不能写入（{reason}）。"
        "请检查权限和磁盘空间，或用 DATA_DIR 换一个文件夹。"
    )


def media_unwritable(folder: str, reason: str) -> str:
    """Say that citizens' files cannot be kept where they are to be kept."""
    return (
        f"没有启动：存放视频的文件夹 {folder} 不能写入（{reason}）。"
        "请检查权限和磁盘空间，或用 MEDIA_URL 换一个文件夹。"
    )


def already_running(folder: str) -> str:
    """Say that another process uses the data folder."""
    return f"没有启动：另一个质小通正在使用数据文件夹 {folder}。请先停掉它，或用 DATA_DIR 换一个。"


def database_unreachable(reason: str) -> str:
    """Say that the database does not answer."""
    return f"没有启动：数据库打不开（{reason}）。请检查 DATABASE_URL 和磁盘空间。"


def knowledge_broken(faults: str) -> str:
    """Say that there is no knowledge but a broken one, with its first faults."""
    return f"没有启动：知识库有错。\n{faults}\n改好后重试；用 python -m faq check 可以看全部。"


def stations_broken(reason: str) -> str:
    """Say that the stations file cannot be used."""
    return f"没有启动：服务站名录有错（{reason}）。请改好 faq/data/stations.yaml 后重试。"


def migrated(copy: str | None) -> str:
    """Say that the database was brought to the newest shape."""
    kept = f"，升级前的副本在 {copy}" if copy else ""
    return f"数据库已就绪{kept}。"


def serving(address: str) -> str:
    """Say where the page is."""
    return f"网页　　：{address} （已打开，按 Ctrl-C 停止）"


def telegram(*, is_on: bool) -> str:
    """Say whether Telegram is on and how to turn it on."""
    return "Telegram：已打开" if is_on else "Telegram：未打开（设置 TELEGRAM_TOKEN 后打开）"


def wechat(*, is_on: bool) -> str:
    """Say whether the WeChat Official Account is on and how to turn it on."""
    if is_on:
        return "微信　　：已打开（公众平台的服务器地址填 PUBLIC_URL 加 /wechat）"
    return "微信　　：未打开（设置 WECHAT_TOKEN 等后打开，步骤见 docs/wechat.md）"


SEED_CHANGED = "随程序来的新版文字，请核对后再上线"
"""Written beside a shipped text that changed and arrived as a draft."""


def knowledge(entries: int, unsigned: int, to_review: int = 0, waiting: int = 0) -> str:
    """Say how much is told and whose rules hold; how much of it nobody has signed."""
    seed = [
        f"种子有 {to_review} 条改动已作为草稿待审" if to_review else "",
        f"种子有 {waiting} 条改动等现有草稿处理完再进来" if waiting else "",
    ]
    rules = "；".join(["来自数据库", *filter(None, seed)])
    return f"知识　　：{entries} 条（{rules}），其中 {unsigned} 条待本单位审定"


def seed_broken(faults: int) -> str:
    """Say that the shipped entries were left out because their files have faults."""
    return (
        f"种子　　：随程序来的知识文件有 {faults} 处错，这次没有取用；数据库里的知识照常使用。"
        "用 python -m faq check 可以看全部"
    )


def samples(stations: int, campaign: str, closes: datetime) -> str:
    """Say what is sample data."""
    day = closes.astimezone(CHINA)
    return (
        f"示例　　：{stations} 个服务站和征集活动“{campaign}”（到 {day:%Y-%m-%d} 止）是示例，"
        "上线前请换成真实数据"
    )


def data(folder: str) -> str:
    """Say where the data is kept."""
    return f"数据　　：{folder}"


STOPPING = "正在停止：先处理完手上的消息……"
STOPPED = "已停止。数据都已保存。"
