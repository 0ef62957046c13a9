"""Building an index in a process of its own, so that the serving one stays small and awake."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from faq import index
from faq.index import Index, Wording


class BuildError(Exception):
    """The child process failed; the message is the end of what it said."""


def build_in_child(wordings: Sequence[Wording], folder: Path) -> Index:
    """Build an index of `wordings` in a child process, save it in `folder` and open it.

    Blocks until the child is done; raises BuildError when it fails.
    """
    done = subprocess.run(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "faq.build", str(folder)],
        input=json.dumps(list(wordings)).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(done.stderr.decode(errors="replace")[-2000:])
    return index.load(folder)


def main() -> None:
    """Read wordings as JSON from standard input and save their index in the given folder."""
    wordings = [(entry, wording) for entry, wording in json.load(sys.stdin)]
    index.save(index.build(wordings), Path(sys.argv[1]))


if __name__ == "__main__":
    main()
