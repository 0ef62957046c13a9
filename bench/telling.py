"""Count what our entries tell of features, for indexes too small to know.

`python -m bench.telling` prints faq/data/telling.txt anew: run it after the features or the
entries changed much, then run the exams. A feature that few entries have is left out: it
belongs to our domain alone.
"""

from collections import Counter, defaultdict

from faq.check import check_folder
from faq.commands import SEED
from faq.features import weighed
from faq.normalize import normalize

LEAST_SHARE = 0.05
"""Of the entries; from 0.01 to 0.05 the same on others' questions."""
COUNTED = 10
"""Wordings of an entry, its first; the more there are, the more features pass for common."""
DOUBT, USUAL = 5.0, 0.35
"""So many wordings' worth of the usual chance to be kept stand against what was counted."""


def main() -> None:
    """Print a row for each common feature: key, share of entries, chance to be kept."""
    entries = [entry.wordings[:COUNTED] for entry in check_folder(SEED).entries]
    used, said = Counter[int](), Counter[int]()
    kept: dict[int, float] = defaultdict(float)
    for wordings in entries:
        counts = Counter(key for each in wordings for key in weighed(normalize(each))[0].tolist())
        for key, count in counts.items():
            used[key] += 1
            said[key] += count
            kept[key] += count * (count - 1) / max(len(wordings) - 1, 1)
    print(
        "# Written by bench/telling.py: feature, share of entries that have it, chance it is kept."
    )
    for key in sorted(used):
        if used[key] >= LEAST_SHARE * len(entries):
            chance = (kept[key] + DOUBT * USUAL) / (said[key] + DOUBT)
            print(f"{key:08x} {used[key] / len(entries):.3f} {chance:.3f}")


if __name__ == "__main__":
    main()
