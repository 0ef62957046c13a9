"""Opens the records for a command, which works on those there are and never begins new ones."""

from bot.locks import StartError
from bot.records import open_database
from bot.settings import Settings
from bot.turns import utc_now
from db.engine import Database
from texts import commands as texts


async def open_records(settings: Settings) -> Database:
    """Return the database in its newest shape; raises `StartError`, also where there is none yet.

    A mistyped DATA_DIR would otherwise get empty records, and `audit verify` call them whole.
    """
    file = settings.database_file
    if file is not None and not file.exists():
        raise StartError(texts.no_records(str(file)))
    database, _ = await open_database(settings, utc_now())
    return database
