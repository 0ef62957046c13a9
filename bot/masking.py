"""What may be kept of a citizen's own words: no personal numbers, nothing sensitive."""

from collections.abc import Callable
from dataclasses import dataclass

from faq.knowledge import Knowledge
from people.mask import mask
from texts import web as texts


@dataclass(frozen=True, slots=True)
class Masking:
    """Masks what was typed before it is written, by the words in force (敏感词)."""

    knowledge: Callable[[], Knowledge]

    def __call__(self, text: str) -> str:
        """Give what may be shown again."""
        try:
            lexicon = self.knowledge().lexicon
        except LookupError:  # before it is open
            return mask(text)
        is_blocked = lexicon.blocked(text) or lexicon.blocked(lexicon.rewritten(text).text)
        return texts.UNSHOWN if is_blocked else mask(text)
