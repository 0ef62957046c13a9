"""A visitor of the web page: a random 128-bit id in a signed cookie, nothing else."""

import secrets
from dataclasses import dataclass

from aiohttp import web
from itsdangerous import BadSignature, Signer

COOKIE = "zxt_visitor"
KEPT_SECONDS = 180 * 24 * 3600
"""As long as conversations are kept (180 days)."""


@dataclass(frozen=True, slots=True)
class Visitors:
    """Knows visitors by their cookie; `is_secure` where the page is only served over https."""

    secret: str
    is_secure: bool

    def of(self, request: web.BaseRequest) -> str | None:
        """Return the visitor's id, or None for a newcomer or a forged cookie."""
        try:
            return self._signer.unsign(request.cookies.get(COOKIE, "")).decode("ascii")
        except BadSignature:
            return None

    def newcomer(self) -> str:
        """Invent an id nobody can guess."""
        return secrets.token_hex(16)

    def remember(self, response: web.StreamResponse, visitor: str) -> None:
        """Put the id into the browser, out of reach of scripts and of other sites' forms."""
        response.set_cookie(
            COOKIE, self._signer.sign(visitor).decode("ascii"), max_age=KEPT_SECONDS,
            httponly=True, samesite="Lax", secure=self.is_secure, path="/",
        )  # fmt: skip

    def forget(self, response: web.StreamResponse) -> None:
        """Take the id out of the browser."""
        response.del_cookie(COOKIE, httponly=True, samesite="Lax", secure=self.is_secure, path="/")

    @property
    def _signer(self) -> Signer:
        return Signer(self.secret, salt="zxt.visitor")
