"""Adding what was asked to an entry as another way to ask it (加为问法)."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web
from multidict import MultiDictProxy

from console.entries.doing import Kept, actor_of, kept
from console.unanswered.doing import back_to, done, log, resolve
from console.visit import Visit
from db.engine import Session
from desk.queue.rows import unpacked
from desk.unanswered import Handling, Resolution
from faq.editorial import store as editorial
from faq.editorial.lifecycle import Barred, may_write
from faq.editorial.record import Origin, Overtaken, Record
from faq.fields import QUESTION_LIMIT
from faq.normalize import normalize
from people.audit import store as audit
from texts import console_entries as entry_words
from texts import console_unanswered as words

MOST_WORDINGS = 20
HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Wish:
    """The wordings an entry is to be given, and the rows that then wait for it."""

    rows: tuple[str, ...]
    entry_id: str
    wordings: tuple[str, ...]

    @property
    def fault(self) -> str | None:
        """Say what is missing."""
        if not self.entry_id:
            return words.CHOOSE_ENTRY
        if not self.wordings:
            return words.CHOOSE_WORDING
        if any(len(each) > QUESTION_LIMIT for each in self.wordings):
            return words.too_long(QUESTION_LIMIT)
        return None


async def add_wording(visit: Visit) -> web.Response:
    """Let an entry know other ways to ask it, as a new draft; the rows wait for it."""
    form = await visit.form()
    wish, back = _wished(form), back_to(form.get("back", ""), "/unanswered")
    if wish.fault is not None:
        return visit.go(back, wish.fault, "error")
    try:
        async with visit.parts.database.begin() as session:
            return await _add(visit, session, wish)
    except LookupError:
        return visit.go(back, entry_words.NO_SUCH_ENTRY, "error")
    except Barred as barred:
        return visit.go(back, entry_words.barred(barred.bar, barred.facts), "error")
    except Overtaken:
        return visit.go(back, words.OVERTAKEN, "warn")


async def _add(visit: Visit, session: Session, wish: Wish) -> web.Response:
    await editorial.claim(session, visit.now)  # entries before questions, as everybody does
    one = await kept(session, wish.entry_id)
    if one is None:
        raise LookupError(wish.entry_id)
    may_write(one.stand, actor_of(visit))
    handling = Handling(Resolution.WORDING, wish.entry_id)
    taken = await resolve(visit, session, wish.rows, handling)
    if not taken:
        return visit.go("/unanswered", words.ALREADY, "warn")
    new = _unknown(wish.wordings, one)
    if new:
        record = await _save(visit, session, one, new)
        await _log_saved(visit, session, record)
    await log(visit, session, Resolution.WORDING, wish.entry_id, len(taken))
    sentence = words.added(one.record.standard_question, len(new), len(taken), len(wish.rows))
    return visit.go(done("/unanswered", taken), sentence)


def _wished(form: MultiDictProxy[str]) -> Wish:
    said = [*form.getall("wording", []), form.get("own", "")]
    wordings = [each.strip() for each in said if each.strip()][:MOST_WORDINGS]
    return Wish(unpacked(form.get("rows", "")), form.get("entry_id", ""), tuple(wordings))


async def _save(visit: Visit, session: Session, one: Kept, new: list[str]) -> Record:
    content = dict(one.head.content)
    content["similar_questions"] = [*(content.get("similar_questions") or ()), *new]
    return await editorial.save(
        session, one.record.id, content, seen=one.record.version, origin=Origin.CONSOLE,
        author_id=visit.staff.id, now=visit.now, note=words.NOTE,
    )  # fmt: skip


async def _log_saved(visit: Visit, session: Session, record: Record) -> None:
    text = await editorial.text_of(session, record.id, record.head)
    facts = {"revision": record.head, "hash": text.content_hash[:HASH_LENGTH]}
    await audit.record(session, visit.staff, "entry.save", record.id, facts, visit.now)


def _unknown(wordings: Iterable[str], one: Kept) -> list[str]:
    """Leave out what the newest text already has, and what was ticked twice."""
    content = one.head.content
    old = [content.get("standard_question") or "", *(content.get("similar_questions") or ())]
    known = {normalize(str(each)) for each in old}
    new = {normalize(each): each for each in reversed(list(wordings))}
    return [each for text, each in reversed(new.items()) if text and text not in known]
