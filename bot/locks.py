"""Keeps two processes from using one data folder."""

import errno
import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from texts import start


class StartError(Exception):
    """The bot cannot start; the message is one line for the person at the terminal."""


@contextmanager
def data_folder(folder: Path, *, alone: bool) -> Iterator[None]:
    """Make the folder, prove that it can be written, and hold it; raises `StartError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
        file = (folder / ".lock").open("w", encoding="ascii")
    except OSError as problem:
        raise StartError(
            start.data_unwritable(str(folder), problem.strerror or str(problem))
        ) from None
    with file:
        if alone:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StartError(start.already_running(str(folder))) from None
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything slow happens; raises `StartError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Listening at once makes a second start notice the first one.
        listener.listen(256)
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            raise StartError(start.port_taken(host, port)) from None
        raise StartError(start.address_unusable(host, problem.strerror or str(problem))) from None
    return listener
