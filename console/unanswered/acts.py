"""What operators make of a group: every act takes the rows that were shown, if still open."""

from urllib.parse import urlencode

from aiohttp import web

from console.entries.doing import kept
from console.unanswered.doing import back_to, done, log, resolve
from console.visit import Visit
from desk.queue import store as queue
from desk.queue.rows import unpacked
from desk.unanswered import Handling, Kind, Resolution
from faq.neighbours import offices
from people.audit import store as audit
from texts import console_entries as entry_words
from texts import console_unanswered as words

LONGEST_WORD = 60


async def revise(visit: Visit) -> web.Response:
    """Let reports wait for a new text of the entry they complain of, and open its form."""
    form = await visit.form()
    rows, entry_id = unpacked(form.get("rows", "")), form.get("entry_id", "")
    async with visit.parts.database.begin() as session:
        if await kept(session, entry_id) is None:
            return visit.go("/unanswered", entry_words.NO_SUCH_ENTRY, "error")
        taken = await resolve(visit, session, rows, Handling(Resolution.REVISION, entry_id))
        if taken:
            await log(visit, session, Resolution.REVISION, entry_id, len(taken))
    if not taken:
        return visit.go("/unanswered", words.ALREADY, "warn")
    return visit.go(f"/entries/{entry_id}/edit", words.revise(len(taken)))


async def teach(visit: Visit) -> web.Response:
    """Let rows wait for a word that is not known yet, and go on to where words are taught."""
    form = await visit.form()
    rows, said = unpacked(form.get("rows", "")), form.get("said", "").strip()[:LONGEST_WORD]
    if not said:
        back = back_to(form.get("back", ""), "/unanswered")
        return visit.go(back, words.SAY_WORD, "error")
    async with visit.parts.database.begin() as session:
        taken = await resolve(visit, session, rows, Handling(Resolution.SYNONYM))
        if taken:
            await log(visit, session, Resolution.SYNONYM, taken[0], len(taken))
    if not taken:
        return visit.go("/unanswered", words.ALREADY, "warn")
    return visit.go("/words?" + urlencode({"said": said}), words.taught(len(taken)))


async def close(visit: Visit) -> web.Response:
    """Close rows: nothing to be answered here, or nothing to be done."""
    form = await visit.form()
    do = form.get("do", "")
    if do not in {Resolution.OUT_OF_SCOPE, Resolution.DISMISSED}:
        return visit.refuse(422, words.NO_SUCH_ACT)
    return await _closed(visit, Handling(Resolution(do)))


async def redirect(visit: Visit) -> web.Response:
    """Send whoever asked to another office; they are told so."""
    form = await visit.form()
    door = form.get("door", "")
    if door not in offices():
        back = back_to(form.get("back", ""), "/unanswered")
        return visit.go(back, words.CHOOSE_OFFICE, "error")
    return await _closed(visit, Handling(Resolution.REDIRECT, door=door))


async def reopen(visit: Visit) -> web.Response:
    """Put rows back that nobody has been told of: an act is taken back."""
    form = await visit.form()
    back = back_to(form.get("back", ""), "/unanswered")
    async with visit.parts.database.begin() as session:
        rows = await queue.reopen(session, unpacked(form.get("rows", "")))
        if rows:
            facts = {"rows": len(rows)}
            await audit.record(
                session, visit.staff, "unanswered.reopen", rows[0], facts, visit.now
            )
    if not rows:
        return visit.go(back, words.NOT_REOPENED, "warn")
    return visit.go(back, words.reopened(len(rows)))


async def close_ticket(visit: Visit) -> web.Response:
    """Close a wish for a person, with a note for the others."""
    form = await visit.form()
    number, note = form.get("number", ""), form.get("note", "").strip()
    async with visit.parts.database.begin() as session:
        is_closed = await queue.close_ticket(session, number, note, visit.staff.id, visit.now)
        if is_closed:
            await audit.record(session, visit.staff, "ticket.close", number, {}, visit.now)
    if not is_closed:
        return visit.go("/unanswered/tickets", words.ALREADY, "warn")
    return visit.go("/unanswered/tickets", words.ticket_closed(number))


async def _closed(visit: Visit, handling: Handling) -> web.Response:
    form = await visit.form()
    rows = unpacked(form.get("rows", ""))
    kind = form.get("kind", Kind.UNKNOWN)
    async with visit.parts.database.begin() as session:
        taken = await resolve(visit, session, rows, handling)
        if taken:
            await log(visit, session, handling.resolution, handling.door or taken[0], len(taken))
    path = f"/unanswered?tab={kind}" if kind in set(Kind) else "/unanswered"
    if not taken:
        return visit.go(path, words.ALREADY, "warn")
    sentence = words.closed(handling.resolution, len(taken), len(rows), handling.door)
    return visit.go(done(path, taken), sentence)
