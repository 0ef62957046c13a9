"""Receipt numbers (回执编号) such as `V-7K3MPXR`: short, and safe to read aloud.

Six random characters and a check character, from 29 letters and digits without look-alikes. The
check is a weighted sum modulo the prime 29: every single wrong character and every swap of two
neighbours is noticed.
"""

import re
import secrets
import unicodedata
from enum import StrEnum

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXY2345679"
LENGTH = 6


class ReceiptKind(StrEnum):
    """What a receipt stands for, shown as its first letter."""

    QUESTION = "Q"
    VIDEO = "V"
    TICKET = "T"


_SHAPE = re.compile(rf"([{''.join(ReceiptKind)}])[-—_ ]?([{ALPHABET}]{{{LENGTH}}})([{ALPHABET}])")


def issue(kind: ReceiptKind) -> str:
    """Make a new number; the table's unique key is what keeps two from being equal."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{kind}-{body}{_check(body)}"


def find(text: str) -> str | None:
    """Return the first well-formed receipt in what somebody typed, or None.

    Case, full width and the dash do not matter; a number whose check fails is not one.
    """
    for found in _SHAPE.finditer(unicodedata.normalize("NFKC", text).upper()):
        kind, body, check = found.groups()
        if _check(body) == check:
            return f"{kind}-{body}{check}"
    return None


def kind_of(receipt: str) -> ReceiptKind:
    """Return what `receipt` stands for; raises `ValueError` where it is none."""
    return ReceiptKind(receipt[:1])


def _check(body: str) -> str:
    total = sum(
        weight * ALPHABET.index(character) for weight, character in enumerate(body, start=1)
    )
    return ALPHABET[total % len(ALPHABET)]
