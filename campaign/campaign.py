"""A campaign (征集活动): one call for videos, its rules as data.

The closing second belongs to the campaign: with 23:59:59 a video at 23:59:59.9 is in time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from campaign.limits import BadLimitsError, Limits
from people.consent import Consent

CHINA = ZoneInfo("Asia/Shanghai")
CLOSING_SECOND = timedelta(seconds=1)
LONGEST_TOGETHER = 3600
"""Characters; Telegram takes 4096, and headings and answers need room, too."""

MOST_CATEGORIES = 9
"""Buttons are chosen by one digit, too."""


class BadCampaignError(ValueError):
    """A definition that cannot be used; carries the name of the field at fault."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Phase(StrEnum):
    """Where a campaign stands at an instant."""

    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


class ConsentKind(StrEnum):
    """What an author, or a child's guardian, is asked to agree to."""

    PERSONAL = "personal"
    GUARDIAN = "guardian"
    ORIGINALITY = "originality"
    USE = "use"
    PORTRAIT = "portrait"


AT_HAND_IN = (ConsentKind.ORIGINALITY, ConsentKind.USE, ConsentKind.PORTRAIT)
"""What is agreed to with the one button that hands the work in."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The fewest and most characters (字, blanks not counted) or things; both ends allowed."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Form:
    """How much an author may write in each field."""

    title: Bounds
    authors: Bounds
    name: Bounds
    organisation: Bounds
    synopsis: Bounds


@dataclass(frozen=True, slots=True)
class Campaign:
    """A call for videos; `quota` is how many works one person may hand in."""

    id: str
    name: str
    is_sample: bool
    opens_at: datetime
    closes_at: datetime
    grace: timedelta
    """How long after the close a work begun in time may still be finished."""
    rules: str
    quota: int
    categories: tuple[str, ...]
    form: Form
    limits: Limits
    consents: Mapping[ConsentKind, Consent]

    def phase(self, now: datetime) -> Phase:
        """Say whether works may be begun."""
        if now < self.opens_at:
            return Phase.BEFORE
        return Phase.OPEN if now < self.closes_at + CLOSING_SECOND else Phase.AFTER

    def takes(self, begun_at: datetime, now: datetime) -> bool:
        """Whether a work begun at `begun_at` may still be handed in."""
        if self.phase(begun_at) is not Phase.OPEN:
            return False
        return now < self.closes_at + CLOSING_SECOND + self.grace


def choose(campaigns: tuple[Campaign, ...], now: datetime) -> Campaign | None:
    """Choose whom a citizen means: a real campaign before a sample, open before the others.

    Among those not open the next to open is meant, else the last that closed.
    """
    if not campaigns:
        return None
    order = {Phase.OPEN: 0, Phase.BEFORE: 1, Phase.AFTER: 2}

    def rank(campaign: Campaign) -> tuple[int, bool, float]:
        phase = campaign.phase(now)
        distance = abs((campaign.opens_at - now).total_seconds())
        return order[phase], campaign.is_sample, distance

    real = tuple(campaign for campaign in campaigns if not campaign.is_sample)
    return min(real or campaigns, key=rank)


def dated(document: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Give a sample its dates: from now until the end of the Beijing day `open_for_days` on."""
    days = document.get("open_for_days")
    if not isinstance(days, int):
        return dict(document)
    last = now.astimezone(CHINA) + timedelta(days=days)
    closes = last.replace(hour=23, minute=59, second=59, microsecond=0)
    return {**document, "opens_at": now.isoformat(), "closes_at": closes.isoformat()}


def parse(document: Mapping[str, Any]) -> Campaign:
    """Read a definition; instants without a zone are Beijing time. Raises `BadCampaignError`."""
    opens_at, closes_at = _instant(document, "opens_at"), _instant(document, "closes_at")
    if opens_at >= closes_at:
        raise BadCampaignError("closes_at")
    _check_lengths(document)
    return Campaign(
        id=_text(document, "id"),
        name=_text(document, "name"),
        is_sample=bool(document.get("is_sample")),
        opens_at=opens_at,
        closes_at=closes_at,
        grace=timedelta(minutes=_whole(document, "grace_minutes", least=0)),
        rules=_text(document, "rules"),
        quota=_whole(document, "quota", least=1),
        categories=_categories(document),
        form=_form(document),
        limits=_limits(document),
        consents={kind: _consent(document, kind) for kind in ConsentKind},
    )


def _check_lengths(document: Mapping[str, Any]) -> None:
    """Keep what is shown together within one message of every channel."""
    consents = {kind: _consent(document, kind).text for kind in ConsentKind}
    if len(_text(document, "rules")) + len(consents[ConsentKind.PERSONAL]) > LONGEST_TOGETHER:
        raise BadCampaignError("rules")
    if sum(len(consents[kind]) for kind in AT_HAND_IN) > LONGEST_TOGETHER // 2:
        raise BadCampaignError("consents")


def _text(document: Mapping[str, Any], field: str) -> str:
    value = document.get(field)
    if not isinstance(value, str) or not value.strip():
        raise BadCampaignError(field)
    return value.strip()


def _whole(document: Mapping[str, Any], field: str, least: int) -> int:
    value = document.get(field)
    if not isinstance(value, int) or value < least:
        raise BadCampaignError(field)
    return value


def _instant(document: Mapping[str, Any], field: str) -> datetime:
    value = document.get(field)
    try:
        instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise BadCampaignError(field) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=CHINA)


def _categories(document: Mapping[str, Any]) -> tuple[str, ...]:
    value = document.get("categories")
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_CATEGORIES:
        raise BadCampaignError("categories")
    categories = tuple(str(one).strip() for one in value)
    if not all(categories) or len(set(categories)) < len(categories):
        raise BadCampaignError("categories")
    return categories


def _form(document: Mapping[str, Any]) -> Form:
    fields = document.get("form")
    if not isinstance(fields, dict):
        raise BadCampaignError("form")
    names = ("title", "authors", "name", "organisation", "synopsis")
    return Form(**{name: _bounds(fields, name) for name in names})


def _bounds(fields: Mapping[str, Any], name: str) -> Bounds:
    try:
        bounds = Bounds(int(fields[name]["least"]), int(fields[name]["most"]))
    except (KeyError, TypeError, ValueError):
        raise BadCampaignError(f"form.{name}") from None
    if not 1 <= bounds.least <= bounds.most:
        raise BadCampaignError(f"form.{name}")
    return bounds


def _limits(document: Mapping[str, Any]) -> Limits:
    values = dict(document.get("limits") or {})
    for name in ("containers", "codecs"):
        if name in values:
            values[name] = frozenset(values[name])
    try:
        return Limits(**values)
    except (TypeError, BadLimitsError):
        raise BadCampaignError("limits") from None


def _consent(document: Mapping[str, Any], kind: ConsentKind) -> Consent:
    try:
        value = document["consents"][kind.value]
        consent = Consent(kind.value, str(value["version"]), str(value["text"]).strip())
    except (KeyError, TypeError):
        raise BadCampaignError(f"consents.{kind.value}") from None
    if not consent.version or not consent.text:
        raise BadCampaignError(f"consents.{kind.value}")
    return consent
