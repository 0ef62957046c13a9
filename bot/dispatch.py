"""The one dispatcher: which conversation is asked first, and what handlers are given."""

from aiogram import Dispatcher

from bot.dialogue import TurnStorage
from handlers.albums import build_albums_router
from handlers.ask import build_ask_router
from handlers.groups import build_groups_router
from handlers.menu import build_menu_router
from handlers.mine import build_mine_router
from handlers.mydata import build_mydata_router
from handlers.other import build_other_router
from handlers.receipts import build_receipts_router
from handlers.stations import build_stations_router
from handlers.stopped import build_stopped_router
from handlers.submit import build_submit_router


def build_dispatcher() -> Dispatcher:
    """Put the routers in order: the form takes every text it is left, the fallback comes last."""
    dispatcher = Dispatcher(storage=TurnStorage())
    dispatcher.include_routers(
        build_albums_router(),
        build_stopped_router(),
        build_groups_router(),
        build_menu_router(),
        build_mydata_router(),
        build_receipts_router(),
        build_mine_router(),
        build_stations_router(),
        build_submit_router(),
        build_ask_router(),
        build_other_router(),
    )
    return dispatcher
