"""Signing in (登录): a name, a password and a code, and the same refusal whatever was wrong."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.engine import Database, Session
from db.taking_turns import Lane, take_turn
from people.audit import store as audit
from people.staff import codes, passwords
from people.staff.attempts import store as attempts
from people.staff.credentials import store as credentials
from people.staff.credentials.store import Credentials
from people.staff.keys import Keys, UnsealedError
from people.staff.sessions import store as sessions
from people.staff.staff import Staff

DEVICE = "totp"
"""What phones' secrets are sealed for."""

CODE = "recovery code"

BROWSER = "known browser"
KNOWN_FOR = timedelta(days=180)
"""How long a browser somebody came in with is told apart from strangers' browsers."""


@dataclass(frozen=True, slots=True)
class Knock:
    """What somebody gives who wants to come in, and where from.

    `known` is what `mark_of` gave their browser, if they came in with it before.
    """

    name: str
    password: str
    code: str
    address: str
    browser: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came in; `token` is for their cookie, `codes_left` after a recovery code."""

    staff: Staff
    token: str
    codes_left: int | None


@dataclass(frozen=True, slots=True)
class Barred:
    """Nothing is tried before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something was wrong; nobody is told what."""


def name_of(typed: str) -> str:
    """Return the name somebody signs in with as we keep it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


async def enter(
    database: Database, keys: Keys, knock: Knock, now: datetime
) -> Entered | Barred | Wrong:
    """Let somebody in who has all three, and count the attempt otherwise."""
    name = name_of(knock.name)
    hashes = _counted(keys, knock, name, now)
    async with database.begin() as session:
        await take_turn(session, Lane.SIGN_IN)
        until = await attempts.barred_until(session, *hashes, now)
        if until is not None:
            return Barred(until)
        await attempts.note(session, *hashes, now)
        known = await credentials.of_name(session, name)
    is_own = await is_own_password(known, knock.password)
    renewed = await _renewed(known, knock.password) if known and is_own else None
    async with database.begin() as session:
        await take_turn(session, Lane.STAFF)
        is_own = is_own and await _is_unchanged(session, known)
        if known and is_own and await _is_own_code(session, keys, known, knock.code, now):
            if renewed:
                await credentials.set_password(session, known.staff.id, renewed)
            await attempts.forgive(session, hashes[0])
            return await _entered(session, known, knock, now)
        if known and await attempts.barred_until(session, *hashes, now):
            await audit.record(session, None, "session.bar", str(known.staff.id), {}, now)
    return Wrong()


async def confirm(
    database: Database, keys: Keys, staff: Staff, knock: Knock, now: datetime
) -> Barred | Wrong | None:
    """Let somebody who is signed in prove it by their password.

    Failures count as at sign-in, but apart: no stranger can make them wait.
    """
    own = keys.stamp("confirm", str(staff.id))
    hashes = own, own
    async with database.begin() as session:
        await take_turn(session, Lane.SIGN_IN)
        until = await attempts.barred_until(session, *hashes, now)
        if until is not None:
            return Barred(until)
        await attempts.note(session, *hashes, now)
        known = await credentials.of(session, staff.id)
    if not await is_own_password(known, knock.password):
        return Wrong()
    async with database.begin() as session:
        await attempts.forgive(session, hashes[0])
    return None


def mark_of(keys: Keys, name: str, now: datetime) -> str:
    """Return what a browser keeps after somebody came in with it: it opens nothing by itself."""
    return keys.seal(BROWSER, {"name": name, "id": secrets.token_hex(16)}, now)


async def is_own_password(known: Credentials | None, password: str) -> bool:
    """Whether somebody, who may sign in, has this password; as much work for nobody."""
    is_open = known is not None and known.staff.is_active and known.totp_secret is not None
    kept = known.password_hash if known and is_open else None
    return await passwords.is_right(password, kept)


def _counted(keys: Keys, knock: Knock, name: str, now: datetime) -> tuple[str, str]:
    """Return under what an attempt counts: a name and an address, or a browser known for the name.

    Strangers who guess at a name make other strangers wait, and not its owner at their own desk.
    """
    try:
        mark = keys.unseal(BROWSER, knock.known, now, KNOWN_FOR)
    except UnsealedError:
        mark = {"name": None}
    if mark["name"] != name:
        return keys.stamp("name", name), keys.stamp("address", knock.address)
    own = keys.stamp(BROWSER, mark["id"])
    return own, own


async def _is_unchanged(session: Session, known: Credentials | None) -> bool:
    """Whether nobody took away what was compared while it was compared."""
    fresh = await credentials.of(session, known.staff.id) if known else None
    return (
        known is not None
        and fresh is not None
        and fresh.staff.is_active
        and (fresh.password_hash, fresh.totp_secret) == (known.password_hash, known.totp_secret)
    )


async def _renewed(known: Credentials, password: str) -> str | None:
    if known.password_hash and passwords.is_outdated(known.password_hash):
        return await passwords.hashed(password)
    return None


async def _is_own_code(
    session: Session, keys: Keys, known: Credentials, code: str, now: datetime
) -> bool:
    """Use up the code of a phone or of the paper; False where it is neither, or was used."""
    if codes.is_recovery_code(code):
        stamp = keys.stamp(CODE, codes.plain(code))
        return await credentials.use_code(session, known.staff.id, stamp, now)
    try:
        secret = keys.unseal(DEVICE, known.totp_secret or "", now)
    except UnsealedError:
        return False
    step = codes.step_of(secret, code, now)
    return step is not None and await credentials.use_step(session, known.staff.id, step)


async def _entered(session: Session, known: Credentials, knock: Knock, now: datetime) -> Entered:
    is_paper = codes.is_recovery_code(knock.code)
    token = await sessions.begin(session, known.staff.id, knock.browser, now)
    left = await credentials.codes_left(session, known.staff.id) if is_paper else None
    facts = {"with": "recovery_code" if is_paper else "device"}
    await audit.record(session, known.staff, "session.begin", str(known.staff.id), facts, now)
    return Entered(known.staff, token, left)
