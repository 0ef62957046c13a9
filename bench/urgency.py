"""Learn how urgent a text sounds: `python -m bench.urgency [--write]`.

It prints what sentences left out of the learning would meet, five parts in turn: how many
emergencies are recognised, and how many other sentences are taken for one. `--write` learns from
all of them and writes faq/data/urgency.txt.
"""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from faq import urgency
from faq.commands import SEED
from faq.normalize import normalize

HOUSE = Path(__file__).parent.parent
SENTENCES = HOUSE / "tests" / "faq" / "doors"
FILE = HOUSE / "faq" / "data" / "urgency.txt"
CALM = "calm"
TOLD_AS_OFTEN_AS_ASKED = frozenset({"equipment-lift-trapped", "food-poisoning"})
"""Entries about what to do in an emergency: their wordings are neither calm nor surely urgent."""
NEGLIGIBLE = 10
"""Weights below, in hundredths, are left out; nothing measurable changes."""
THRESHOLDS = (0.1, 0.15, 0.2, 0.3, 0.5)


def main() -> None:
    """Say how well it generalises, and write what was learned if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    texts, kinds = zip(*_examples(), strict=True)
    found = [urgency.features(text) for text in texts]
    names = sorted({feature for each in found for feature in each})
    rows, is_urgent = _rows(found, names), np.array([kind != CALM for kind in kinds])
    _foretell(rows, is_urgent, np.array(kinds))
    if given.write:
        _write(names, rows, is_urgent, np.array(kinds))


def _examples() -> Iterator[tuple[str, str]]:
    for kinds, texts in _read(SENTENCES / "emergencies.yaml").items():
        yield from ((normalize(text), kinds.partition("|")[0]) for text in texts)
    calm = [*_read(SENTENCES / "calm.yaml")]
    calm += [text for texts in _read(SENTENCES / "others.yaml").values() for text in texts]
    for file in sorted(SEED.glob("*.yaml")):
        for row in _read(file):
            if row["id"] in TOLD_AS_OFTEN_AS_ASKED:
                continue
            calm += [row["standard_question"], *row["similar_questions"]]
    yield from ((normalize(str(text)), CALM) for text in calm)


def _read(path: Path) -> Any:  # noqa: ANN401 -- what YAML holds
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _rows(found: list[list[str]], names: list[str]) -> sparse.csr_matrix:
    place: Mapping[str, int] = {name: number for number, name in enumerate(names)}
    columns = [place[feature] for each in found for feature in each]
    values = [1 / np.sqrt(len(each)) for each in found for _ in each]
    starts = np.cumsum([0, *map(len, found)])
    return sparse.csr_matrix((values, columns, starts), (len(found), len(names)))


def _foretell(rows: sparse.csr_matrix, is_urgent: Any, kinds: Any) -> None:  # noqa: ANN401
    heard = np.zeros(len(kinds))
    for learned, left_out in StratifiedKFold(5, shuffle=True, random_state=0).split(rows, kinds):
        model = _model().fit(rows[learned], is_urgent[learned])
        heard[left_out] = model.predict_proba(rows[left_out])[:, 1]
    for threshold in THRESHOLDS:
        hits = int((heard[is_urgent] >= threshold).sum())
        false = int((heard[~is_urgent] >= threshold).sum())
        print(
            f"from {threshold}: {hits} of {is_urgent.sum()} emergencies, "
            f"{false} of {(~is_urgent).sum()} other sentences"
        )


def _write(names: list[str], rows: sparse.csr_matrix, is_urgent: Any, kinds: Any) -> None:  # noqa: ANN401
    urgent = _model().fit(rows, is_urgent)
    kind = _model().fit(rows[is_urgent], kinds[is_urgent])
    weights = np.vstack([urgent.coef_, kind.coef_]).round(2) * 100
    bias = np.concatenate([urgent.intercept_, kind.intercept_]).round(2) * 100
    lines = [" ".join(kind.classes_), "\t".join(["bias", *_numbers(bias)])]
    for name, column in zip(names, weights.T, strict=True):
        if abs(column[0]) >= NEGLIGIBLE:
            is_telling = np.abs(column[1:]).max() >= NEGLIGIBLE
            lines.append("\t".join([name, *_numbers(column if is_telling else column[:1])]))
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{FILE.name}: {len(lines) - 2} features, {FILE.stat().st_size} bytes")


def _numbers(values: Any) -> list[str]:  # noqa: ANN401
    return [str(int(value)) for value in values]


def _model() -> Any:  # noqa: ANN401
    return LogisticRegression(C=30, max_iter=400)


if __name__ == "__main__":
    main()
