"""A typed "1", "１", "第一个" or a button's label chooses the button of the latest turn."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from db.dialogue import Choice

_DIGITS = {character: number for number, character in enumerate("一二三四五六七八九", start=1)}
_ORDINAL = re.compile(
    r"(?:选|第|选第|我选|要)?([1-9]|[一二三四五六七八九])(?:个|项|条|号)?[.、。)]?"
)


def chosen(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Return the button somebody typed, or None where the text is no choice."""
    typed = unicodedata.normalize("NFKC", text).strip()
    for choice in choices:
        if typed == unicodedata.normalize("NFKC", choice.label):
            return choice
    found = _ORDINAL.fullmatch(typed)
    if found is None:
        return None
    number = _DIGITS.get(found[1]) or int(found[1])
    return next((choice for choice in choices if choice.number == number), None)


def as_tap(update: dict[str, Any], choice: Choice) -> dict[str, Any]:
    """Turn a typed choice into the tap it stands for."""
    message = update["message"]
    return {
        "update_id": update["update_id"],
        "callback_query": {
            "id": f"typed-{update['update_id']}",
            "from": message["from"],
            "chat_instance": str(message["chat"]["id"]),
            "data": choice.data,
            "message": message,
        },
    }
