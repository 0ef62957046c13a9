"""A person as conversations know them: a number, a channel, and how they like to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks with the bot; the number says nothing about who they are."""

    id: int
    channel: str
    large_print: bool = False
    knows_notice: bool = False
    """Whether the one-line privacy notice (隐私提示) was already shown to them."""
