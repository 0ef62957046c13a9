"""Passwords: how long they must be, and argon2id for keeping them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 128
COMMON = frozenset({
    "1234567890", "0123456789", "0987654321", "12345678910", "1111111111", "0000000000",
    "8888888888", "6666666666", "9876543210", "1234512345", "1122334455", "1357924680",
    "qwertyuiop", "qwerty12345", "1q2w3e4r5t", "1qaz2wsx3edc", "q1w2e3r4t5", "asdfghjkl1",
    "password123", "password1234", "password12345", "passw0rd123", "passw0rd1234", "mypassword",
    "admin12345", "admin123456", "administrator", "adminadmin", "admin@12345", "root123456",
    "woaini1314", "woaini520520", "5201314520", "iloveyou123", "a123456789", "abc1234567",
    "abcd123456", "aa12345678", "qq12345678", "zxcvbnm123", "letmein123", "welcome123",
    "changeme123", "test123456", "zhixiaotong", "zhixiaotong123",
})  # fmt: skip
"""Long enough, and tried first by whoever guesses."""

_HASHER = PasswordHasher()
_WORKERS = ThreadPoolExecutor(2, thread_name_prefix="password")
"""Each hash takes 64 MiB for a moment: never many at once, whoever knocks."""


class Weakness(StrEnum):
    """Why a password cannot be taken."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    NAME = "name"


def weakness_of(password: str, name: str) -> Weakness | None:
    """Return why a password cannot be taken, or None; what it is composed of does not matter."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    if plain in COMMON or len(set(plain)) == 1:
        return Weakness.COMMON
    return (
        Weakness.NAME
        if name and plain.replace(name.casefold(), "").strip("0123456789") == ""
        else None
    )


async def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, _HASHER.hash, password)


async def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one kept; as much work where none is."""
    run = asyncio.get_running_loop().run_in_executor
    return (
        await run(_WORKERS, _verify, password[:LONGEST], kept or _nobodys()) and kept is not None
    )


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def _verify(password: str, kept: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody's")
