"""How an answer looks in one channel (预览), for pages that show it before citizens see it."""

from dataclasses import dataclass

from markupsafe import Markup

from faq.outcome import Outcome


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button as a citizen sees it; a digit chooses it where there is one."""

    label: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message: safe HTML whose line breaks count, and what may be touched under it."""

    html: Markup
    buttons: tuple[tuple[ShownButton, ...], ...] = ()
    size: int = 0
    """How much of the channel's room it takes, in the channel's own unit."""


@dataclass(frozen=True, slots=True)
class ChannelView:
    """What a citizen is shown in one channel: `web`, `telegram` or `wechat`.

    The first message comes at once; the others are pushed, or come when they are asked for.
    """

    channel: str
    messages: tuple[ShownMessage, ...]
    limit: int | None = None
    """The room of one message in the channel's own unit; None where there is enough."""
    is_pushed: bool = True
    """Whether what does not fit into the first message comes by itself."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a question that was only tried, and how each channel would say it."""

    outcome: Outcome
    views: tuple[ChannelView, ...]
