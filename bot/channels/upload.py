"""The upload page `/u/<token>`: one large file for one work, whatever channel it was begun in.

The token is the work's id, signed and dated. Nothing about a work can be learned by guessing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from bot.channels.receiving import name_of, received
from bot.channels.web import NAME
from bot.pages import Pages, Refused
from bot.turns import Clock, utc_now
from campaign import intake
from campaign import store as works
from campaign.campaign import Campaign
from campaign.files import MediaFolder
from campaign.submission import State, Submission
from db.engine import Database
from desk.switches.switches import EVERYTHING, SUBMIT, Switches
from texts import check
from texts import switches as switch_words
from texts import upload as words

VALID_SECONDS = 3 * 24 * 3600
OPEN = frozenset({State.DRAFT, State.NEEDS_FIX})


class ClosedLinkError(Exception):
    """A link that leads nowhere: HTTP status, and the sentence that says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status, sentence)
        self.status, self.sentence = status, sentence


@dataclass(frozen=True, slots=True)
class UploadLinks:
    """Makes and reads the links; `address` is where citizens reach our pages."""

    secret: str
    address: str

    def to(self, submission_id: str) -> str:
        """Return the address of a work's upload page, valid for three days."""
        return f"{self.address}/u/{self._serializer.dumps(submission_id)}"

    def read(self, token: str) -> str:
        """Return the work's id; raises `ClosedLinkError`."""
        try:
            return str(self._serializer.loads(token, max_age=VALID_SECONDS))
        except SignatureExpired:
            raise ClosedLinkError(410, words.EXPIRED) from None
        except BadSignature:
            raise ClosedLinkError(403, words.FORGED) from None

    @property
    def _serializer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="zxt.upload")


@dataclass(frozen=True, slots=True)
class Upload:
    """The page and the address its file goes to; `stored` is told that there is work to do."""

    database: Database
    folder: MediaFolder
    pages: Pages
    links: UploadLinks
    stored: Callable[[], None] = lambda: None
    clock: Clock = utc_now
    switches: Callable[[], Switches] = Switches
    """What is stopped now: while the whole bot or 投稿 is, no file is taken; the link stays."""

    def add_routes(self, app: web.Application) -> None:
        """Serve the page."""
        app.router.add_get("/u/{token}", self.page)
        app.router.add_put("/u/{token}/file", self.put)

    async def page(self, request: web.Request) -> web.Response:
        """Show what may be uploaded, or why nothing may."""
        if sentence := self._stopped():
            return self.pages.notice(503, switch_words.UPLOAD_TITLE, sentence)
        try:
            work, campaign = await self._work(request)
        except ClosedLinkError as closed:
            return self.pages.notice(closed.status, words.CLOSED_TITLE, closed.sentence)
        limits = campaign.limits
        return self.pages.show(
            "upload.html",
            campaign=campaign.name,
            title=work.title or words.UNTITLED,
            limits=limits,
            shortest=check.duration(limits.min_seconds),
            longest=check.duration(limits.max_seconds),
            largest=check.size(limits.max_bytes),
            formats=words.formats(limits.containers),
            on_web=work.channel == NAME,
        )

    async def put(self, request: web.Request) -> web.Response:
        """Take the file, and give it to the work in one transaction."""
        if sentence := self._stopped():
            raise Refused(503, sentence)
        try:
            work, campaign = await self._work(request)
            stored = await received(request, self.folder, work.id, campaign.limits.max_bytes)
            now = self.clock()
            async with self.database.begin() as session:
                await intake.attach(session, work.id, stored, name_of(request), now)
        except ClosedLinkError as closed:
            raise Refused(closed.status, closed.sentence) from None
        except intake.SettledError:
            raise Refused(410, words.SETTLED) from None
        except intake.TooLateError:
            raise Refused(410, words.TOO_LATE) from None
        except intake.UnknownSubmissionError:
            raise Refused(404, words.UNKNOWN) from None
        self.stored()
        return web.json_response({}, status=201)

    def _stopped(self) -> str | None:
        now = self.switches()
        words = now.of(EVERYTHING) or now.of(SUBMIT)
        return switch_words.no_files(words) if words else None

    async def _work(self, request: web.Request) -> tuple[Submission, Campaign]:
        number = self.links.read(request.match_info["token"])
        async with self.database.read() as session:
            work = await works.get(session, number)
            if work is None or work.person_id is None:
                raise ClosedLinkError(404, words.UNKNOWN)
            campaign = await works.campaign(session, work.campaign_id)
        if work.state not in OPEN:
            raise ClosedLinkError(410, words.SETTLED)
        if not campaign.takes(work.created_at, self.clock()):
            raise ClosedLinkError(410, words.TOO_LATE)
        return work, campaign
