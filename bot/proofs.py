"""Files that prove to WeChat whose address this is (`MP_verify_….txt`), from the data folder."""

import asyncio
from pathlib import Path

from aiohttp import web

LARGEST = 1024
"""Bytes; WeChat's files hold a code of a few letters."""


class Proofs:
    """Serves the few files by their exact names, so that nothing else of the folder is shown."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add_routes(self, app: web.Application) -> None:
        """Answer at the root of the site."""
        app.router.add_get("/MP_verify_{code:[A-Za-z0-9]{1,64}}.txt", self.on_file)

    async def on_file(self, request: web.Request) -> web.Response:
        """Give the file; 404 where nobody has put it there."""
        path = self._folder / f"MP_verify_{request.match_info['code']}.txt"
        try:
            return web.Response(
                body=await asyncio.to_thread(_read, path), content_type="text/plain"
            )
        except OSError:
            raise web.HTTPNotFound from None


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)
