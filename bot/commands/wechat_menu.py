"""`wechat-menu push|show|diff`: the menu below the chat in WeChat, for staff at the terminal."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from bot.channels.wechat import menu
from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.errors import (
    AwayError,
    BadCredentialsError,
    NoRightError,
    NotWhitelistedError,
    WeChatError,
)
from bot.channels.wechat.menu import BadMenuError, Item
from bot.commands.opened import open_records
from bot.dispatch import build_dispatcher
from bot.locks import StartError
from bot.settings import Settings
from bot.turns import utc_now
from texts import wechat_menu as texts
from texts.commands import ACTION, FILE

Work = Callable[[WeChatApi], Awaitable[int]]


def add_parser(commands: Any) -> None:  # noqa: ANN401 -- argparse keeps its type private
    """Add the command."""
    parser = commands.add_parser("wechat-menu", help=texts.COMMAND)
    actions = parser.add_subparsers(required=True, metavar=ACTION)
    actions.add_parser("show", help=texts.SHOW).set_defaults(run=_show)
    for name, says, run in (("diff", texts.DIFF, _diff), ("push", texts.PUSH, _push)):
        action = actions.add_parser(name, help=says)
        action.add_argument(
            "--file", metavar=FILE, type=Path, default=menu.MENU_FILE, help=texts.FILE
        )
        action.set_defaults(run=run)


def _show(_given: argparse.Namespace, settings: Settings) -> int:
    async def work(api: WeChatApi) -> int:
        items = await menu.current(api)
        _print(menu.lines(items) or [texts.NONE])
        return 0

    return _with_api(settings, work)


def _diff(given: argparse.Namespace, settings: Settings) -> int:
    wanted = _wanted(given, settings)

    async def work(api: WeChatApi) -> int:
        return 0 if _print_changes(await menu.current(api), wanted) else 1

    return _with_api(settings, work)


def _push(given: argparse.Namespace, settings: Settings) -> int:
    wanted = _wanted(given, settings)

    async def work(api: WeChatApi) -> int:
        if _print_changes(await menu.current(api), wanted):
            return 0
        await menu.publish(api, wanted)
        published = await menu.current(api)
        if published == wanted:
            print(texts.PUSHED)
            return 0
        _print([texts.DIFFERS, *menu.changes(published, wanted)])
        return 1

    return _with_api(settings, work)


def _wanted(given: argparse.Namespace, settings: Settings) -> tuple[Item, ...]:
    known = menu.known_keys(build_dispatcher())
    try:
        asked = menu.read(given.file, settings.public_url, known)
    except BadMenuError as bad:
        raise StartError(texts.refused_file(str(bad))) from None
    if asked.left_out:
        print(texts.left_out("、".join(asked.left_out)))
    return asked.items


def _print_changes(before: Sequence[Item], after: Sequence[Item]) -> bool:
    """Print what would change; return whether nothing does."""
    if before == after:
        print(texts.SAME)
        return True
    _print([texts.CHANGES, *menu.changes(before, after)])
    return False


def _print(lines: Sequence[str]) -> None:
    print("\n".join(lines))


def _with_api(settings: Settings, work: Work) -> int:
    app_id, secret = settings.wechat_app_id, settings.wechat_app_secret
    if not app_id or not secret:
        raise StartError(texts.NOT_SET)

    async def open_and_work() -> int:
        database = await open_records(settings)
        api = WeChatApi(app_id, secret, settings.wechat_api, database, utc_now)
        try:
            return await work(api)
        finally:
            await api.close()
            await database.close()

    try:
        return asyncio.run(open_and_work())
    except (WeChatError, AwayError) as problem:
        raise StartError(line_of(problem)) from None


def line_of(problem: WeChatError | AwayError) -> str:
    """Say in a line what WeChat answered and what can be done."""
    match problem:
        case NoRightError():
            return texts.no_right(problem.code)
        case NotWhitelistedError():
            return texts.not_whitelisted(problem.code, problem.message)
        case BadCredentialsError():
            return texts.bad_credentials(problem.code)
        case WeChatError():
            return texts.refused(problem.code, problem.message)
    return texts.away(str(problem))
