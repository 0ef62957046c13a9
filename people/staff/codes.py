"""One-time codes: those a phone shows (动态码), and those kept on paper (恢复码)."""

import re
import secrets
import unicodedata
from datetime import datetime
from hmac import compare_digest

import pyotp

from people.receipt import ALPHABET

STEP_SECONDS = 30
TOLERANCE = (0, -1, 1)
"""Steps a phone's clock may be off, the likeliest first."""

CODES = 10
CODE_LENGTH = 10


def new_secret() -> str:
    """Invent what a phone and we will share."""
    return pyotp.random_base32()


def device_uri(secret: str, name: str, issuer: str) -> str:
    """Return what the QR code says."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step a phone's code belongs to, or None where it is wrong or old."""
    given, device = plain(code), pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP_SECONDS
    for step in (current + offset for offset in TOLERANCE):
        if compare_digest(device.generate_otp(step).encode(), given.encode()):
            return step
    return None


def code_at(secret: str, now: datetime) -> str:
    """Return what a phone shows at an instant."""
    return pyotp.TOTP(secret).generate_otp(int(now.timestamp()) // STEP_SECONDS)


def new_recovery_codes() -> list[str]:
    """Invent a set of recovery codes, such as `7K3MP-XR4AB`."""
    return [f"{_five()}-{_five()}" for _ in range(CODES)]


def plain(code: str) -> str:
    """Return a code without the ways of writing it."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", code).upper())


def is_recovery_code(code: str) -> bool:
    """Whether it may be one of those on paper."""
    return len(plain(code)) == CODE_LENGTH


def _five() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH // 2))
