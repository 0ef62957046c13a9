"""A PostgreSQL database of a test's own, where a server can be reached."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

SERVER = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
REASON = "no PostgreSQL at TEST_POSTGRES (default postgres@127.0.0.1:5432)"

BOTH = pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
"""Runs a test on a file and on a server; see `records`."""


@asynccontextmanager
async def records(kind: str) -> AsyncIterator[str | None]:
    """Give the address of a database of the test's own; None for a file."""
    if kind == "sqlite":
        yield None
        return
    async with fresh_postgres() as url:
        yield url


@asynccontextmanager
async def fresh_postgres() -> AsyncIterator[str]:
    """Create a database and drop it; skips where no server answers, fails then in CI."""
    try:
        server = await asyncpg.connect(SERVER, timeout=3)
    except (OSError, asyncpg.PostgresError) as away:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"{REASON}: {away}")
    name = f"zxt_{secrets.token_hex(6)}"
    await server.execute(f"CREATE DATABASE {name}")
    try:
        base = SERVER.replace("postgresql://", "postgresql+asyncpg://", 1)
        yield base.rsplit("/", 1)[0] + f"/{name}"
    finally:
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await server.close()
