"""The whole bot, but every turn begins six seconds late: `python -m bench.wechat_slow`.

WeChat hangs up after five, so that every answer is late for the first request. Everything else
is the bot's own; a turn cannot be slow within, where it would hold the records.
"""

import asyncio
import signal

from bot import logs
from bot.app import App
from bot.locks import data_folder, listen
from bot.records import open_database
from bot.settings import Settings, read
from bot.turns import utc_now
from db.inbox import Received

LATE_SECONDS = 6.0


class SlowApp(App):
    """Takes messages in as ever and thinks long."""

    async def _run_turn(self, received: Received) -> None:
        await asyncio.sleep(LATE_SECONDS)
        await super()._run_turn(received)


async def serve(settings: Settings) -> None:
    """Run until told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database, _ = await open_database(settings, utc_now())
    with listen(settings.host, settings.port) as listener:
        async with asyncio.TaskGroup() as tasks:
            await SlowApp(settings, database, tasks).serve(listener, stop, print)
    await database.close()


def main() -> None:
    """Serve what the environment says."""
    settings = read()
    logs.configure(settings.log_format)
    with data_folder(settings.data_dir, alone=True):
        asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
