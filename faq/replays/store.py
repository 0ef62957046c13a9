"""Records of replays: the newest of each text, in numbers; the questions are nowhere kept."""

from dataclasses import asdict

from sqlalchemy import select

from db.columns import table_of
from db.engine import Session, insert_into
from db.knowledge_tables import ReplayRow
from faq.replay import Summary

_REPLAY = table_of(ReplayRow)
_SUMMARY = (
    _REPLAY.c.revision, _REPLAY.c.changed, _REPLAY.c.worse, _REPLAY.c.better, _REPLAY.c.made_at,
)  # fmt: skip


async def keep(session: Session, entry_id: str, number: int, found: Summary) -> None:
    """Put down what the replay of a text came to; an older one of the same text is replaced."""
    values = asdict(found)
    statement = insert_into(session, ReplayRow).values(entry_id=entry_id, number=number, **values)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["entry_id", "number"],
            set_=values,
            where=_REPLAY.c.made_at <= found.made_at,
        )
    )


async def newest(session: Session, entry_id: str, number: int) -> Summary | None:
    """Return what the newest replay of a text came to, or None."""
    which = (_REPLAY.c.entry_id == entry_id, _REPLAY.c.number == number)
    row = (await session.execute(select(*_SUMMARY).where(*which))).one_or_none()
    return None if row is None else Summary(*row)
