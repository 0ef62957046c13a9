"""What the journal (问答流水) is told of a question: never more than may be kept."""

from desk.journal.journal import Asked, Came
from faq.card import entry_of, leading, name
from faq.outcome import Outcome, Redirect, Several, SmallTalk, Suggestions, Unknown
from faq.route import RedirectKind, SmallTalkKind

STOPPED = "stopped"
"""The reason of a miss where an operator stopped what would have answered."""
_UNKEPT_DOORS = frozenset({RedirectKind.COMPLAINT, RedirectKind.REPORT, RedirectKind.HUMAN})
"""Whoever complains tells of people and shops: that is not ours to keep."""
_UNKEPT_TALK = frozenset({SmallTalkKind.ABUSE, SmallTalkKind.SENSITIVE})


def asked(channel: str, text: str, outcome: Outcome) -> Asked:
    """Describe a question and its outcome, without words that must not be kept."""
    why = leading(outcome).why
    return Asked(
        channel=channel,
        text=text if _may_be_kept(outcome) else None,
        outcome=Came.STOPPED if why.reason == STOPPED else Came(name(outcome)),
        reason=why.reason,
        entry_id=entry_of(outcome),
        probability=why.candidates[0].probability if why.candidates else 0.0,
    )


def chosen(channel: str, entry_id: str, *, is_offered: bool) -> Asked:
    """Describe that a question's button was tapped: one suggested just now, or any other."""
    return Asked(channel, None, Came.CHOSEN, "chosen" if is_offered else "tapped", entry_id, 1.0)


def offered(outcome: Outcome) -> list[str]:
    """List the entries that were suggested, so that a choice among them can be told apart."""
    match outcome:
        case Suggestions(entries=entries):
            return [entry.id for entry in entries]
        case Several(parts=parts):
            return [entry for part in parts for entry in offered(part.outcome)]
        case _:
            return []


def _may_be_kept(outcome: Outcome) -> bool:
    match outcome:
        case Redirect(kind=kind):
            return not (kind.is_emergency or kind.is_forbidden or kind in _UNKEPT_DOORS)
        case SmallTalk(kind=talk):
            return talk not in _UNKEPT_TALK
        case Unknown(why=why):
            return why.reason != "empty"
        case _:
            return True
