"""Where an entry stands, put together from its record and its texts for the rules."""

from collections.abc import Sequence

from faq.editorial.lifecycle import Stand, authors_of
from faq.editorial.record import Record, Revision


def stand_of(record: Record, revisions: Sequence[Revision]) -> Stand:
    """Put together what the rules ask about."""
    head = next(one for one in revisions if one.number == record.head)
    nobody: frozenset[int] = frozenset()
    return Stand(
        record.phase,
        record.head,
        record.live,
        record.is_signed,
        authors_of(record.head, revisions),
        authors_of(record.live, revisions) if record.live is not None else nobody,
        head.goes_live_at,
    )
