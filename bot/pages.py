"""What all our pages have in common: templates, safe headers, and refusals people can read."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from texts import web as words

log = structlog.get_logger()

FOLDER = Path(__file__).parent / "web"
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
REVALIDATE = "no-cache"
FROM_A_BROWSER_PAGE = ("/chat/", "/u/", "/console")
"""Paths that act with a browser's cookie or link, so only our own pages may send to them."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class FooterLine:
    """One filing number (备案号) below the page, with the register it can be looked up in."""

    text: str
    url: str | None


class Pages:
    """Renders our templates; `data_dir` may hold a `footer.txt` with the filing numbers."""

    def __init__(self, data_dir: Path) -> None:
        self._footer = data_dir / "footer.txt"
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
        )

    def show(self, template: str, status: int = 200, **values: object) -> web.Response:
        """Return a page; it is never kept by a cache."""
        html = self._templates.get_template(template).render(footer=self.footer(), **values)
        return web.Response(
            text=html, status=status, content_type="text/html",
            headers={"Cache-Control": "no-store"},
        )  # fmt: skip

    def notice(self, status: int, title: str, text: str) -> web.Response:
        """Return a page that only says something."""
        return self.show("notice.html", status, title=title, text=text)

    def footer(self) -> list[FooterLine]:
        """Read the filing numbers anew each time, so that they can be put in without a restart."""
        try:
            raw = self._footer.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as problem:
            log.warning("footer not read", reason=problem.strerror)
            return []
        lines = _decoded(raw).splitlines()
        return [FooterLine(line.strip(), _register(line)) for line in lines if line.strip()]


class Refused(web.HTTPException):
    """A refusal that a page's script can show: JSON with one Chinese sentence."""

    status_code = 400

    def __init__(
        self, status: int, sentence: str, headers: Mapping[str, str] | None = None
    ) -> None:
        text = json.dumps({"error": sentence}, ensure_ascii=False)
        super().__init__(text=text, content_type="application/json", headers=headers)
        self.set_status(status)


def set_up(app: web.Application, pages: Pages, public_url: str | None) -> None:
    """Put the common headers, the origin check and readable errors around every page."""
    app.middlewares.append(_legible(pages))
    app.middlewares.append(_own_pages_only(public_url))
    app.on_response_prepare.append(_protect)
    app.router.add_get("/static/{path:[A-Za-z0-9._/-]{1,100}}", _static)


def is_from_own_page(request: web.Request, public_url: str | None) -> bool:
    """Whether a browser says that one of our pages sent this; programs say nothing and pass."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == public_url or urlsplit(origin).netloc == request.host


async def _protect(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


async def _static(request: web.Request) -> web.StreamResponse:
    root = (FOLDER / "static").resolve()
    file = (root / request.match_info["path"]).resolve()
    if not file.is_relative_to(root) or not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers={"Cache-Control": REVALIDATE})


def _own_pages_only(public_url: str | None) -> Callable[..., Awaitable[web.StreamResponse]]:
    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        is_change = request.method not in {"GET", "HEAD", "OPTIONS"}
        is_guarded = is_change and request.path.startswith(FROM_A_BROWSER_PAGE)
        if is_guarded and not is_from_own_page(request, public_url):
            raise Refused(403, words.FOREIGN)
        return await handler(request)

    return check


def _legible(pages: Pages) -> Callable[..., Awaitable[web.StreamResponse]]:
    @web.middleware
    async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
        wants_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        try:
            return await handler(request)
        except web.HTTPNotFound:
            if not wants_page:
                raise
            return pages.notice(404, words.NOTHING_HERE_TITLE, words.NOTHING_HERE)
        except web.HTTPException:
            raise
        except ConnectionError:
            raise  # the reader went away
        except Exception as problem:
            log.exception("page failed", path=request.path)
            if wants_page:
                return pages.notice(500, words.BROKEN_TITLE, words.BROKEN)
            raise Refused(500, words.BROKEN) from problem

    return explain


def _decoded(raw: bytes) -> str:
    """Read what a Chinese Windows or anybody else saved."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _register(line: str) -> str | None:
    """Return the register a filing number belongs to, as its rules ask for a link there."""
    if words.POLICE_FILING in line:
        number = "".join(re.findall(r"\d", line))
        return f"https://beian.mps.gov.cn/#/query/webSearch?code={number}"
    return "https://beian.miit.gov.cn/" if "ICP" in line.upper() else None
