"""What a taught word does to past questions: those it fixes and those it breaks."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from faq.exam import Case
from faq.knowledge import Knowledge
from faq.lexicon.lexicon import Lexicon, WordKind
from faq.lexicon.view import Gap, Lookup, view
from faq.lexicon.word import Taught
from faq.replay import Replay, compare


def effect(
    words: Sequence[Taught],
    live: Knowledge,
    texts: Sequence[str],
    cases: Sequence[Case],
    now: datetime,
    pause: Callable[[], None] = lambda: None,
) -> Replay:
    """Compare the live knowledge without the words and with them.

    Only what holds one of the words can change, so only that is asked.
    """
    lookup = Lookup(word.said for word in words)
    held = [text for text in texts if _holds(lookup, text)]
    asked = [case for case in cases if _holds(lookup, case.text)]
    if held or asked:
        without = _without(live.lexicon, words)
        before, after = live.taught(without), live.taught(_with(without, words))
        found = compare(before, after, held, asked, now, pause=pause)
    else:
        found = Replay((), 0, 0)
    return replace(found, asked=len(texts), examined=len(cases))


def _holds(lookup: Lookup, text: str) -> bool:
    return next(lookup.finds(view(text), Gap.MARK), None) is not None


def _without(lexicon: Lexicon, words: Sequence[Taught]) -> Lexicon:
    said = {kind: {word.said for word in words if word.kind is kind} for kind in WordKind}
    return Lexicon(
        _left(lexicon.synonyms, said[WordKind.SYNONYM]),
        _left(lexicon.homophones, said[WordKind.HOMOPHONE]),
        lexicon.domain - said[WordKind.DOMAIN],
        lexicon.sensitive - said[WordKind.SENSITIVE],
        lexicon.allowed - said[WordKind.ALLOWED],
    )


def _left(known: Mapping[str, str], gone: Container[str]) -> dict[str, str]:
    return {said: meant for said, meant in known.items() if said not in gone}


def _with(lexicon: Lexicon, words: Sequence[Taught]) -> Lexicon:
    pairs: dict[WordKind, dict[str, str]] = {kind: {} for kind in WordKind}
    for word in words:
        pairs[word.kind][word.said] = word.meant or ""
    return Lexicon(
        {**lexicon.synonyms, **pairs[WordKind.SYNONYM]},
        {**lexicon.homophones, **pairs[WordKind.HOMOPHONE]},
        lexicon.domain | frozenset(pairs[WordKind.DOMAIN]),
        lexicon.sensitive | frozenset(pairs[WordKind.SENSITIVE]),
        lexicon.allowed | frozenset(pairs[WordKind.ALLOWED]),
    )
