"""Tying a phone (绑定手机): what the page with the QR code shows, and what it hides in itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import segno

from console.visit import Visit
from people.staff import codes
from people.staff.keys import UnsealedError
from texts import console_sign_in as words

LIFE = timedelta(minutes=30)
"""How long one may take over the page."""

PURPOSE = "enrolment"
GROUP = 4


@dataclass(frozen=True, slots=True)
class Device:
    """A secret about to be shared with a phone."""

    uri: str
    picture: str
    spelled: str


def device_of(secret: str, name: str) -> Device:
    """Return a secret as a phone scans it, opens it, or as it is typed."""
    uri = codes.device_uri(secret, name, words.ISSUER)
    picture = segno.make(uri, error="m", micro=False).svg_data_uri(border=2)
    spelled = " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))
    return Device(uri, picture, spelled)


def sealed(visit: Visit, holder: str, **values: Any) -> str:  # noqa: ANN401 -- any JSON
    """Return what the page hides: readable by us only, for its holder only, for half an hour."""
    return visit.keys.seal(PURPOSE, {**values, "holder": holder}, visit.now)


def unsealed(visit: Visit, holder: str, text: str) -> dict[str, Any]:
    """Return what such a page hid; raises `UnsealedError`."""
    values: dict[str, Any] = visit.keys.unseal(PURPOSE, text, visit.now, LIFE)
    if values.pop("holder", None) != holder:
        raise UnsealedError(PURPOSE)
    return values
