"""What a review shows of the shadow replay (影子重放) of a text on its way."""

from datetime import datetime, time
from typing import Any

from console.entries.doing import Kept
from console.past import questions
from console.shadow import MOST, Shadow
from console.visit import CHINA, Visit
from faq.editorial.content import entry_of
from faq.editorial.lifecycle import Phase
from faq.entry import Entry
from faq.replay import Summary, summary
from faq.replays import store as replays
from texts import console_replay as texts
from texts import console_told as told

INDEXES = "index-drafts"
"""The folder of indexes learned for drafts, beside the live ones."""


async def boxed(visit: Visit, one: Kept, *, alone: bool = False) -> dict[str, Any]:
    """Give the template `replay/box.html` what it shows; `alone` where nobody approves."""
    shadow = await shadow_of(visit, one)
    return {
        "shadow": shadow,
        "result": await result_of(visit, one) if shadow else None,
        "shadow_path": f"/entries/{one.record.id}/replay",
        "replay_texts": texts,
        "alone": alone,
        "told": told,
        "entries": visit.parts.knowledge().entries,
    }


async def shadow_of(visit: Visit, one: Kept) -> Shadow | None:
    """Give the replay of an entry's text on its way, begun now if need be; None without one."""
    record, live = one.record, visit.parts.knowledge()
    if record.head == record.live or record.phase is Phase.ARCHIVED:
        return None
    known = visit.parts.shadows.of(record.id, record.head)
    if known is not None and (known.is_running or known.live is live):
        return known
    draft = entry_of(record.id, one.head.content)
    if not draft.standard_question.strip() or not draft.answer.strip():
        return None
    asked = await questions(visit.parts.database, visit.parts.exam(), visit.now, MOST)
    shadow = Shadow(live, draft, asked, in_force(draft, visit.now))
    return visit.parts.shadows.begin(record.head, shadow, visit.parts.data_dir / INDEXES)


def in_force(draft: Entry, now: datetime) -> datetime:
    """Give the moment to replay at: now, or when the text begins to be in force."""
    if draft.valid_from is None:
        return now
    return max(now, datetime.combine(draft.valid_from, time(12), CHINA))


async def result_of(visit: Visit, one: Kept) -> Summary | None:
    """Give what the newest replay of an entry's text on its way came to, in whichever process.

    A replay that has ended here is put down first: what somebody sees, all processes know.
    """
    record, database = one.record, visit.parts.database
    known = visit.parts.shadows.of(record.id, record.head)
    if known is not None and known.replay is not None and not known.is_kept:
        found = summary(known.replay, known.live.revision, visit.now)
        async with database.begin() as session:
            await replays.keep(session, record.id, record.head, found)
        known.is_kept = True
    async with database.read() as session:
        return await replays.newest(session, record.id, record.head)


def unaccepted(found: Summary | None, ticked: str | None) -> str | None:
    """Say what keeps a text from being approved: questions get worse, and nobody said it is fine.

    What nobody knows yet keeps nothing from anything.
    """
    return texts.needs_tick(found.worse) if found and found.worse and ticked != "1" else None


def accepted(found: Summary | None) -> dict[str, object]:
    """Give the log's fact that an approver took worse answers into account; none without any."""
    return {"accepted_worse": found.worse} if found and found.worse else {}
