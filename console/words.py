"""Words (词语): what operators teach the bot, and what each does to past questions."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from console.doors import KNOWERS, Door
from console.effects import Effects, Words
from console.visit import Visit
from faq.lexicon import store
from faq.lexicon.lexicon import WordKind
from faq.lexicon.word import LONGEST, Known, Taught, Word, fault_of, tidy
from people.audit import store as audit
from people.staff import store as people
from people.staff.roles import Role
from texts import console_told as told
from texts import console_words as texts

TEACHERS = frozenset({Role.EDITOR, Role.ADMIN})
PAGE = 30
PASTED_BODY = 128 * 1024


def doors() -> list[Door]:
    """Return the family's doors."""
    pages = WordPages()
    return [
        Door("GET", "/words", pages.show, KNOWERS),
        Door("POST", "/words", pages.add, TEACHERS),
        Door("GET", "/words/new", pages.new, TEACHERS),
        Door("GET", "/words/paste", pages.paste, TEACHERS),
        Door("POST", "/words/paste", pages.take_pasted, TEACHERS, PASTED_BODY),
        Door("GET", r"/words/{id:\d{1,9}}", pages.open, KNOWERS),
        Door("POST", r"/words/{id:\d{1,9}}", pages.change, TEACHERS),
        Door("POST", r"/words/{id:\d{1,9}}/remove", pages.remove, TEACHERS),
    ]


@dataclass(frozen=True, slots=True)
class WordPages:
    """The pages, with the figures they share."""

    effects: Effects = field(default_factory=Effects)

    async def show(self, visit: Visit) -> web.Response:
        """List the words of a kind."""
        query = visit.request.query
        kind, text = kind_of(query.get("kind")), query.get("q", "").strip()[:60]
        page = number(query.get("page"))
        async with visit.parts.database.read() as session:
            words, total = await store.find(session, kind, text, page, PAGE)
            counts = await store.counts(session)
            names = await people.names(session, {w.staff_id for w in words if w.staff_id})
        groups = {word.id: (taught(word),) for word in words}
        known, asked = await self._effects(visit, list(groups.values()))
        new = Taught(kind, query.get("said", "")[:60], query.get("meant", "")[:60])
        return visit.show(
            "words/list.html", kind=kind, q=text, page=page, size=PAGE, total=total, words=words,
            counts=counts, names=names, new=new, asked=asked, errors={},
            effects_of={one: known.get(group) for one, group in groups.items()}, **common(),
        )  # fmt: skip

    async def new(self, visit: Visit) -> web.Response:
        """Show what a word would do before it is taught."""
        new = asked_of(visit.request.query)
        return await self._looked_at(visit, new, None)

    async def add(self, visit: Visit) -> web.Response:
        """Teach a word."""
        new = asked_of(await visit.form())
        async with visit.parts.database.begin() as session:
            fault = fault_of(new, await store.words(session))
            if fault is None:
                fault = fault_of(new, await store.lock(session, visit.now))
            if fault is None:
                (added,) = await store.add(session, [new], visit.staff.id, visit.now)
                await _record(session, visit, "word.add", added, new)
        if fault is not None:
            return await self._looked_at(visit, new, None)
        visit.parts.renewed()
        return visit.go(f"/words?kind={new.kind}", texts.added(new.said))

    async def open(self, visit: Visit) -> web.Response:
        """Show one word, or what it would be after a change."""
        word = await _word(visit)
        if word is None:
            return visit.not_found(texts.GONE)
        query = visit.request.query
        new = asked_of(query, word.kind) if "said" in query else taught(word)
        return await self._looked_at(visit, new, word)

    async def change(self, visit: Visit) -> web.Response:
        """Change a word."""
        word = await _word(visit)
        if word is None:
            return visit.not_found(texts.GONE)
        new = asked_of(await visit.form(), word.kind)
        async with visit.parts.database.begin() as session:
            others = _others(await store.lock(session, visit.now), word)
            if (fault := fault_of(new, others)) is None:
                await store.change(session, word.id, new)
                await _record(session, visit, "word.change", word.id, new)
        if fault is not None:
            return await self._looked_at(visit, new, word)
        visit.parts.renewed()
        return visit.go(f"/words?kind={word.kind}", texts.CHANGED)

    async def remove(self, visit: Visit) -> web.Response:
        """Forget a word; a second click finds it gone, which is as well."""
        word = await _word(visit)
        if word is None:
            return visit.go("/words", texts.REMOVED)
        async with visit.parts.database.begin() as session:
            await store.lock(session, visit.now)
            await store.remove(session, word.id)
            await _record(session, visit, "word.remove", word.id, taught(word))
        visit.parts.renewed()
        return visit.go(f"/words?kind={word.kind}", texts.REMOVED)

    async def paste(self, visit: Visit) -> web.Response:
        """Show the form many words are pasted into."""
        return self._pasting(visit, kind_of(visit.request.query.get("kind")), "", [])

    async def take_pasted(self, visit: Visit) -> web.Response:
        """Show what pasted words would do, then teach them; all or none."""
        form = await visit.form()
        kind, text = kind_of(form.get("kind")), form.get("lines", "")
        lines = pasted(kind, text)
        if not 0 < len(lines) <= texts.MOST_PASTED:
            wrong = texts.too_many(len(lines)) if lines else texts.PASTE_EMPTY
            return self._pasting(visit, kind, text, [wrong], status=422)
        is_sure = form.get("sure") == "1"
        async with visit.parts.database.begin() as session:
            known = await store.words(session)
            faults = pasted_faults(lines, known)
            if is_sure and not faults:
                faults = pasted_faults(lines, await store.lock(session, visit.now))
            if is_sure and not faults:
                new = [word for _, word in lines]
                for number_, word in zip(
                    await store.add(session, new, visit.staff.id, visit.now), new, strict=True
                ):
                    await _record(session, visit, "word.add", number_, word)
        if faults:
            return self._pasting(visit, kind, text, faults, status=422)
        if not is_sure:
            return await self._previewed(visit, kind, text, tuple(word for _, word in lines))
        visit.parts.renewed()
        return visit.go(f"/words?kind={kind}", texts.pasted(len(lines)))

    async def _previewed(
        self, visit: Visit, kind: WordKind, text: str, new: Words
    ) -> web.Response:
        known, asked = await self._effects(visit, [new])
        return self._pasting(visit, kind, text, [], new=new, effect=known.get(new), asked=asked)

    def _pasting(
        self, visit: Visit, kind: WordKind, text: str, faults: list[str], status: int = 200,
        **values: Any,  # noqa: ANN401 -- whatever the template shows
    ) -> web.Response:  # fmt: skip
        shown = {"new": (), "effect": None, "asked": None, **values}
        shown["entries"] = visit.parts.knowledge().entries
        return visit.show(
            "words/paste.html", status, kind=kind, lines=text, faults=faults, **shown, **common()
        )

    async def _looked_at(self, visit: Visit, new: Taught, word: Word | None) -> web.Response:
        async with visit.parts.database.read() as session:
            known = await store.words(session)
        fault = fault_of(new, _others(known, word) if word else known)
        errors = {("meant" if fault.is_about_meaning else "said"): fault} if fault else {}
        found, asked = await self._effects(visit, [] if fault else [(new,)])
        return visit.show(
            "words/word.html", 422 if fault else 200, kind=new.kind, new=new, word=word,
            is_same=word is not None and taught(word) == new, effect=found.get((new,)),
            errors={name: texts.FAULTS[each] for name, each in errors.items()}, asked=asked,
            entries=visit.parts.knowledge().entries, **common(),
        )  # fmt: skip

    async def _effects(self, visit: Visit, groups: list[Words]) -> Any:  # noqa: ANN401 -- see Effects.of
        return await self.effects.of(visit.parts, groups, visit.now)


def common() -> dict[str, Any]:
    """Give the words every page of the family needs."""
    return {"texts": texts, "told": told, "kinds": list(WordKind)}


def kind_of(name: str | None) -> WordKind:
    """Read a kind; anything else is the first."""
    return WordKind(name) if name in set(WordKind) else WordKind.SYNONYM


def number(text: str | None) -> int:
    """Read a page's number."""
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004 -- digits


def asked_of(fields: Any, kind: WordKind | None = None) -> Taught:  # noqa: ANN401 -- a query or a form
    """Read the word that was typed; what is longer than any word is cut where it shows."""
    kind = kind or kind_of(fields.get("kind"))
    said, meant = (tidy(fields.get(name, ""))[: LONGEST + 1] for name in ("said", "meant"))
    return Taught(kind, said, meant if kind.is_rewriting else None)


def taught(word: Word) -> Taught:
    """Take a kept word for one to be taught."""
    return Taught(word.kind, word.said, word.meant)


def pasted(kind: WordKind, text: str) -> list[tuple[int, Taught]]:
    """Read pasted lines, `said=meant` or a word alone, each with its number."""
    found = []
    for place, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            said, _, meant = line.replace("\uff1d", "=").replace("\t", "=").partition("=")
            new = Taught(kind, tidy(said), tidy(meant) if kind.is_rewriting else None)
            found.append((place, new))
    return found


def pasted_faults(lines: list[tuple[int, Taught]], known: list[Word]) -> list[str]:
    """Say what is wrong with each line, given the words there are and the lines before."""
    faults: list[str] = []
    beside = Known(known)
    for place, new in lines:
        fault = beside.fault_of(new)
        if fault is not None:
            line = f"{new.said}={new.meant}" if new.kind.is_rewriting else new.said
            faults.append(texts.row(place, line[:LONGEST], fault))
        beside.put(new)
    return faults


def _others(words: list[Word], word: Word) -> list[Word]:
    return [each for each in words if each.id != word.id]


async def _word(visit: Visit) -> Word | None:
    async with visit.parts.database.read() as session:
        return await store.get(session, int(visit.request.match_info["id"]))


async def _record(session: Any, visit: Visit, action: str, word_id: int, word: Taught) -> None:  # noqa: ANN401 -- db's
    digest = hashlib.sha256(f"{word.said}\0{word.meant}".encode()).hexdigest()
    facts = {"kind": word.kind.value, "hash": digest}
    await audit.record(session, visit.staff, action, f"word:{word_id}", facts, visit.now)
