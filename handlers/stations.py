"""Finding a service station (找站点): by district, business, name, or where somebody is."""

from collections.abc import Sequence

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from desk.switches.switches import STATIONS
from faq import stations as finder
from faq.hours import opening
from faq.outcome import Context
from faq.points import Point, to_gcj02
from faq.stations import Found, ServiceKind, Station, StationQuery
from handlers.answering import chat_of, say
from handlers.context import Moment
from handlers.filters import Data, Has, Words
from handlers.menu import reminding
from handlers.stopped import Pausing
from handlers.topic import remember
from texts import stations as texts
from texts.reply import NAVIGATION, Reply

Stations = Sequence[Station]


def build_stations_router() -> Router:
    """Take the menu's word, its buttons, and shared locations."""
    router = Router(name="stations")
    router.message.middleware(Pausing(STATIONS))
    router.callback_query.middleware(Pausing(STATIONS))
    router.message.register(on_start, Words("找站点", "服务站", "找服务站", "站点"))
    router.message.register(on_start, Command("stations"))
    router.message.register(on_location, Has("location", "venue"))
    router.callback_query.register(on_start_tap, Data("menu:stations"))
    router.callback_query.register(on_start_tap, Data(f"{NAVIGATION}{texts.ALL}"))
    router.callback_query.register(on_nearby, Data(texts.NEARBY))
    router.callback_query.register(on_district, Data(texts.IN_DISTRICT))
    router.callback_query.register(on_service, Data(texts.WITH_SERVICE))
    router.callback_query.register(on_one, Data(texts.ONE))
    return router


async def on_start(
    message: Message, bot: Bot, stations: Stations, state: FSMContext, moment: Moment
) -> None:
    """Ask where or what for."""
    await _looked_for(StationQuery(), state, moment)
    await say(bot, message.chat.id, await reminding(_start(stations), state))


async def on_start_tap(
    query: CallbackQuery, bot: Bot, stations: Stations, state: FSMContext, moment: Moment
) -> None:
    """Ask where or what for, tapped."""
    await _looked_for(StationQuery(), state, moment)
    await say(bot, chat_of(query), await reminding(_start(stations), state))


async def on_nearby(query: CallbackQuery, bot: Bot) -> None:
    """Explain how to share a location."""
    await say(bot, chat_of(query), texts.HOW_TO_SHARE)


async def on_location(
    message: Message, bot: Bot, stations: Stations, state: FSMContext, moment: Moment
) -> None:
    """List the stations nearest to a shared location, which is not kept."""
    place = message.location
    if place is None:
        return
    here = to_gcj02(place.latitude, place.longitude)
    await _looked_for(StationQuery(), state, moment)
    await say(bot, message.chat.id, reply_to(StationQuery(), stations, moment, here))


async def on_district(
    query: CallbackQuery, rest: str, bot: Bot, stations: Stations, state: FSMContext,
    moment: Moment,
) -> None:  # fmt: skip
    """List the stations of a district."""
    sought = StationQuery(district=rest)
    await _looked_for(sought, state, moment)
    await say(bot, chat_of(query), reply_to(sought, stations, moment))


async def on_service(
    query: CallbackQuery, rest: str, bot: Bot, stations: Stations, state: FSMContext,
    moment: Moment,
) -> None:  # fmt: skip
    """Ask for the business, or list the stations that help with it."""
    kind = next((kind for kind in ServiceKind if kind.value == rest), None)
    if kind is None:
        await say(bot, chat_of(query), texts.services())
        return
    sought = StationQuery(service=kind)
    await _looked_for(sought, state, moment)
    await say(bot, chat_of(query), reply_to(sought, stations, moment))


async def on_one(
    query: CallbackQuery, rest: str, bot: Bot, stations: Stations, state: FSMContext,
    moment: Moment,
) -> None:  # fmt: skip
    """Show one station whole."""
    station = next((station for station in stations if station.id == rest), None)
    if station is None:
        await say(bot, chat_of(query), _start(stations))
        return
    await _looked_for(StationQuery(district=station.district, name=station.name), state, moment)
    hours = opening(station.hours, moment.now)
    await say(bot, chat_of(query), texts.one(Found(station), hours, moment.now))


def reply_to(
    query: StationQuery, stations: Stations, moment: Moment, here: Point | None = None
) -> Reply:
    """Find what fits a query and put it into words."""
    if not stations:
        return texts.NO_STATIONS
    if query == StationQuery() and here is None:
        return _start(stations)
    found = list(finder.find(stations, query, here))
    if not found:
        return texts.nothing(query)
    openings = [opening(one.station.hours, moment.now) for one in found]
    if len(found) == 1:
        return texts.one(found[0], openings[0], moment.now)
    return texts.found(found, openings, moment.now)


async def _looked_for(sought: StationQuery, state: FSMContext, moment: Moment) -> None:
    await remember(state, Context(stations=sought), moment.now)


def _start(stations: Stations) -> Reply:
    return texts.start(finder.districts(stations)) if stations else texts.NO_STATIONS
