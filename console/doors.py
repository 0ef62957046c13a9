"""Doors: every address of the console, who may go through it, and how much they may carry."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from console.visit import Visit
from people.staff.roles import EVERYBODY, Role

SMALL_BODY = 256 * 1024


class _Anybody(frozenset[Role]):
    """No role is asked for; an empty set of another kind lets nobody in."""


ANYBODY: frozenset[Role] = _Anybody()
"""Whoever comes, signed in or not."""

SIGNED_IN = EVERYBODY
READERS = EVERYBODY - {Role.JUDGE}
"""Who may read entries and figures."""

KNOWERS = READERS - {Role.CAMPAIGN}
"""Who may read what the bureau works with beside them: questions of citizens, stations, words."""

Handle = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Door:
    """One address. `path` is below /console; `body` is the largest body in bytes."""

    method: str
    path: str
    handle: Handle
    who: frozenset[Role]
    body: int = SMALL_BODY

    @property
    def is_open(self) -> bool:
        """Whether one need not be signed in."""
        return isinstance(self.who, _Anybody)
