"""Writing an entry: the form, what is said while typing, and what happens where two write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from console.entries import doing
from console.entries.doing import Draft, Kept, read
from console.entries.form import (
    UNSTORABLE,
    Filled,
    changed,
    filled_from,
    proposed_id,
    shown_of,
    stored,
)
from console.entries.listing import owners
from console.visit import Visit
from desk.queue.rows import unpacked
from faq.editorial.content import content_hash, faults_of
from faq.editorial.diff import differences
from faq.editorial.hints import Hint, Level, Likenesses
from faq.editorial.lifecycle import Barred, Phase
from faq.editorial.reading import store as reading
from faq.editorial.record import Filter, IdTakenError, Overtaken
from faq.fields import ANSWER_LIMIT, QUESTION_LIMIT, RELATED_LIMIT, SIMILAR_LIMIT, TOPIC_LIMIT
from people.staff import store as people
from texts import console_entries as words

MOST_OFFERED = 8
RESERVED = frozenset(
    {"new", "preview", "hints", "sign", "related", "sheets", "sheet", "import", "export"}
)
"""Addresses below /entries that are no entry's."""
LIMITS = {"answer": ANSWER_LIMIT, "similar": SIMILAR_LIMIT, "related": RELATED_LIMIT}


@dataclass(frozen=True, slots=True)
class Editing:
    """The pages of writing; what wordings are like is remembered between two keystrokes."""

    memory: Likenesses = field(default_factory=Likenesses)

    async def begin(self, visit: Visit) -> web.Response:
        """Show an empty form."""
        query = visit.request.query
        content = {
            "topic": query.get("topic", "")[:TOPIC_LIMIT],
            "standard_question": query.get("question", "")[:QUESTION_LIMIT],
            "similar_questions": [text for text in query.getall("similar", []) if text.strip()],
        }
        rows = query.get("from", "")
        filled = Filled(content=content, owner=str(visit.staff.id), rows=rows)
        return await self._form(visit, filled, is_blank=True)

    async def open(self, visit: Visit) -> web.Response:
        """Show the newest text of an entry in the form."""
        one = await read(visit, visit.request.match_info["id"])
        if one is None:
            return visit.not_found(words.NO_SUCH_ENTRY)
        record = one.record
        if record.phase is Phase.ARCHIVED:
            sentence = words.barred_phase(record.phase)
            return visit.go(f"/entries/{record.id}", sentence, "warn")
        filled = shown_of(
            record.id, one.head.content, seen=record.version, base=record.head,
            owner_id=record.owner_id,
        )  # fmt: skip
        return await self._form(visit, filled, one)

    async def write(self, visit: Visit) -> web.Response:
        """Take a form: change its rows, preview it, keep it, or ask for its review."""
        filled = filled_from(await visit.form(), visit.request.match_info.get("id", ""))
        if filled.do == "preview":
            return await self._form(visit, filled, at="preview")
        rows = changed(filled)
        if rows is not None:
            again = replace(filled, content=rows)
            return await self._form(visit, again, at=filled.do.rpartition("_")[2].split(":")[0])
        if not filled.id:
            question = str(filled.content.get("standard_question") or "")
            filled = replace(filled, id=proposed_id(question))
        errors = await self._unstorable(visit, filled)
        if errors:
            return await self._form(visit, filled, errors=errors)
        return await self._keep(visit, filled)

    async def preview(self, visit: Visit) -> web.Response:
        """Give the three channels' looks of what is being typed."""
        filled = filled_from(await visit.form())
        return visit.fragment(
            "entries/preview.html",
            words=words,
            views=doing.previewed(visit, filled.id or "new", stored(filled.content)),
        )

    async def hints(self, visit: Visit) -> web.Response:
        """Give what there is to say about what is being typed."""
        filled = filled_from(await visit.form())
        found = await self._hints(visit, filled)
        return visit.fragment("entries/hints.html", words=words, hints=found)

    async def _keep(self, visit: Visit, filled: Filled) -> web.Response:
        draft = Draft(
            filled.id, stored(filled.content), filled.seen, filled.note or None,
            int(filled.owner) if filled.owner else None, filled.do == "submit",
            unpacked(filled.rows),
        )  # fmt: skip
        try:
            record, is_new = await doing.keep(visit, draft)
        except (Overtaken, IdTakenError) as rival:
            return await self._second(visit, filled, draft, rival)
        except Barred as barred:
            sentence = words.barred(barred.bar, barred.facts)
            return await self._form(visit, filled, sentence=sentence)
        except LookupError:
            return visit.not_found(words.NO_SUCH_ENTRY)
        return self._went(visit, draft, record.phase, is_new=is_new)

    async def _second(
        self, visit: Visit, filled: Filled, draft: Draft, rival: Overtaken | IdTakenError
    ) -> web.Response:
        """Answer whoever comes second; somebody's own second click is as good as the first."""
        one = await read(visit, rival.record.id)
        is_own = one is not None and one.head.author_id == visit.staff.id
        if one and is_own and one.head.content_hash == content_hash(draft.content):
            return self._went(visit, draft, one.record.phase, is_new=True)
        if isinstance(rival, IdTakenError):
            return await self._form(visit, filled, errors={"id": words.ID_TAKEN})
        return await self._overtaken(visit, filled, rival)

    def _went(self, visit: Visit, draft: Draft, phase: Phase, *, is_new: bool) -> web.Response:
        path = f"/entries/{draft.entry_id}"
        if phase is Phase.IN_REVIEW and draft.is_submitted:
            return visit.go(path, words.SUBMITTED)
        if draft.is_submitted and phase is Phase.DRAFT:
            return visit.go(f"{path}/edit", words.NOT_READY, "warn")
        if not is_new:
            return visit.go(path, words.UNCHANGED)
        return visit.go(path, words.SAVED if draft.seen else words.SAVED_NEW)

    async def _overtaken(self, visit: Visit, filled: Filled, overtaken: Overtaken) -> web.Response:
        """Show both texts; whoever saves again does so having seen the other's."""
        one = await read(visit, overtaken.record.id)
        if one is None:
            return visit.not_found(words.NO_SUCH_ENTRY)
        async with visit.parts.database.read() as session:
            names = await people.names(session, [one.head.author_id])
        theirs, base = one.head, one.revision(filled.base)
        rival = {
            "name": names.get(theirs.author_id or 0), "revision": theirs, "record": one.record,
            "is_text": filled.base != theirs.number,
            "diff": differences(theirs.content, stored(filled.content)),
            "done": differences(base.content, theirs.content) if base else (),
        }  # fmt: skip
        again = replace(filled, seen=one.record.version, base=theirs.number)
        return await self._form(visit, again, one, rival=rival, status=409)

    async def _unstorable(self, visit: Visit, filled: Filled) -> dict[str, str]:
        """Find what even a draft may not have: it could not be listed or found again."""
        content = stored(filled.content)
        errors = {
            name: words.missing(name)
            for name in ("topic", "standard_question")
            if not content.get(name)
        }
        for fault in faults_of(filled.id, content):
            name, item = fault.place.file, fault.place.line
            is_bare = name == "sources" and fault.facts.get("field") == "title"
            if fault.kind.value in UNSTORABLE or is_bare:
                hint = Hint(Level.ERROR, fault.kind.value, name, item, fault.facts)
                errors[name] = words.hint(hint)
        if filled.id in RESERVED:
            errors["id"] = words.ID_RESERVED
        if filled.owner:
            async with visit.parts.database.read() as session:
                known = dict(owners(await people.everybody(session)))
            if filled.owner not in known:
                errors["owner_id"] = words.OWNER_GONE
        return errors

    async def _hints(self, visit: Visit, filled: Filled) -> Sequence[Hint]:
        entry_id = filled.id or proposed_id(filled.values["standard_question"]) or "new"
        return await doing.hints_on(visit, entry_id, stored(filled.content), self.memory)

    async def _form(  # noqa: PLR0913 -- what a form may have to show besides itself
        self,
        visit: Visit,
        filled: Filled,
        one: Kept | None = None,
        *,
        errors: Mapping[str, str] | None = None,
        sentence: str = "",
        rival: Mapping[str, Any] | None = None,
        status: int | None = None,
        at: str = "",
        is_blank: bool = False,
    ) -> web.Response:
        entry_id = visit.request.match_info.get("id", "")
        if entry_id and one is None:
            one = await read(visit, entry_id)
            if one is None:
                return visit.not_found(words.NO_SUCH_ENTRY)
        async with visit.parts.database.read() as session:
            topics = await reading.topics(session)
            staff = await people.everybody(session)
            titles = await reading.titles(session, filled.related)
            offered = await self._offered(visit, filled) if filled.do == "find_related" else None
        return visit.show(
            "entries/edit.html", status or (422 if errors or sentence else 200), words=words,
            filled=filled, one=one, errors=errors or {}, sentence=sentence, rival=rival, at=at,
            topics=topics, owners=owners(staff), titles=titles, offered=offered, limits=LIMITS,
            hints=() if is_blank else await self._hints(visit, filled),
            views=doing.previewed(visit, filled.id or "new", stored(filled.content)),
        )  # fmt: skip

    async def _offered(self, visit: Visit, filled: Filled) -> list[Any]:
        async with visit.parts.database.read() as session:
            found = await reading.find(session, Filter(text=filled.asked), 1, MOST_OFFERED)
        taken = {filled.id, *filled.related}
        return [one for one in found.records if one.id not in taken]
