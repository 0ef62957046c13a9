"""How stations are shown: near ones first, with hours, distance, and 示例 where it is sample."""

from datetime import datetime

from aiogram.utils.formatting import Bold, Text

from faq.hours import BEIJING_TIME, Opening, OpeningState
from faq.stations import Found, ServiceKind, Station, StationQuery
from texts.reply import NAVIGATION, Button, Reply, Venue, rows

IN_DISTRICT = "st:d:"
WITH_SERVICE = "st:s:"
ONE = "st:i:"
NEARBY = "st:near"
ALL = "st:all"
METRES_PER_KILOMETRE = 1000
TODAY = "今天"

SERVICES = {
    ServiceKind.METROLOGY: "计量检定",
    ServiceKind.STANDARDS: "标准",
    ServiceKind.CERTIFICATION: "认证",
    ServiceKind.TESTING: "检验检测",
    ServiceKind.TRAINING: "培训",
    ServiceKind.AWARDS: "质量奖与品牌",
}

SAMPLE = "以下是示例站点，不是真实地址。真实名录以局方公布的为准，可拨 12345 询问。"
HOW_TO_SHARE = Reply(
    Text(
        "请把您的位置发给我，我按远近排：\n",
        "· 网页：点输入框旁的“＋”，选“位置”\n",
        "· 微信、Telegram：点“＋”或回形针，选“位置”\n",
        "位置只用来算这一次的距离，不保存。",
    )
)
NO_STATIONS = Reply(Text("现在没有可查的服务站名录。请拨 12345 询问离您近的服务站。"))


def start(districts: tuple[str, ...]) -> Reply:
    """Ask where or what for."""
    return Reply(
        Text(
            Bold("找“一站式”服务站"), "\n",
            "选区县，或者发位置找最近的；也可以直接打字，例如“盂县哪个站能检电子秤”。",
        ),
        (
            (Button("离我最近", NEARBY),),
            *_pairs([Button(name, f"{IN_DISTRICT}{name}") for name in districts]),
            (Button("按业务找", f"{WITH_SERVICE}-"),),
        ),
    )  # fmt: skip


def services() -> Reply:
    """Ask for the business."""
    buttons = [Button(name, f"{WITH_SERVICE}{kind}") for kind, name in SERVICES.items()]
    return Reply(Text("要办哪类业务？"), _pairs(buttons))


def found(stations: list[Found], openings: list[Opening], now: datetime) -> Reply:
    """List stations, the nearest first; the first one also as a place on a map."""
    first = stations[0].station
    lines = [
        f"{number}. {_line(one, opening, now)}"
        for number, (one, opening) in enumerate(zip(stations, openings, strict=True), start=1)
    ]
    head = f"{SAMPLE}\n\n" if any(one.station.is_sample for one in stations) else ""
    choices = [Button(one.station.name, f"{ONE}{one.station.id}") for one in stations]
    return Reply(
        Text(head, "\n".join(lines), "\n\n看详细请回复序号，或者点名称。"),
        (*rows(*choices), (Button("换个区县", f"{NAVIGATION}{ALL}"),)),
        None if first.point is None or stations[0].metres is None
        else venue(stations[0], openings[0], now),
    )  # fmt: skip


def one(station: Found, opening: Opening, now: datetime) -> Reply:
    """Show one station whole."""
    it = station.station
    head = f"{SAMPLE}\n\n" if it.is_sample else ""
    services = "、".join(name for kind, name in SERVICES.items() if kind in it.services)
    lines = [
        f"地址：{it.address or '待局方提供'}",
        f"电话：{it.phone or '待局方提供，可拨 12345 转问'}",
        f"业务：{services or '待局方提供'}",
        f"时间：{hours_line(it)}",
        f"现在：{state(opening, now)}",
    ]
    if station.metres is not None:
        lines.insert(1, f"距离：{distance(station.metres)}（直线）")
    return Reply(
        Text(head, Bold(it.name), "\n", "\n".join(lines)),
        rows(Button("换个区县", f"{NAVIGATION}{ALL}")),
        venue(station, opening, now) if it.point else None,
    )


def nothing(query: StationQuery) -> Reply:
    """Say that no known station fits, and where to ask."""
    if query.elsewhere:
        said = f"我只知道阳泉的服务站，{query.elsewhere}的请拨当地 12345 询问。"
    else:
        service = SERVICES[query.service] if query.service else None
        what = "、".join(filter(None, [query.district, service]))
        said = f"名录里没有符合“{what}”的服务站。请换个条件，或拨 12345 询问。"
    return Reply(Text(said), rows(Button("换个区县", f"{NAVIGATION}{ALL}")))


def venue(station: Found, opening: Opening, now: datetime) -> Venue | None:
    """Make the card of a station: its point, and below its name what matters at the door."""
    it = station.station
    if it.point is None:
        return None
    parts = [it.address or "地址待局方提供", state(opening, now)]
    if station.metres is not None:
        parts.append(f"约 {distance(station.metres)}")
    return Venue(it.name, " · ".join(parts), it.point.latitude, it.point.longitude)


def state(opening: Opening, now: datetime) -> str:
    """Say whether somebody is there, or when next; before hours nobody has left work yet."""
    if opening.state is OpeningState.UNKNOWN:
        return "营业时间未知，去之前请先打电话问"
    until = opening.until
    if opening.state is OpeningState.OPEN:
        return f"现在营业，到 {until:%H:%M}" if until else "现在营业"
    if until is None:
        return "已下班"
    day = _day(until, now)
    return f"{'现在没开门' if day == TODAY else '已下班'}，{day} {until:%H:%M} 开门"


def hours_line(station: Station) -> str:
    """Say the hours of working days and of other days."""
    if station.hours is None:
        return "待局方提供"
    spans = [
        "、".join(f"{begin:%H:%M}—{end:%H:%M}" for begin, end in part)
        for part in (station.hours.workdays, station.hours.holidays)
    ]
    return f"工作日 {spans[0] or '休息'}；休息日 {spans[1] or '休息'}"


def distance(metres: float) -> str:
    """Say a distance as people do."""
    if metres < METRES_PER_KILOMETRE:
        return f"{max(round(metres, -1), 10):.0f} 米"
    return f"{metres / METRES_PER_KILOMETRE:.1f} 公里"


def _line(found: Found, opening: Opening, now: datetime) -> str:
    parts = [found.station.name]
    if found.metres is not None:
        parts.append(f"约 {distance(found.metres)}")
    parts.append(state(opening, now))
    return "，".join(parts)


def _day(instant: datetime, now: datetime) -> str:
    days = (instant.date() - now.astimezone(BEIJING_TIME).date()).days
    return {0: TODAY, 1: "明天"}.get(days, f"{instant.month} 月 {instant.day} 日")


def _pairs(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))
