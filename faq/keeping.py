"""Indexes on disk: built once for the same wordings by whoever needs them first."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from faq import index as indexes
from faq.build import BuildError, build_in_child, is_ending
from faq.index import Index, Wording

KEPT_INDEXES = 3
"""Old revisions left on disk: other processes may still be opening one."""
LOOK_SECONDS = 0.1
"""How often is looked whether another process has built."""


def kept_index(wordings: Sequence[Wording], place: Path) -> Index:
    """Open the index kept at a place, building it in a child process if there is none.

    Blocks for seconds when it builds; raises BuildError or OSError when that fails. Of several
    processes that share the folder one builds and the others wait for it.
    """
    found = _opened(place)
    if found is not None:
        return found
    place.parent.mkdir(parents=True, exist_ok=True)
    with _alone(place.parent):
        found = _opened(place)
        if found is not None:
            return found
        _build(wordings, place)
    return indexes.load(place)


def _opened(place: Path) -> Index | None:
    try:
        return indexes.load(place)
    except (FileNotFoundError, ValueError, KeyError):
        return None


@contextmanager
def _alone(index_dir: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when a process dies."""
    with index_dir.with_name(f"{index_dir.name}.lock").open("w") as file:
        while not _is_locked(file.fileno()):
            if is_ending():
                raise BuildError
            time.sleep(LOOK_SECONDS)
        yield


def _is_locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _build(wordings: Sequence[Wording], place: Path) -> None:
    """Build beside the final place and move there whole, so nobody ever opens half an index."""
    shutil.rmtree(place, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".building-") as folder:
        built = Path(folder) / "index"
        build_in_child(wordings, built)
        _forget(place.parent)
        try:
            built.replace(place)
        except OSError:
            if not place.is_dir():  # else a process elsewhere was first, with the same index
                raise


def _forget(index_dir: Path) -> None:
    kept = [path for path in index_dir.iterdir() if not path.name.startswith(".")]
    kept.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[KEPT_INDEXES:]:
        shutil.rmtree(path, ignore_errors=True)


def index_folder(data_dir: Path) -> Path:
    """Choose where indexes are kept: under the data folder, or a temporary one if it is closed."""
    wanted = data_dir / "index"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _spare()
    return wanted if os.access(wanted, os.W_OK) else _spare()


def _spare() -> Path:
    return Path(tempfile.gettempdir()) / f"zhixiaotong-{os.getuid()}" / "index"
