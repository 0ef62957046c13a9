"""Knowledge as it would be with texts that are not live yet."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from faq.entry import Entry
from faq.knowledge import REVISION_LENGTH, Knowledge


def drafted(live: Knowledge, drafts: Iterable[Entry], index_dir: Path) -> Knowledge:
    """Give the live knowledge with other texts in the place of some of its entries, or beside.

    Where a wording changes, an index is learned in a child process, which takes seconds: blocks.
    Its place is `index_dir`, which must not be the live one, whose few indexes it would drive out.
    """
    changed = {entry.id: live.directory.heading(entry) for entry in drafts}
    entries = {**live.entries, **changed}
    revision = _revision(live, changed.values())
    if all(_is_worded_alike(live, entry) for entry in changed.values()):
        own = replace(live, _recent={}, _facets={}, _spoken={})
        return replace(own, entries=entries, revision=revision)
    built = Knowledge.of(entries.values(), index_dir, revision, live.neighbours.values())
    return replace(built, directory=live.directory, lexicon=live.lexicon)


def needs_index(live: Knowledge, drafts: Iterable[Entry]) -> bool:
    """Whether an index would have to be learned."""
    return not all(_is_worded_alike(live, entry) for entry in drafts)


def _is_worded_alike(live: Knowledge, draft: Entry) -> bool:
    known = live.entries.get(draft.id)
    return known is not None and known.wordings == draft.wordings


def _revision(live: Knowledge, drafts: Iterable[Entry]) -> str:
    digest = hashlib.sha256(live.revision.encode())
    for entry in drafts:
        digest.update(repr(entry).encode())
    return digest.hexdigest()[:REVISION_LENGTH]
