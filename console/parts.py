"""What the console is given by the process it runs in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from console.channel_view import ChannelView, Tried
from console.past import own_exam
from console.shadow import Shadows
from db.engine import Database
from faq.entry import Entry
from faq.exam import Case
from faq.knowledge import Knowledge
from faq.outcome import Context
from faq.stations import Station


class NotReadyError(LookupError):
    """The knowledge is not open yet: for the first seconds after a start."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts every page may use.

    `knowledge` raises `NotReadyError` before it is open. `preview` shows an entry as each
    channel's citizens will see it. `renewed` is told after a commit that changed what citizens are
    told.
    `tried` answers a question as a citizen's would be, and records nothing. `exam` gives the
    questions whose right answers are known, for replays.
    """

    database: Database
    secret: str
    address: str
    data_dir: Path
    clock: Callable[[], datetime]
    knowledge: Callable[[], Knowledge]
    stations: Callable[[], tuple[Station, ...]]
    preview: Callable[[Entry, date], Sequence[ChannelView]]
    renewed: Callable[[], None]
    tried: Callable[[str, Context, datetime, Knowledge], Awaitable[Tried]]
    is_https: bool
    trusted_proxies: str
    exam: Callable[[], tuple[Case, ...]] = own_exam
    shadows: Shadows = field(default_factory=Shadows)
