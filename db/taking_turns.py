"""One at a time across processes: whoever holds a lane until commit makes the others wait.

SQLite has one writer anyway; PostgreSQL is asked for an advisory lock.
"""

from enum import IntEnum

from sqlalchemy import text

from db.engine import Session


class Lane(IntEnum):
    """What is done one at a time."""

    AUDIT = 740_001
    SIGN_IN = 740_002
    STAFF = 740_003
    EXAM = 740_004


async def take_turn(session: Session, lane: Lane) -> None:
    """Wait until nobody else is in the lane; it is left when the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text("SELECT pg_advisory_xact_lock(:lane)"), {"lane": int(lane)})
