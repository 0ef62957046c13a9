"""Building an index in a process of its own, so that the serving one stays small and awake."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from faq import index
from faq.index import Index, Wording

NICENESS = 5
_CHILDREN: set[subprocess.Popen[bytes]] = set()
_ENDING = Event()


class BuildError(Exception):
    """The child process failed; the message is the end of what it said."""


def build_in_child(wordings: Sequence[Wording], folder: Path) -> Index:
    """Build an index of `wordings` in a child process, save it in `folder` and open it.

    Blocks until the child is done; raises BuildError when it fails.
    """
    child = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "faq.build", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is the serving process's to answer
    )
    _CHILDREN.add(child)
    if _ENDING.is_set():
        child.kill()
    try:
        _, said = child.communicate("\n".join(map(json.dumps, wordings)).encode())
    finally:
        _CHILDREN.discard(child)
    if child.returncode:
        raise BuildError(said.decode(errors="replace")[-2000:])
    return index.load(folder)


def end_builds() -> None:
    """End this process's builds and let no other begin, because the process stops."""
    _ENDING.set()
    for child in tuple(_CHILDREN):
        child.kill()


def is_ending() -> bool:
    """Whether no build may begin any more."""
    return _ENDING.is_set()


def main() -> None:
    """Read wordings as lines of JSON from standard input and save their index in the folder.

    Whoever serves citizens goes first: this process is nice to it.
    """
    os.nice(NICENESS)
    wordings = [(entry, wording) for entry, wording in map(json.loads, sys.stdin)]
    index.save(index.build(wordings), Path(sys.argv[1]))


if __name__ == "__main__":
    main()
