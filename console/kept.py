"""Nothing typed is lost when a session ends in the middle of an edit: what came is kept.

Somebody who has to sign in again does so on a page that holds the fields, and then submits them
once more by their own hand.
"""

from collections.abc import Iterable
from typing import cast
from urllib.parse import urlencode

from aiohttp import web

from console.visit import Visit
from texts import console as words

PREFIX = "kept."
PATH_FIELD = "kept_path"
Fields = list[tuple[str, str]]


async def ask_to_sign_in(visit: Visit) -> web.Response:
    """Ask whoever is not signed in to do so; what they sent is held by the page."""
    if visit.is_for_script:
        return visit.json({"error": words.SIGNED_OUT_SHORT}, 401)
    wanted = below_console(visit.request.path_qs)
    if visit.request.method == "GET":
        query = "?" + urlencode({"next": wanted}) if wanted != "/" else ""
        return visit.go("/sign-in" + query)
    return show_signed_out(visit, wanted, await fields_of(visit))


async def give_back(visit: Visit) -> web.Response:
    """Refuse a form that is not of this session, and give back what was filled in."""
    if visit.is_for_script:
        return visit.json({"error": words.STALE_SHORT}, 403)
    return visit.show("stale.html", 403, fields=readable(await fields_of(visit)))


async def fields_of(visit: Visit) -> Fields:
    """Return the text fields that came, but for the token and passwords."""
    form = await visit.form()
    return [
        (name, value)
        for name, value in cast("Iterable[tuple[str, object]]", form.items())
        if isinstance(value, str) and name != "csrf" and "password" not in name
    ]


def show_signed_out(
    visit: Visit, path: str, fields: Fields, problem: str | None = None
) -> web.Response:
    """Return the page that holds `fields` while somebody signs in again."""
    held = [(PREFIX + name, value) for name, value in fields]
    return visit.show(
        "signed_out.html", 401, path=path, held=held, fields=readable(fields), problem=problem
    )


def held_fields(form: Iterable[tuple[str, str]]) -> Fields:
    """Return the fields such a page held."""
    return [(name.removeprefix(PREFIX), value) for name, value in form if name.startswith(PREFIX)]


def below_console(path: str) -> str:
    """Return a path of ours below /console, or `/` where it leads anywhere else."""
    below = path.removeprefix("/console")
    is_ours = below.startswith("/") and not below.startswith("//") and below.isprintable()
    return below if is_ours and "\\" not in below and ".." not in below else "/"


def readable(fields: Fields) -> Fields:
    """Return what somebody wrote, under the names people know; what pages need is left out."""
    named = {name for name, _ in fields if name in words.FIELDS}
    written = [(name, value) for name, value in fields if name in named or _is_written(value)]
    return [
        (words.field_name(name, place), value)
        for place, (name, value) in enumerate(written, start=1)
        if value.strip()
    ]


def _is_written(value: str) -> bool:
    """Whether a person rather than a page wrote this: Chinese, or words with spaces."""
    return not value.isascii() or len(value.split()) > 1
