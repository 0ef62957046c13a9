import asyncio
import hashlib
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaign.files import (
    BATCH,
    BadKeyError,
    MediaFolder,
    NoSpaceError,
    Stored,
    Swept,
    TooLargeError,
)

MEGABYTE = 1024 * 1024
HOUSE = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> MediaFolder:
    return MediaFolder(tmp_path / "media folder", reserve=0)


def files(folder: MediaFolder) -> list[str]:
    found = (path for path in folder.root.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder.root).as_posix() for path in found)


async def keep(folder: MediaFolder, data: bytes, owner: str = "7") -> Stored:
    async with folder.incoming(10 * MEGABYTE) as arriving:
        for start in range(0, len(data), 65_536):
            await arriving.write(data[start : start + 65_536])
        return await arriving.keep(owner, ".mp4")


async def test_kept_file_is_named_by_its_content(folder: MediaFolder) -> None:
    data = os.urandom(BATCH * 2 + 5)
    digest = hashlib.sha256(data).hexdigest()

    stored = await keep(folder, data)

    assert stored == Stored(f"media/7/{digest}.mp4", len(data), digest)
    assert files(folder) == [stored.key]
    assert folder.path(stored.key).read_bytes() == data
    assert b"".join([piece async for piece in folder.read(stored.key)]) == data


async def test_empty_file_can_be_kept_so_that_the_check_can_name_it(folder: MediaFolder) -> None:
    stored = await keep(folder, b"")

    assert (stored.size, folder.path(stored.key).stat().st_size) == (0, 0)


async def test_r04_same_file_twice_is_one_file(folder: MediaFolder) -> None:
    first, second = await asyncio.gather(keep(folder, b"same"), keep(folder, b"same"))

    assert first == second
    assert files(folder) == [first.key]


async def test_r05_same_file_of_two_owners_lies_twice(folder: MediaFolder) -> None:
    first, second = await keep(folder, b"same", "7"), await keep(folder, b"same", "8")

    assert first.sha256 == second.sha256
    assert files(folder) == sorted([first.key, second.key])


async def test_torn_leftover_under_the_final_name_is_replaced(folder: MediaFolder) -> None:
    stored = await keep(folder, b"whole")
    folder.path(stored.key).write_bytes(b"who")

    await keep(folder, b"whole")

    assert folder.path(stored.key).read_bytes() == b"whole"


async def test_what_is_not_kept_is_removed(folder: MediaFolder) -> None:
    async with folder.incoming(MEGABYTE) as arriving:
        await arriving.write(b"half")

    assert files(folder) == []


async def test_failure_of_the_sender_leaves_nothing(folder: MediaFolder) -> None:
    async def receive() -> None:
        async with folder.incoming(10 * MEGABYTE) as arriving:
            await arriving.write(bytes(BATCH))
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await receive()

    assert files(folder) == []


async def test_cancelled_arrival_leaves_nothing(folder: MediaFolder) -> None:
    async def receive() -> None:
        async with folder.incoming(100 * MEGABYTE) as arriving:
            while True:
                await arriving.write(bytes(BATCH))
                await asyncio.sleep(0)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(receive(), 0.05)

    assert files(folder) == []


@pytest.mark.parametrize("over", [0, 1])
async def test_r37_size_limit_holds_to_the_byte(folder: MediaFolder, over: int) -> None:
    async with folder.incoming(limit=10) as arriving:
        await arriving.write(bytes(10))
        if over:
            with pytest.raises(TooLargeError) as caught:
                await arriving.write(b"x")
            assert caught.value.limit == 10
        else:
            assert (await arriving.keep("7", ".mp4")).size == 10


async def test_announced_size_over_the_limit_is_refused_at_once(folder: MediaFolder) -> None:
    with pytest.raises(TooLargeError):
        async with folder.incoming(limit=10, expected=11):
            pass

    assert not folder.root.exists()


async def test_r09_full_disk_is_named_with_its_facts(tmp_path: Path) -> None:
    folder = MediaFolder(tmp_path, reserve=2**60)

    with pytest.raises(NoSpaceError) as caught:
        async with folder.incoming(limit=100, expected=10):
            pass

    assert (caught.value.wanted, caught.value.reserve) == (10, 2**60)
    assert 0 < caught.value.free < 2**60


async def test_r09_promised_room_is_not_promised_twice(tmp_path: Path) -> None:
    folder = MediaFolder(tmp_path, reserve=0)
    most = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize * 2 // 3

    async with folder.incoming(limit=most, expected=most):
        with pytest.raises(NoSpaceError):
            async with folder.incoming(limit=most, expected=most):
                pass

    async with folder.incoming(limit=most, expected=most):
        assert len(files(folder)) == 1


@pytest.fixture
def _small_files_only() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (BATCH, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("_small_files_only")
async def test_r09_disk_that_fills_in_the_middle_leaves_nothing(folder: MediaFolder) -> None:
    with pytest.raises(NoSpaceError):
        await keep(folder, bytes(2 * BATCH))

    assert files(folder) == []


KILLED = """
import asyncio, os, sys
from pathlib import Path
from campaign.files import BATCH, MediaFolder

async def main():
    async with MediaFolder(Path(sys.argv[1]), reserve=0).incoming(10 * BATCH) as arriving:
        await arriving.write(bytes(BATCH))
        if sys.argv[2] == "kept":
            await arriving.keep("7", ".mp4")
        os.kill(os.getpid(), 9)

asyncio.run(main())
"""


@pytest.mark.parametrize(("moment", "remaining"), [("arriving", 0), ("kept", 1)])
async def test_r01_kill_leaves_a_whole_file_or_a_sweepable_one(
    folder: MediaFolder, moment: str, remaining: int
) -> None:
    command = [sys.executable, "-c", KILLED, str(folder.root), moment]
    done = subprocess.run(command, cwd=HOUSE, check=False)  # noqa: S603, ASYNC221 -- our own script, awaited by nobody

    tomorrow = datetime.now(UTC) + timedelta(days=1)
    swept = await folder.sweep(tomorrow, timedelta(hours=6))

    assert done.returncode == -9
    assert swept == Swept(1 - remaining, (1 - remaining) * BATCH)
    assert [(folder.root / name).stat().st_size for name in files(folder)] == [BATCH] * remaining


async def test_sweep_spares_the_fresh_and_the_arriving(folder: MediaFolder) -> None:
    now = datetime.now(UTC)
    async with folder.incoming(MEGABYTE):
        assert await folder.sweep(now + timedelta(days=9), timedelta(hours=1)) == Swept(0, 0)
    stray = folder.root / "incoming" / "stray"
    stray.write_bytes(b"abc")

    assert await folder.sweep(now, timedelta(hours=1)) == Swept(0, 0)
    assert await folder.sweep(now + timedelta(hours=2), timedelta(hours=1)) == Swept(1, 3)


async def test_sweep_of_a_folder_never_used_finds_nothing(folder: MediaFolder) -> None:
    assert await folder.sweep(datetime.now(UTC), timedelta(0)) == Swept(0, 0)


async def test_deleted_file_is_gone_and_deleting_again_says_so(folder: MediaFolder) -> None:
    stored = await keep(folder, b"abc")

    assert [await folder.delete(stored.key), await folder.delete(stored.key)] == [True, False]
    assert files(folder) == []


@pytest.mark.parametrize(
    "key",
    ["../secret.key", "/etc/passwd", "media/7/../../x", "incoming/a", "media/7/x.mp4", "", "\0"],
)
def test_r15_only_own_keys_become_paths(folder: MediaFolder, key: str) -> None:
    with pytest.raises(BadKeyError):
        folder.path(key)


@pytest.mark.parametrize(
    ("owner", "suffix"), [("..", ".mp4"), ("a/b", ".mp4"), ("7", "/../../x"), ("7", ".m p4")]
)
async def test_r15_hostile_names_cannot_leave_the_folder(
    folder: MediaFolder, owner: str, suffix: str
) -> None:
    with pytest.raises(BadKeyError):
        async with folder.incoming(MEGABYTE) as arriving:
            await arriving.keep(owner, suffix)

    assert files(folder) == []


async def test_only_the_owner_of_the_process_can_read(folder: MediaFolder) -> None:
    stored = await keep(folder, b"abc")

    path = folder.path(stored.key)
    assert [path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777] == [0o600, 0o700]
