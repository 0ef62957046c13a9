"""The menu below the chat in WeChat (自定义菜单): read from a file, compared, published."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import ndiff
from pathlib import Path
from typing import Any

from aiogram import Dispatcher

from bot.channels.wechat.api import WeChatApi
from bot.channels.wechat.errors import WeChatError
from faq.faults import Fault, FaultKind, sentence
from faq.fields import Fields
from faq.load import read_nodes
from handlers.filters import Data
from texts import wechat_menu as texts

MENU_FILE = Path(__file__).parent / "menu.yaml"
SITE = "{site}"
MOST, MOST_BELOW = 3, 5
NAME_BYTES, NAME_BYTES_BELOW = 16, 60
KEY_BYTES, URL_BYTES = 128, 1024
"""Limits of developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu."""

CLICK, VIEW = "click", "view"
NO_MENU = 46003
BELOW = frozenset({"name", "key", "url"})
TOP = BELOW | {"sub"}
ANY_LENGTH = 10**6
URL = re.compile(r"https?://\S+")
TARGETS = ("key", "url", "value", "media_id", "article_id", "appid")
NO_LIST = frozenset({FaultKind.NOT_A_LIST, FaultKind.NOT_TEXTS})


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `kind` is WeChat's word for what it does; one with `items` only opens them."""

    name: str
    kind: str = ""
    target: str = ""
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Menu:
    """What a file asks for; `left_out` names items that need the public address."""

    items: tuple[Item, ...]
    left_out: tuple[str, ...]


class BadMenuError(Exception):
    """The file cannot be a menu; the message has a line for every fault in it."""


def read(file: Path, site: str | None, known: Iterable[str]) -> Menu:
    """Read a menu; `site` is the public address, `known` are the beginnings of usable keys.

    Raises `BadMenuError`.
    """
    nodes, faults = read_nodes(file, file.name, TOP)
    reader = _Reader(file.name, site, tuple(sorted(known)))
    reader.take(faults)
    top = [Fields(node, file.name, TOP) for node in nodes]
    items = reader.items(top, MOST, NAME_BYTES, 1)
    if not items and not reader.faults:
        reader.note(1, texts.EMPTY)
    if reader.faults:
        lines = (texts.fault(file.name, *fault) for fault in sorted(reader.faults))
        raise BadMenuError("\n".join(lines))
    return Menu(items, tuple(reader.left_out))


@dataclass(slots=True)
class _Reader:
    file: str
    site: str | None
    known: tuple[str, ...]
    faults: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def note(self, line: int, said: str) -> None:
        self.faults.append((line, said))

    def take(self, faults: Sequence[Fault]) -> None:
        for fault in faults:
            said = sentence(fault).removeprefix(texts.fault(self.file, fault.place.line, ""))
            self.note(fault.place.line, texts.NOT_A_LIST if fault.kind in NO_LIST else said)

    def items(
        self, given: Sequence[Fields], most: int, name_bytes: int, line: int
    ) -> tuple[Item, ...]:
        if len(given) > most:
            self.note(line, texts.TOO_MANY.format(count=len(given), limit=most))
        read = [self.item(fields, name_bytes) for fields in given]
        return tuple(item for item in read if item is not None)

    def item(self, fields: Fields, name_bytes: int) -> Item | None:
        name = fields.text("name", ANY_LENGTH, required=True) or ""
        key, url = fields.text("key", ANY_LENGTH), fields.text("url", ANY_LENGTH)
        below = fields.mappings("sub", BELOW)
        self.measure(fields, "name", name, name_bytes)
        self.take(fields.faults)
        if [bool(key), bool(url), bool(below)].count(True) != 1:
            self.note(fields.place_of("name").line, texts.ONE_OF.format(name=name))
        if below:
            line = fields.place_of("sub").line
            items = self.items(below, MOST_BELOW, NAME_BYTES_BELOW, line)
            return Item(name, items=items) if items else None
        return self.page(fields, name, url) if url else self.button(fields, name, key or "")

    def button(self, fields: Fields, name: str, key: str) -> Item:
        self.measure(fields, "key", key, KEY_BYTES)
        if key and not key.startswith(self.known):
            said = texts.UNKNOWN_KEY.format(target=key, known="、".join(self.known))
            self.note(fields.place_of("key").line, said)
        return Item(name, CLICK, key)

    def page(self, fields: Fields, name: str, url: str) -> Item | None:
        if SITE in url and self.site is None:
            self.left_out.append(name)
            return None
        whole = url.replace(SITE, self.site or "")
        self.measure(fields, "url", whole, URL_BYTES)
        if not URL.fullmatch(whole):
            self.note(fields.place_of("url").line, texts.BAD_URL.format(target=whole))
        return Item(name, VIEW, whole)

    def measure(self, fields: Fields, place: str, value: str, limit: int) -> None:
        count = len(value.encode())
        if count > limit:
            said = texts.TOO_LONG.format(field=place, value=value, count=count, limit=limit)
            self.note(fields.place_of(place).line, said)


def known_keys(dispatcher: Dispatcher) -> set[str]:
    """Return the beginnings of callback data that some conversation answers."""
    return {
        rule.callback.prefix
        for router in dispatcher.chain_tail
        for handler in router.callback_query.handlers
        for rule in handler.filters or ()
        if isinstance(rule.callback, Data)
    }


async def current(api: WeChatApi) -> tuple[Item, ...]:
    """Ask WeChat for the menu people see now, also one made by hand in its console.

    Raises what the API raises.
    """
    try:
        answer = await api.call("/cgi-bin/get_current_selfmenu_info")
    except WeChatError as refused:
        if refused.code == NO_MENU:
            return ()
        raise
    return items_of(answer.get("selfmenu_info")) if answer.get("is_menu_open") else ()


async def publish(api: WeChatApi, items: Sequence[Item]) -> None:
    """Replace WeChat's menu; raises what the API raises."""
    await api.call("/cgi-bin/menu/create", {"button": [_button(item) for item in items]})


def items_of(answer: Any) -> tuple[Item, ...]:  # noqa: ANN401 -- two shapes of WeChat's JSON
    """Read items as WeChat tells them: a list, or an object around one."""
    if isinstance(answer, Mapping):
        answer = answer.get("button") or answer.get("list")
    return tuple(_item_of(button) for button in answer or ())


def lines(items: Sequence[Item], depth: int = 0) -> list[str]:
    """Show a menu in lines, items below others indented."""
    shown = []
    for item in items:
        shown.append(texts.item(item.name, item.kind, item.target, depth))
        shown += lines(item.items, depth + 1)
    return shown


def changes(before: Sequence[Item], after: Sequence[Item]) -> list[str]:
    """Show both menus as one list of lines: kept, `-` taken away, `+` added."""
    return [line for line in ndiff(lines(before), lines(after)) if not line.startswith("?")]


def _item_of(button: Mapping[str, Any]) -> Item:
    name, items = str(button.get("name", "")), items_of(button.get("sub_button"))
    if items:
        return Item(name, items=items)
    target = next((str(button[each]) for each in TARGETS if button.get(each)), "")
    return Item(name, str(button.get("type", "")), target)


def _button(item: Item) -> dict[str, Any]:
    if item.items:
        return {"name": item.name, "sub_button": [_button(below) for below in item.items]}
    target = "key" if item.kind == CLICK else "url"
    return {"type": item.kind, "name": item.name, target: item.target}
