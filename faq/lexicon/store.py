"""Records of taught words; every change is one of what citizens are told."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from db.columns import table_of
from db.engine import Session, insert_into
from db.knowledge_tables import WordRow
from faq.editorial.live.store import bump
from faq.lexicon.lexicon import Lexicon, WordKind
from faq.lexicon.word import Taught, Word, lexicon_of

_WORD = table_of(WordRow)
_COLUMNS = (
    _WORD.c.id, _WORD.c.kind, _WORD.c.said, _WORD.c.meant, _WORD.c.staff_id, _WORD.c.added_at
)  # fmt: skip


async def load(session: Session) -> Lexicon:
    """Return all words, ready for use; thousands of them are made so in a thread."""
    return await asyncio.to_thread(lambda known: lexicon_of(known).prepare(), await words(session))


async def words(session: Session) -> list[Word]:
    """Return all words, oldest first."""
    rows = await session.execute(select(*_COLUMNS).order_by(_WORD.c.id))
    return [_word(*row) for row in rows]


async def get(session: Session, word_id: int) -> Word | None:
    """Return one word, or None."""
    query = select(*_COLUMNS).where(_WORD.c.id == word_id)
    row = (await session.execute(query)).one_or_none()
    return None if row is None else _word(*row)


async def find(
    session: Session, kind: WordKind, text: str, page: int, size: int
) -> tuple[list[Word], int]:
    """Return a page (from 1) of the words of a kind that hold a text, newest first; and how many.

    The page's own number may be beyond the last.
    """
    terms: list[ColumnElement[bool]] = [_WORD.c.kind == kind.value]
    if text:
        holds = (
            column.contains(text, autoescape=True) for column in (_WORD.c.said, _WORD.c.meant)
        )
        terms.append(or_(*holds))
    total = await session.scalar(select(func.count()).select_from(_WORD).where(*terms)) or 0
    query = select(*_COLUMNS).where(*terms).order_by(_WORD.c.id.desc())
    rows = await session.execute(query.limit(size).offset(size * (max(page, 1) - 1)))
    return [_word(*row) for row in rows], total


async def counts(session: Session) -> dict[WordKind, int]:
    """Count the words by kind."""
    query = select(_WORD.c.kind, func.count()).group_by(_WORD.c.kind)
    found = {kind: many for kind, many in await session.execute(query)}  # noqa: C416 -- rows are no pairs to dict()
    return {kind: found.get(kind.value, 0) for kind in WordKind}


async def lock(session: Session, now: datetime) -> list[Word]:
    """Return all words and let nobody else change any until the transaction ends.

    Counts as a change: call it only to make one.
    """
    await bump(session, now)
    return await words(session)


async def add(
    session: Session, new: Iterable[Taught], staff_id: int | None, now: datetime
) -> Sequence[int]:
    """Teach words after `lock`; one that is there already is left as it is. Returns new ids."""
    added = []
    for word in new:
        statement = insert_into(session, WordRow).values(
            kind=word.kind.value, said=word.said, meant=word.meant, staff_id=staff_id, added_at=now
        )
        quiet = statement.on_conflict_do_nothing(index_elements=["kind", "said"])
        word_id = await session.scalar(quiet.returning(_WORD.c.id))
        if word_id is not None:
            added.append(word_id)
    return added


async def change(session: Session, word_id: int, new: Taught) -> None:
    """Put a word in another's place after `lock`."""
    values = {"said": new.said, "meant": new.meant}
    await session.execute(update(_WORD).where(_WORD.c.id == word_id).values(values))


async def remove(session: Session, word_id: int) -> None:
    """Forget a word after `lock`."""
    await session.execute(delete(_WORD).where(_WORD.c.id == word_id))


def _word(
    word_id: int,
    kind: str,
    said: str,
    meant: str | None,
    staff_id: int | None,
    added_at: datetime | None,
) -> Word:
    return Word(word_id, WordKind(kind), said, meant, staff_id, added_at)
