"""The open questions as operators see them: those that ask the same are one group."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from console.visit import Visit
from desk.queue import store
from desk.queue.reading.store import State
from desk.queue.rows import packed
from desk.unanswered import Kind, Unanswered
from faq.cluster import clusters
from faq.fields import QUESTION_LIMIT
from faq.normalize import normalize

MOST = 2_000
"""Open rows put together at once, the newest; more are said to be there."""
SOON_ENOUGH = 300
"""So many rows are put together while somebody waits; of more, whoever looks sees what was found
before, without what was handled and with what is new, while they are put together anew."""


@dataclass(frozen=True, slots=True)
class Group:
    """Open rows that ask the same, newest first, and the text that speaks for them.

    Reports are grouped by the entry they complain of.
    """

    rows: tuple[Unanswered, ...]
    headline: str
    entry_id: str | None = None

    @property
    def number(self) -> str:
        """The receipt of the newest row: the group's address."""
        return self.rows[0].receipt

    @property
    def people(self) -> int:
        """Persons who asked; where that is not known any more, every row counts as one."""
        known = {row.person for row in self.rows if row.person is not None}
        return len(known) + sum(row.person is None for row in self.rows)

    @property
    def channels(self) -> tuple[str, ...]:
        """Where it was asked, most often first."""
        return tuple(name for name, _ in Counter(row.channel for row in self.rows).most_common())

    @property
    def first(self) -> datetime:
        """When it was first asked."""
        return min(row.created_at for row in self.rows)

    @property
    def last(self) -> datetime:
        """When it was last asked."""
        return max(row.created_at for row in self.rows)

    @property
    def said(self) -> tuple[tuple[str, int], ...]:
        """The different texts and how often each came, most often first."""
        often = Counter(normalize(row.text) for row in self.rows if row.text.strip())
        first = {normalize(row.text): row.text for row in reversed(self.rows)}
        return tuple((first[text], count) for text, count in often.most_common())

    @property
    def wordings(self) -> tuple[str, ...]:
        """The texts that can be an entry's wordings: short, and with nothing masked in them."""
        return tuple(
            text for text, _ in self.said if len(text) <= QUESTION_LIMIT and "*" not in text
        )

    @property
    def packed(self) -> str:
        """The rows, for a form."""
        return packed(row.receipt for row in self.rows)


@dataclass(slots=True)
class _Kept:
    state: State
    day: date
    groups: tuple[Group, ...]


@dataclass(slots=True)
class _Anew:
    state: State
    day: date
    work: asyncio.Future[tuple[Group, ...]]


@dataclass(slots=True)
class Groups:
    """Puts open rows together; what was found stays until any row comes or goes."""

    _kept: dict[Kind, _Kept] = field(default_factory=dict)
    _working: asyncio.Lock = field(default_factory=asyncio.Lock)
    _anew: _Anew | None = None

    async def of(self, visit: Visit, kind: Kind) -> tuple[Group, ...]:
        """Give the groups of a kind, those of most people first, then the newest."""
        async with self._working, visit.parts.database.read() as session:
            self._take_over()
            state = await store.state(session, kind)
            kept = self._kept.get(kind)
            if kept is not None and (kept.state, kept.day) == (state, visit.today):
                return kept.groups
            rows = await store.open_rows(session, kind, MOST)
            if kept is None or kind is not Kind.UNKNOWN or len(rows) <= SOON_ENOUGH:
                found = await asyncio.to_thread(_grouped, rows, kind, visit.today)
            else:
                found = _adjusted(kept.groups, rows)
                self._begin(rows, state, visit.today)
            self._kept[kind] = _Kept(state, visit.today, found)
        return found

    def _begin(self, rows: Sequence[Unanswered], state: State, today: date) -> None:
        if self._anew is None:
            loop = asyncio.get_running_loop()
            work = loop.run_in_executor(None, _grouped, rows, Kind.UNKNOWN, today)
            self._anew = _Anew(state, today, work)

    def _take_over(self) -> None:
        """Take what was put together meanwhile; rows that came or went since are seen to again."""
        if self._anew is not None and self._anew.work.done():
            done, self._anew = self._anew, None
            self._kept[Kind.UNKNOWN] = _Kept(done.state, done.day, done.work.result())

    async def holding(self, visit: Visit, row: Unanswered) -> Group | None:
        """Give the group an open row is in."""
        for group in await self.of(visit, row.kind):
            if any(each.receipt == row.receipt for each in group.rows):
                return group
        return None


def narrowed(groups: Iterable[Group], text: str, channel: str) -> list[Group]:
    """Keep the rows of a channel, and the groups with a text or receipt in them."""
    wanted, number = normalize(text), text.strip().upper()
    found = []
    for group in groups:
        rows = tuple(row for row in group.rows if not channel or row.channel == channel)
        if rows and (
            not wanted
            or any(wanted in normalize(row.text) or number == row.receipt for row in rows)
        ):
            found.append(replace(group, rows=rows))
    return _ranked(found)


def _grouped(rows: Sequence[Unanswered], kind: Kind, today: date) -> tuple[Group, ...]:
    if kind is Kind.UNKNOWN:
        return tuple(_ranked(_alike(rows, today)))
    by_entry: dict[str | None, list[Unanswered]] = {}
    for row in rows:
        by_entry.setdefault(row.entry_id, []).append(row)
    return tuple(_ranked(_about(entry_id, about) for entry_id, about in by_entry.items()))


def _adjusted(groups: Iterable[Group], rows: Sequence[Unanswered]) -> tuple[Group, ...]:
    """Leave out the rows that are open no more, and add new ones to what is worded alike."""
    still = {row.receipt: row for row in rows}
    left = [
        replace(
            group, rows=tuple(still[one.receipt] for one in group.rows if one.receipt in still)
        )
        for group in groups
    ]
    found = [group for group in left if group.rows]
    new = still.keys() - {row.receipt for group in found for row in group.rows}
    place_of = {normalize(row.text): n for n, group in enumerate(found) for row in group.rows}
    for row in (one for one in reversed(rows) if one.receipt in new):
        place = place_of.setdefault(normalize(row.text), len(found))
        if place == len(found):
            found.append(Group((row,), row.text))
        else:
            found[place] = replace(found[place], rows=(row, *found[place].rows))
    return tuple(_ranked(found))


def _alike(rows: Sequence[Unanswered], today: date) -> list[Group]:
    return [
        Group(tuple(rows[place] for place in found.members), rows[found.headline].text)
        for found in clusters([row.text for row in rows], today)
    ]


def _about(entry_id: str | None, rows: Sequence[Unanswered]) -> Group:
    group = Group(tuple(rows), "", entry_id)
    return replace(group, headline=group.said[0][0] if group.said else "")


def _ranked(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda one: (-one.people, -one.last.timestamp(), one.number))
