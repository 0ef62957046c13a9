"""Sensitive words in what an editor wrote: such a text must not go live."""

from collections.abc import Iterator, Mapping
from typing import Any

from faq.lexicon.lexicon import Lexicon


def blocked_in(content: Mapping[str, Any], lexicon: Lexicon) -> str | None:
    """Give the first sensitive word in the content of an entry, be it shown or a wording."""
    return next((word for text in _texts(content) if (word := lexicon.blocked(text))), None)


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    yield str(content.get("standard_question") or "")
    yield from map(str, content.get("similar_questions") or ())
    yield str(content.get("answer") or "")
    for source in content.get("sources") or ():
        yield str(source.get("title") or "")
