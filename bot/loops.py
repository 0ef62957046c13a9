"""Work that goes on beside the conversations."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()

PAUSE_SECONDS = 5


async def keep(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run `work` for ever: when it breaks, say so and begin again; ended by cancelling."""
    while True:
        try:
            await work()
        except Exception:  # a loop that died silently would lose messages
            log.exception("a background loop broke and will start again", loop=name)
        else:
            return
        await asyncio.sleep(PAUSE_SECONDS)
