"""The reviewed table of who may go through which door: `python -m tests.console.matrix` prints it.

A door that is not in `matrix.yaml` exactly as it is here fails the suite, so nobody opens one in
passing. After a change: read the difference, then write the new table down.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from hypothesis import find, settings
from hypothesis.strategies import characters, from_regex

from console.doors import Door
from console.site import all_doors
from people.staff.roles import Role

FILE = Path(__file__).parent / "matrix.yaml"
NOBODY = "anybody"


def who(door: Door) -> str:
    """Return who may, in words that are short and always alike."""
    if door.is_open:
        return NOBODY
    if door.who == frozenset(Role):
        return "signed in"
    return " ".join(role.value for role in Role if role in door.who)


def bare(path: str) -> str:
    """Return a path with its places named, but without what may stand in them."""
    return "".join(f"{{{name}}}" if name else text for text, name, _ in _pieces(path))


@cache
def sample(path: str) -> str:
    """Return an address a path answers."""
    return "".join(_fitting(pattern) if name else text for text, name, pattern in _pieces(path))


def _fitting(pattern: str) -> str:
    if not pattern:
        return "x"
    plain = characters(codec="ascii", categories=("Ll", "Nd"), include_characters="-_.")
    fitting = from_regex(pattern, fullmatch=True, alphabet=plain)
    return find(fitting, lambda _: True, settings=settings(database=None, max_examples=500))


def _pieces(path: str) -> Iterator[tuple[str, str, str]]:
    """Cut a path into text, and places with a name and a pattern; patterns may hold braces."""
    depth, start = 0, 0
    for at, character in enumerate(path + "{"):
        if character == "{":
            if depth == 0:
                yield path[start:at], "", ""
                start = at + 1
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                name, _, pattern = path[start:at].partition(":")
                yield "", name, pattern
                start = at + 1


def table() -> dict[str, str]:
    """Return the table as the code has it."""
    return {f"{door.method} {bare(door.path) or '(root)'}": who(door) for door in all_doors()}


def reviewed() -> dict[str, str]:
    """Return the table as somebody approved it."""
    rows: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return rows


def written() -> str:
    """Return the code's table as the file is to be."""
    rows = dict(sorted(table().items(), key=lambda row: row[0].split()[::-1]))
    head = "# Who may go through which door; python -m tests.console.matrix prints this table.\n"
    return head + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=200)


if __name__ == "__main__":
    print(written(), end="")  # noqa: T201 -- a command prints
