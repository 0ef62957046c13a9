"""Try it (试一试): a question box on what is live or on drafts, with the why-card."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from aiohttp import web

from console.doors import READERS, SIGNED_IN, Door
from console.drafts import Drafts
from console.shadowing import INDEXES
from console.visit import Visit
from console.why import why_card
from faq.build import BuildError
from faq.editorial.content import entry_of
from faq.editorial.lifecycle import Phase
from faq.editorial.reading import store as reading
from faq.editorial.record import Filter, Record
from faq.entry import Entry
from faq.followup import context_after
from faq.knowledge import Knowledge
from faq.outcome import Context
from faq.route import RedirectKind
from faq.stations import ServiceKind, StationQuery
from texts import console_entries as entry_texts
from texts import console_told as told
from texts import console_trial as texts

log = structlog.get_logger()

LONGEST = 1_000
MOST_DRAFTS = 60
ON_THEIR_WAY = (Phase.DRAFT, Phase.IN_REVIEW, Phase.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was filled in: the question, what it is tried on, and what was spoken about before."""

    text: str = ""
    source: str = texts.LIVE
    channel: str = "web"
    context: str = ""
    follows: bool = False


def doors() -> list[Door]:
    """Return the family's doors."""
    pages = TrialPages()
    return [
        Door("GET", "/trial", pages.show, SIGNED_IN),
        Door("POST", "/trial", pages.ask, SIGNED_IN),
    ]


@dataclass(frozen=True, slots=True)
class TrialPages:
    """The page, with the drafts it has learned."""

    drafts: Drafts = field(default_factory=Drafts)

    async def show(self, visit: Visit) -> web.Response:
        """Show the box."""
        query = visit.request.query
        source = query.get("draft", texts.LIVE)[:48]
        return await self._page(visit, Asked(query.get("text", "")[:LONGEST], source))

    async def ask(self, visit: Visit) -> web.Response:
        """Answer what was typed; nothing of it is kept."""
        asked = asked_of(await visit.form())
        if not asked.text.strip():
            return await self._page(visit, asked, errors={"text": texts.EMPTY})
        chosen = await self._chosen(visit, asked.source)
        if asked.source != texts.LIVE and not chosen:
            asked = Asked(asked.text, texts.LIVE, asked.channel)
            return await self._answered(visit, asked, visit.parts.knowledge(), texts.NO_DRAFT)
        try:
            knowledge = await self._knowledge(visit, chosen)
        except (BuildError, OSError) as problem:
            log.warning("draft not learned", problem=str(problem))
            return await self._page(visit, asked, notice=texts.FAILED)
        if knowledge is None:
            return await self._page(visit, asked, notice=texts.BUILDING, is_building=True)
        return await self._answered(visit, asked, knowledge)

    async def _answered(
        self, visit: Visit, asked: Asked, knowledge: Knowledge, notice: str = ""
    ) -> web.Response:
        context = unpacked(asked.context) if asked.follows else Context()
        tried = await visit.parts.tried(asked.text, context, visit.now, knowledge)
        following = context_after(tried.outcome) or context
        view = next(
            (view for view in tried.views if view.channel == asked.channel), tried.views[0]
        )
        return await self._page(
            visit, asked, notice=notice, view=view, following=packed(following),
            follows_what=spoken_about(following, knowledge),
            card=why_card(asked.text, tried.outcome, knowledge),
            after=spoken_about(context, knowledge),
        )  # fmt: skip

    async def _page(self, visit: Visit, asked: Asked, **values: Any) -> web.Response:  # noqa: ANN401 -- whatever the template shows
        shown = {
            "errors": {}, "notice": "", "view": None, "card": None, "following": asked.context,
            "follows_what": "", "after": "", "is_building": False, **values,
        }  # fmt: skip
        known = visit.parts.knowledge()
        if asked.context and not shown["follows_what"]:
            shown["follows_what"] = spoken_about(unpacked(asked.context), known)
        return visit.show(
            "trial.html", 422 if shown["errors"] else 200, asked=asked, texts=texts, told=told,
            words=entry_texts, sources=await self._sources(visit), **shown,
        )  # fmt: skip

    async def _knowledge(self, visit: Visit, chosen: list[Record]) -> Knowledge | None:
        live = visit.parts.knowledge()
        if not chosen:
            return live
        drafts: dict[tuple[str, int], Entry] = {}
        async with visit.parts.database.read() as session:
            for record in chosen:
                text = await reading.text_of(session, record.id, record.head)
                drafts[record.id, record.head] = entry_of(record.id, text.content)
        return await self.drafts.of(live, drafts, visit.parts.data_dir / INDEXES)

    async def _chosen(self, visit: Visit, source: str) -> list[Record]:
        """List the entries whose drafts are to be tried."""
        if source == texts.LIVE or not visit.may(*READERS):
            return []
        async with visit.parts.database.read() as session:
            if source == texts.IN_REVIEW:
                wanted = Filter(phase=Phase.IN_REVIEW)
                return list((await reading.find(session, wanted, size=MOST_DRAFTS)).records)
            record = await reading.get(session, source)
        return [record] if record and _is_on_its_way(record) else []

    async def _sources(self, visit: Visit) -> list[tuple[str, str]]:
        """Offer what may be tried: live, all in review, and every draft."""
        offered = [(texts.LIVE, texts.SOURCES[texts.LIVE])]
        if not visit.may(*READERS):
            return offered
        records: list[Record] = []
        async with visit.parts.database.read() as session:
            for phase in ON_THEIR_WAY:
                found = await reading.find(session, Filter(phase=phase), size=MOST_DRAFTS)
                records += found.records
        if any(record.phase is Phase.IN_REVIEW for record in records):
            offered.append((texts.IN_REVIEW, texts.SOURCES[texts.IN_REVIEW]))
        return offered + [(one.id, texts.draft(one.standard_question)) for one in records]


def asked_of(form: Mapping[str, Any]) -> Asked:
    """Read what was filled in."""
    return Asked(
        str(form.get("text", ""))[:LONGEST],
        str(form.get("source", texts.LIVE))[:48],
        str(form.get("channel", "web")),
        str(form.get("context", ""))[:200],
        form.get("follow") == "1",
    )


def packed(context: Context) -> str:
    """Write down what a conversation is about, for the next question's form."""
    if context.last_entry:
        return f"entry:{context.last_entry}"
    if context.door:
        return f"door:{context.door.value}"
    if query := context.stations:
        return f"stations:{query.district or ''}|{query.service or ''}|{query.name or ''}"
    return ""


def unpacked(text: str) -> Context:
    """Read what `packed` wrote; nonsense is no context."""
    kind, _, rest = text.partition(":")
    try:
        if kind == "entry":
            return Context(last_entry=rest)
        if kind == "door":
            return Context(door=RedirectKind(rest))
        if kind == "stations":
            district, service, name = rest.split("|")
            known = ServiceKind(service) if service else None
            return Context(stations=StationQuery(district or None, known, name or None))
    except ValueError:
        return Context()
    return Context()


def spoken_about(context: Context, knowledge: Knowledge) -> str:
    """Say what a follow-up follows; nothing where there is no context."""
    entry = knowledge.entries.get(context.last_entry or "")
    if entry is not None:
        return texts.after(entry.standard_question)
    if context.stations is not None:
        return texts.AFTER_STATIONS
    return texts.AFTER_DOOR if context.door else ""


def _is_on_its_way(record: Record) -> bool:
    return record.head != record.live and record.phase is not Phase.ARCHIVED
