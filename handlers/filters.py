"""Filters for hot paths: asynchronous, because aiogram runs plain ones in threads."""

import unicodedata

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message


class Words(Filter):
    """The whole message is one of these words, whatever the width, case or trailing dots."""

    def __init__(self, *words: str) -> None:
        self.words = frozenset(words)

    async def __call__(self, message: Message) -> bool:
        """Compare the text as typed, without decoration."""
        return plain(message.text or "") in self.words


class Data(Filter):
    """A button whose data starts with `prefix`; the rest is given to the handler as `rest`."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, str]:
        """Split the data behind the prefix."""
        data = query.data or ""
        return {"rest": data.removeprefix(self.prefix)} if data.startswith(self.prefix) else False


class Has(Filter):
    """The message carries one of these kinds of content (`video`, `location` …)."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = frozenset(kinds)

    async def __call__(self, message: Message) -> bool:
        """Compare aiogram's own name for the content."""
        return message.content_type in self.kinds


def plain(text: str) -> str:
    """Return what was typed without width, case, surrounding blanks and closing marks."""
    return unicodedata.normalize("NFKC", text).strip().strip("。.!！?？~～ ").lower()
