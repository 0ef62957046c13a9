"""The searchable form of all wordings: plain arrays, built once a revision, never changed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from faq.calibrate import Calibration

Floats = npt.NDArray[np.float32]
Wording = tuple[str, str]
_ARRAYS = (
    "keys",
    "idf",
    "used",
    "weight_starts",
    "weight_entries",
    "weight_values",
    "row_places",
    "rows",
    "bias",
    "wording_starts",
)


@dataclass(frozen=True, slots=True)
class Index:
    """Everything the ranker reads; arrays may be memory-mapped and shared by processes."""

    entries: tuple[str, ...]  # entry ids; their order is the class number
    wordings: tuple[str, ...]  # normalized; those of an entry are neighbours
    calibration: Calibration
    keys: npt.NDArray[np.uint32]  # known features, ascending
    idf: Floats  # how telling each feature is
    used: npt.NDArray[np.bool_]  # whether any wording has it
    strange: float  # how telling a feature is that is not among `keys`
    # feature i speaks for or against entries weight_entries[weight_starts[i]:weight_starts[i+1]]
    weight_starts: npt.NDArray[np.int64]
    weight_entries: npt.NDArray[np.int32]
    weight_values: Floats
    row_places: npt.NDArray[np.int32]  # feature i has rows[row_places[i]]; -1 where it lists
    rows: Floats  # of features that speak for or against very many entries: one number an entry
    bias: Floats  # one an entry
    wording_starts: npt.NDArray[
        np.int64
    ]  # entry e has wordings wording_starts[e]:wording_starts[e+1]

    def wordings_of(self, entry: int) -> tuple[str, ...]:
        """List the normalized wordings of an entry, given by its number."""
        start, end = self.wording_starts[entry : entry + 2].tolist()
        return self.wordings[start:end]

    def save(self, folder: Path) -> None:
        """Write the arrays into `folder`, which is made if needed."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        names = {
            "entries": self.entries,
            "wordings": self.wordings,
            "calibration": asdict(self.calibration),
            "strange": self.strange,
        }
        text = json.dumps(names, ensure_ascii=False)
        (folder / "names.json").write_text(text, encoding="utf-8")


def load(folder: Path) -> Index:
    """Open the index saved in `folder`; arrays stay on disk until they are read."""
    names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
    arrays = {
        # a plain array over the same pages: memmap's own indexing is slow
        name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(np.ndarray)
        for name in _ARRAYS
    }
    return Index(
        entries=tuple(names["entries"]),
        wordings=tuple(names["wordings"]),
        calibration=Calibration(**names["calibration"]),
        strange=names["strange"],
        **arrays,
    )


def save(index: Index, folder: Path) -> None:
    """Write `index` into `folder`; see Index.save."""
    index.save(folder)


def build(wordings: Sequence[Wording]) -> Index:
    """Learn an index from (entry id, wording) pairs: seconds of work, for a child process."""
    from faq import learn  # noqa: PLC0415 -- brings scipy, only a builder pays

    return learn.index_of(wordings)
