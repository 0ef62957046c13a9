"""What can come of a citizen's text, with the evidence that the reply and the why-card share."""

from dataclasses import dataclass

from faq.entry import Entry
from faq.lexicon.lexicon import Used
from faq.neighbours import Neighbour
from faq.rank import Candidate
from faq.route import RedirectKind, SmallTalkKind
from faq.stations import StationQuery
from faq.veto import Veto


@dataclass(frozen=True, slots=True)
class Why:
    """Why an outcome was chosen: a reason code and everything it rests on.

    Probabilities and the margin between the best two are 0-1, vetoed candidates included.
    `neighbour` is the topic nobody answers here that the text is likelier about. `rewriting` are
    the words of the text that were taken for others.
    """

    reason: str
    words: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    margin: float = 0.0
    neighbour: Neighbour | None = None
    rewriting: tuple[Used, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation was about a moment ago: an entry, stations or another door.

    At most one of them is given, whatever came last.
    """

    last_entry: str | None = None
    stations: StationQuery | None = None
    """What was looked for when stations were shown."""
    door: RedirectKind | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry answers the text."""

    entry: Entry
    why: Why


@dataclass(frozen=True, slots=True)
class Suggestions:
    """One to three entries may answer; the citizen chooses."""

    entries: tuple[Entry, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Redirect:
    """Another door is the right one; `then` is the half of the text the FAQ can answer."""

    kind: RedirectKind
    query: StationQuery | None
    then: Answer | None
    why: Why
    office: str | None = None
    numbers: tuple[str, ...] = ()

    @property
    def number(self) -> str | None:
        """The telephone number to say first."""
        return self.numbers[0] if self.numbers else None


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """The text asks nothing."""

    kind: SmallTalkKind
    why: Why


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing known answers the text."""

    why: Why


Found = Answer | Suggestions | Redirect | Unknown
"""What can come of asking the FAQ alone; a redirect there is a neighbour's door."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions in a text: what was asked in full, and what came of it."""

    text: str
    outcome: Found


@dataclass(frozen=True, slots=True)
class Several:
    """Two or three questions in one text, in the order they were asked."""

    parts: tuple[Part, ...]
    why: Why


Outcome = Answer | Suggestions | Redirect | SmallTalk | Unknown | Several


def answered(outcome: Outcome) -> tuple[Entry, ...]:
    """List the entries an outcome shows in full, in order and each once."""
    match outcome:
        case Answer(entry=entry):
            return (entry,)
        case Redirect(then=Answer(entry=entry)) if not outcome.kind.is_emergency:
            return (entry,)
        case Several(parts=parts):
            entries = {entry.id: entry for part in parts for entry in answered(part.outcome)}
            return tuple(entries.values())
        case _:
            return ()
