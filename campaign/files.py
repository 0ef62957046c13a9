"""The media folder (媒体目录): a file is either wholly there, on disk and named, or not there.

Layout: `incoming/` holds what is still arriving under random names; `media/<owner>/<sha256>.<ext>`
holds what was kept. What a citizen called the file never becomes a path.
"""

import asyncio
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from errno import EDQUOT, EFBIG, ENOSPC
from functools import partial
from io import FileIO
from pathlib import Path
from threading import Lock
from typing import NoReturn

BATCH = 1024 * 1024
"""Bytes gathered before one trip to a worker thread."""

RESERVE = 512 * 1024 * 1024
"""Bytes of the disk never filled by videos: the records and their copies need room to work."""

FULL = frozenset({ENOSPC, EDQUOT, EFBIG})
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
KEY = re.compile(rf"media/{OWNER.pattern}/[0-9a-f]{{64}}(?:{SUFFIX.pattern})?")


class TooLargeError(Exception):
    """More bytes came than allowed; carries the limit in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class NoSpaceError(Exception):
    """The disk has no room: bytes wanted, bytes free, bytes kept in reserve."""

    def __init__(self, wanted: int, free: int, reserve: int) -> None:
        super().__init__(wanted, free, reserve)
        self.wanted, self.free, self.reserve = wanted, free, reserve


class BadKeyError(ValueError):
    """A name that is not one of this folder's own; carries the name."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A kept file: its key in the folder, size in bytes and sha256 in hex."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed: number of files and bytes."""

    count: int
    bytes: int


class MediaFolder:
    """One folder for all media of this machine."""

    def __init__(self, root: Path, reserve: int = RESERVE) -> None:
        self.root = root
        self.reserve = reserve
        self._promised: dict[str, int] = {}

    def prepare(self) -> None:
        """Make the two folders, readable by this user alone."""
        for name in ("incoming", "media"):
            (self.root / name).mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    @asynccontextmanager
    async def incoming(self, limit: int, expected: int = 0) -> AsyncIterator["Incoming"]:
        """Open a place for a file arriving now; what is not kept by the end is removed.

        `limit` is the largest size taken, `expected` the size announced (0 = unknown), for which
        room is promised until the file is kept. Raises TooLargeError and NoSpaceError.
        """
        if expected > limit:
            raise TooLargeError(limit)
        name = secrets.token_hex(16)
        self._promised[name] = expected
        try:
            file = await asyncio.to_thread(self._begin, name)
            arriving = Incoming(self, file, limit)
            try:
                yield arriving
            finally:
                await asyncio.to_thread(arriving.discard)
        finally:
            del self._promised[name]

    def _begin(self, name: str) -> FileIO:
        self.prepare()
        self.require(0)
        place = self.root / "incoming" / name
        return FileIO(place, "xb", opener=partial(os.open, mode=PRIVATE_FILE))

    def require(self, wanted: int) -> None:
        """Raise NoSpaceError unless `wanted` bytes fit beside all promises and the reserve."""
        free = shutil.disk_usage(self.root).free
        needed = wanted + sum(tuple(self._promised.values()))
        if free - needed < self.reserve:
            raise NoSpaceError(needed, free, self.reserve)

    def refuse(self, wanted: int) -> NoReturn:
        """Raise NoSpaceError with the facts of this moment: the system itself refused bytes."""
        raise NoSpaceError(wanted, shutil.disk_usage(self.root).free, self.reserve)

    def arrived(self, name: str, count: int) -> None:
        """Take arrived bytes off the room promised for one file."""
        self._promised[name] = max(0, self._promised[name] - count)

    def path(self, key: str) -> Path:
        """Give the place of a kept file; raises BadKeyError for anything but a key of ours."""
        if not KEY.fullmatch(key):
            raise BadKeyError(key)
        return self.root / key

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """Yield a kept file in pieces of about 1 MiB."""
        with await asyncio.to_thread(self.path(key).open, "rb") as file:
            while piece := await asyncio.to_thread(file.read, BATCH):
                yield piece

    async def delete(self, key: str) -> bool:
        """Remove a kept file for good; False when it was not there."""
        return await asyncio.to_thread(_delete, self.path(key))

    async def kept_before(self, instant: datetime) -> list[str]:
        """List the keys of files kept before `instant`."""
        return await asyncio.to_thread(self._kept_before, instant.timestamp())

    def _kept_before(self, before: float) -> list[str]:
        found = []
        for file in (self.root / "media").glob("*/*"):
            with suppress(FileNotFoundError):  # deleted meanwhile
                if file.stat().st_mtime < before:
                    found.append(file.relative_to(self.root).as_posix())
        return [key for key in found if KEY.fullmatch(key)]

    async def sweep(self, now: datetime, older_than: timedelta) -> Swept:
        """Remove arrivals abandoned longer than `older_than`, never one in progress here."""
        return await asyncio.to_thread(self._sweep, (now - older_than).timestamp())

    def _sweep(self, before: float) -> Swept:
        self.prepare()
        count = size = 0
        for file in (self.root / "incoming").iterdir():
            if file.name in self._promised:
                continue
            with suppress(FileNotFoundError):  # another process finished or swept it
                facts = file.stat()
                if facts.st_mtime < before:
                    file.unlink()
                    count, size = count + 1, size + facts.st_size
        return Swept(count, size)


class Incoming:
    """A file arriving: bytes go to disk and into the running hash, then it is kept or removed."""

    def __init__(self, folder: MediaFolder, file: FileIO, limit: int) -> None:
        self.size = 0
        self._folder, self._file, self._limit = folder, file, limit
        self._path = Path(str(file.name))
        self._batch = bytearray()
        self._hash = hashlib.sha256()
        # A cancelled turn may leave a worker thread writing; it must not meet the closing one.
        self._lock = Lock()

    async def write(self, data: bytes) -> None:
        """Take the next bytes; raises TooLargeError at the first byte beyond the limit."""
        self.size += len(data)
        if self.size > self._limit:
            raise TooLargeError(self._limit)
        self._batch += data
        if len(self._batch) >= BATCH:
            await self._flush()

    async def keep(self, owner: str, suffix: str) -> Stored:
        """Put the file in its owner's folder, safe against power loss once this returns.

        The name is the content's hash, so keeping the same file twice is harmless. `owner` is an
        id of ours, `suffix` like `.mp4`.
        """
        await self._flush()
        digest = self._hash.hexdigest()
        key = f"media/{owner}/{digest}{suffix}"
        await asyncio.to_thread(self._settle, self._folder.path(key))
        return Stored(key, self.size, digest)

    async def _flush(self) -> None:
        batch, self._batch = bytes(self._batch), bytearray()
        await asyncio.to_thread(self._put, batch)
        self._folder.arrived(self._path.name, len(batch))

    def _put(self, data: bytes) -> None:
        self._folder.require(0)
        try:
            with self._lock:
                self._hash.update(data)
                _write_all(self._file, data)
        except OSError as error:
            if error.errno in FULL:
                self._folder.refuse(len(data))
            raise

    def _settle(self, target: Path) -> None:
        target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with self._lock:
            os.fsync(self._file.fileno())
            # The same content again, perhaps: the newer copy says that somebody wants it now.
            self._path.replace(target)
        _sync_folder(target.parent)
        _sync_folder(target.parent.parent)

    def discard(self) -> None:
        """Close the file and remove it unless it was kept."""
        with self._lock:
            self._file.close()
            self._path.unlink(missing_ok=True)


def _write_all(file: FileIO, data: bytes) -> None:
    """Write every byte: a single call may take fewer than it was given."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _delete(path: Path) -> bool:
    """Remove one file so that it stays removed after a power loss."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    """Make a folder's names survive a power loss."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
