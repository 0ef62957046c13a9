"""Whether the process lives, whether it can work, and how much it did."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from console.address import is_trusted
from db import migrate
from db.engine import Database, DatabaseError


class Figures:
    """Counts for operators; no text, no person."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter(
            "zhixiaotong_turns", "Turns by channel and end", ["channel", "end"],
            registry=self.registry,
        )  # fmt: skip

    def turn_ended(self, channel: str, end: str) -> None:
        """Count a turn."""
        self.turns.labels(channel, end).inc()


@dataclass(frozen=True, slots=True)
class Health:
    """The pages machines ask."""

    database: Database
    media: Path
    figures: Figures
    trusted_proxies: str
    knowledge_is_ready: asyncio.Event

    def add_routes(self, app: web.Application) -> None:
        """Serve `/healthz`, `/readyz` and `/metrics`."""
        app.router.add_get("/healthz", self.on_health)
        app.router.add_get("/readyz", self.on_ready)
        app.router.add_get("/metrics", self.on_metrics)

    async def on_health(self, _request: web.Request) -> web.Response:
        """Say that the process answers."""
        return web.json_response({"process": "ok"})

    async def on_ready(self, _request: web.Request) -> web.Response:
        """Say what works; 503 unless everything does."""
        parts = {
            "database": await self._database_answers(),
            "media": await asyncio.to_thread(self._media_is_writable),
            "knowledge": self.knowledge_is_ready.is_set(),
        }
        shown = {name: "ok" if is_ok else "down" for name, is_ok in parts.items()}
        return web.json_response(shown, status=200 if all(parts.values()) else 503)

    async def on_metrics(self, request: web.Request) -> web.Response:
        """Show the counts to this machine and trusted proxies, not to those behind them."""
        behind = request.headers.get("X-Forwarded-For", "")
        hops = [request.remote, *(hop.strip() for hop in behind.split(",") if hop.strip())]
        if not all(is_trusted(hop, self.trusted_proxies) for hop in hops):
            raise web.HTTPForbidden
        body = generate_latest(self.figures.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _database_answers(self) -> bool:
        try:
            return await migrate.current(self.database) == migrate.newest()
        except (DatabaseError, OSError):
            return False

    def _media_is_writable(self) -> bool:
        return os.access(self.media, os.W_OK)
