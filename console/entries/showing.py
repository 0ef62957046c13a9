"""One entry: what citizens read, what is on its way, who did what, and what may be done now."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from console.entries import doing
from console.entries.doing import Kept, actor_of, read
from console.entries.listing import owners, standing_on
from console.shadowing import boxed
from console.visit import CHINA, Visit
from faq.editorial.diff import differences
from faq.editorial.lifecycle import Act, Phase
from faq.editorial.reading import store as reading
from faq.editorial.reminders import store as reminders
from people.staff import store as people
from texts import console_entries as words


async def shown(visit: Visit) -> web.Response:
    """Show an entry."""
    one = await read(visit, visit.request.match_info["id"])
    if one is None:
        return visit.not_found(words.NO_SUCH_ENTRY)
    return await page(visit, one)


async def page(
    visit: Visit,
    one: Kept,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> web.Response:
    """Show an entry's page, with what was typed where an act was refused."""
    record, head, live = one.record, one.head, one.live
    async with visit.parts.database.read() as session:
        ids = {revision.author_id for revision in one.revisions}
        ids |= {revision.approved_by for revision in one.revisions}
        ids |= {revision.returned_by for revision in one.revisions}
        names = await people.names(session, [*ids, record.owner_id])
        staff = await people.everybody(session)
        warnings = await reminders.of_entry(session, record.id)
        titles = await reading.titles(session, head.content.get("related") or ())
    is_pending = live is not head and record.phase is not Phase.ARCHIVED
    return visit.show(
        "entries/entry.html", 422 if errors else 200, words=words, one=one, record=record,
        head=head, live=live, names=names, owners=owners(staff), warnings=warnings, titles=titles,
        is_pending=is_pending, acts=_acts(visit, one), errors=errors or {}, typed=typed or {},
        diff=differences(live.content, head.content) if live and is_pending else (),
        views=_views(visit, one, names), standing=standing_on(visit)(record),
        hints=await doing.hints_on(visit, record.id, head.content) if is_pending else (),
        is_own=visit.staff.id in one.stand.authors, **await boxed(visit, one),
    )  # fmt: skip


async def compared(visit: Visit) -> web.Response:
    """Show what differs between any two texts of an entry."""
    one = await read(visit, visit.request.match_info["id"])
    if one is None:
        return visit.not_found(words.NO_SUCH_ENTRY)
    new = one.revision(_number(visit, "new", one.record.head))
    old = one.revision(_number(visit, "old", max(one.record.head - 1, 1)))
    if old is None or new is None:
        return visit.not_found(words.NO_SUCH_REVISION)
    async with visit.parts.database.read() as session:
        names = await people.names(session, [each.author_id for each in one.revisions])
    return visit.show(
        "entries/compare.html", words=words, one=one, old=old, new=new, names=names,
        diff=differences(old.content, new.content),
    )  # fmt: skip


async def queue(visit: Visit) -> web.Response:
    """Show what waits for a review (待审), the longest waiting first, and what is scheduled."""
    async with visit.parts.database.read() as session:
        waiting = await reading.waiting(session, Phase.IN_REVIEW)
        planned = await reading.waiting(session, Phase.SCHEDULED)
        ids = [text.author_id for _, text in (*waiting, *planned)]
        names = await people.names(session, [*ids, *(text.approved_by for _, text in planned)])
    return visit.show(
        "entries/approvals.html", words=words, waiting=waiting, planned=planned, names=names,
        actor=actor_of(visit),
    )  # fmt: skip


def _acts(visit: Visit, one: Kept) -> set[str]:
    """List what may be done now by whoever is here, for the buttons."""
    actor, phase = actor_of(visit), one.record.phase
    either = actor.may_edit or actor.may_approve
    may = {
        "edit": actor.may_edit and phase is not Phase.ARCHIVED,
        Act.SUBMIT: actor.may_edit and phase is Phase.DRAFT,
        Act.WITHDRAW: either and phase in {Phase.IN_REVIEW, Phase.SCHEDULED},
        Act.APPROVE: actor.may_approve and phase is Phase.IN_REVIEW,
        Act.ARCHIVE: actor.may_approve and phase is not Phase.ARCHIVED,
        Act.RESTORE: either and phase is Phase.ARCHIVED,
        Act.SIGN: actor.may_approve and one.record.live is not None and not one.record.is_signed,
        Act.ROLL_BACK: either,
        "own": actor.may_edit or actor.may_approve,
    }
    return {str(name) for name, allowed in may.items() if allowed}


def _views(visit: Visit, one: Kept, names: Mapping[int, str]) -> list[Any]:
    """Preview the newest text with the signature it has, or would have from whoever is here."""
    text, content = one.head, dict(one.head.content)
    if text.approved_by is not None and text.approved_at is not None:
        day = text.approved_at.astimezone(CHINA).date()
        content |= {"reviewed_by": names.get(text.approved_by), "reviewed_on": day.isoformat()}
    elif one.record.phase is Phase.IN_REVIEW and actor_of(visit).may_approve:
        content |= {
            "reviewed_by": visit.staff.shown_name, "reviewed_on": visit.today.isoformat(),
        }  # fmt: skip
    return doing.previewed(visit, one.record.id, content)


def _number(visit: Visit, name: str, otherwise: int) -> int:
    value = visit.request.query.get(name, "")
    return int(value) if value.isdecimal() and len(value) <= 9 else otherwise  # noqa: PLR2004
