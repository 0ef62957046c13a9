"""The shape of everything the bot says: one text, at most one keyboard, at most one medium."""

from dataclasses import dataclass, field

from aiogram.utils.formatting import Text

NAVIGATION = "nav:"
"""Buttons whose data starts so (返回、取消) are chosen by tap or label, never by a digit."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `data` comes back when it is chosen, `url` opens a page instead."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on a map; the point is GCJ-02 as in Chinese maps."""

    title: str
    address: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Reply:
    """One coherent answer. Buttons are rows; a venue is shown beside the text."""

    text: Text
    buttons: tuple[tuple[Button, ...], ...] = field(default=())
    venue: Venue | None = None


def rows(*buttons: Button) -> tuple[tuple[Button, ...], ...]:
    """Put every button in a row of its own, as thumbs like it."""
    return tuple((button,) for button in buttons)
