"""Takes personal numbers out of text before it is written anywhere that outlives the moment."""

import re

_IDENTITY_CARD = re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_BANK_CARD = re.compile(r"(?<!\d)\d{12,15}(\d{4})(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


def mask(text: str) -> str:
    """Hide identity-card, bank-card and mobile numbers and e-mail addresses in `text`."""
    text = _IDENTITY_CARD.sub(r"\1********\2", text)
    text = _MOBILE.sub(r"\1****\2", text)
    text = _BANK_CARD.sub(r"************\1", text)
    return _EMAIL.sub("***@***", text)
