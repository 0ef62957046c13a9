"""The buttons of an entry: each a POST that does one act of the rules, or says why not."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote

from aiohttp import web

from console.entries import doing, showing
from console.entries.doing import actor_of, read
from console.entries.form import filled_from
from console.entries.listing import LONGEST_NUMBER, owners
from console.shadowing import accepted, result_of, unaccepted
from console.visit import CHINA, Visit
from faq.editorial import lifecycle, store
from faq.editorial.lifecycle import Act, Bar, Barred, Change, Stand
from faq.editorial.record import Overtaken
from faq.editorial.reminders import store as reminders
from people.audit import store as audit
from people.staff import store as people
from texts import console_entries as words

ERROR_AT = {
    ("return", Bar.NO_REASON): "reason",
    ("archive", Bar.NO_REASON): "why",
    ("approve", Bar.IN_THE_PAST): "at",
    ("approve", Bar.TOO_FAR): "at",
}
"""The field beside which a refusal of an act is said; others are said on top."""


async def submit(visit: Visit) -> web.Response:
    """Ask for a review."""
    one = await read(visit, visit.request.match_info["id"])
    if one and await doing.errors_in(visit, one.record.id, one.head.content):
        return visit.go(f"/entries/{one.record.id}/edit", words.NOT_READY, "warn")
    rule = partial(lifecycle.submit, actor=actor_of(visit))
    return await _do(visit, "submit", rule, words.SUBMITTED)


async def withdraw(visit: Visit) -> web.Response:
    """Take a text back."""
    rule = partial(lifecycle.withdraw, actor=actor_of(visit))
    return await _do(visit, "withdraw", rule, words.WITHDRAWN)


async def give_back(visit: Visit) -> web.Response:
    """Return a text to its author, with a reason."""
    reason = str((await visit.form()).get("reason", ""))[:300]
    rule = partial(lifecycle.give_back, actor=actor_of(visit), reason=reason)
    return await _do(visit, "return", rule, words.RETURNED)


async def approve(visit: Visit) -> web.Response:
    """Let a text go live, now or at a moment to come."""
    form = await visit.form()
    one = await read(visit, visit.request.match_info["id"])
    faults = await doing.errors_in(visit, one.record.id, one.head.content) if one else 0
    at: datetime | None = None
    if form.get("when") == "later":
        at = moment(str(form.get("at", "")))
        if at is None and one:
            return await _again(visit, {"at": words.NEEDS_MOMENT})
    found = await result_of(visit, one) if one else None
    if unseen := unaccepted(found, str(form.get("accept_worse", ""))):
        return await _again(visit, {"accept_worse": unseen})
    rule = partial(lifecycle.approve, actor=actor_of(visit), now=visit.now, at=at, faults=faults)
    return await _do(visit, "approve", rule, "", **accepted(found))


async def archive(visit: Visit) -> web.Response:
    """Take an entry out of use, with a reason."""
    reason = str((await visit.form()).get("why", ""))[:300]
    rule = partial(lifecycle.archive, actor=actor_of(visit), reason=reason)
    return await _do(visit, "archive", rule, words.ARCHIVED)


async def restore(visit: Visit) -> web.Response:
    """Take an archived entry up again."""
    rule = partial(lifecycle.restore, actor=actor_of(visit))
    return await _do(visit, "restore", rule, words.RESTORED)


async def sign(visit: Visit) -> web.Response:
    """Answer for the live text as it is."""
    rule = partial(lifecycle.sign, actor=actor_of(visit))
    return await _do(visit, "sign", rule, words.signed(1, 0))


async def roll_back(visit: Visit) -> web.Response:
    """Take an earlier text again."""
    form, entry_id = await visit.form(), visit.request.match_info["id"]
    number = str(form.get("number", ""))
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    actor = actor_of(visit)
    try:
        _, change = await doing.roll_back(
            visit, entry_id, int(number) if is_number else 0,
            seen=filled_from(form).seen,
            rule=lambda stand, old: lifecycle.roll_back(stand, actor, old),
        )  # fmt: skip
    except (Barred, Overtaken, LookupError) as problem:
        return await _refused(visit, "rollback", problem)
    said = words.ROLLED_BACK if change.goes_live else words.ROLLED_BACK_DRAFT
    return visit.go(f"/entries/{entry_id}", said)


async def own(visit: Visit) -> web.Response:
    """Give an entry an owner."""
    form, entry_id = await visit.form(), visit.request.match_info["id"]
    owner = str(form.get("owner_id", ""))
    try:
        async with visit.parts.database.begin() as session:
            if owner not in dict(owners(await people.everybody(session))):
                return await _again(visit, {"owner_id": words.OWNER_GONE})
            number = int(owner) if owner else None
            await store.own(session, entry_id, number, seen=filled_from(form).seen, now=visit.now)
            facts = {"owner": number or 0}
            await audit.record(session, visit.staff, "entry.own", entry_id, facts, visit.now)
    except (Overtaken, LookupError) as problem:
        return await _refused(visit, "owner", problem)
    return visit.go(f"/entries/{entry_id}", words.OWNED)


async def seen(visit: Visit) -> web.Response:
    """Note that somebody has seen the reminders of an entry."""
    entry_id = visit.request.match_info["id"]
    async with visit.parts.database.begin() as session:
        await reminders.mark_seen(session, entry_id, visit.staff.id, visit.now)
    back = str((await visit.form()).get("back", ""))
    return visit.go("/" if back == "home" else f"/entries/{quote(entry_id)}", words.SEEN)


def moment(text: str) -> datetime | None:
    """Read a Beijing time as a browser or a person writes it, or None."""
    try:
        local = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        return None
    return local.replace(tzinfo=CHINA).astimezone(UTC) if local.tzinfo is None else local


async def _do(
    visit: Visit, name: str, rule: Callable[[Stand], Change], said: str, **facts: object
) -> web.Response:
    entry_id = visit.request.match_info["id"]
    number = filled_from(await visit.form()).seen
    try:
        _, change = await doing.act(visit, entry_id, number, rule, **facts)
    except (Barred, Overtaken, LookupError) as problem:
        return await _refused(visit, name, problem)
    return visit.go(f"/entries/{entry_id}", said or _approved(change))


def _approved(change: Change) -> str:
    if change.act is Act.SCHEDULE and change.goes_live_at is not None:
        return words.scheduled(change.goes_live_at)
    return words.APPROVED_ALONE if change.is_alone else words.APPROVED


async def _refused(
    visit: Visit, name: str, problem: Barred | Overtaken | LookupError
) -> web.Response:
    path = f"/entries/{visit.request.match_info['id']}"
    if isinstance(problem, Barred):
        sentence = words.barred(problem.bar, problem.facts)
        field = ERROR_AT.get((name, problem.bar))
        if field is not None:
            return await _again(visit, {field: sentence})
        return visit.go(path, sentence, "warn")
    if isinstance(problem, Overtaken):
        return visit.go(path, words.overtaken(problem.record.phase), "warn")
    return visit.not_found(words.NO_SUCH_ENTRY)


async def _again(visit: Visit, errors: dict[str, str]) -> web.Response:
    """Show the entry's page once more, with what was typed and why it was not done."""
    one = await read(visit, visit.request.match_info["id"])
    if one is None:
        return visit.not_found(words.NO_SUCH_ENTRY)
    form = await visit.form()
    typed = {name: str(value) for name, value in form.items()}
    return await showing.page(visit, one, errors=errors, typed=typed)
