"""The rows an operator acts on: the very ones that were before their eyes, named in the form."""

from collections.abc import Iterable

from people import receipt
from people.receipt import ReceiptKind

MOST = 500
"""Rows one act takes; the next act takes the rest."""

_PREFIX = f"{ReceiptKind.QUESTION}-"


def packed(receipts: Iterable[str]) -> str:
    """Write receipts of questions in a short form for addresses and forms."""
    return ".".join(one.removeprefix(_PREFIX) for one in list(receipts)[:MOST])


def unpacked(text: str) -> tuple[str, ...]:
    """Read receipts back; what is none is left out."""
    found = (receipt.find(_PREFIX + one) for one in text.split(".")[:MOST])
    return tuple(dict.fromkeys(one for one in found if one))
