"""The lists of phrases that lead to doors, looked for in a text all at once.

Each row of a section of data/emergencies.yaml or data/routes.yaml has lists named (section and
place, "any"), (…, "maybe"), (…, "unless"); the others have a name and "any".
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from faq.phrases import Phrasebook
from faq.words import shipped

URGENT, CALM = "emergencies.yaml", "routes.yaml"
SECTIONS = {URGENT: ("emergencies",), CALM: ("redirects", "departments")}
PLAIN_LISTS = {
    URGENT: ("calm", "general", "now"),
    CALM: (
        "ours", "wishes", "rule_words", "asks", "abuse",
        "station_words", "station_intents", "station_unless",
    ),
}  # fmt: skip


def has(file: str, name: str, text: str) -> bool:
    """Whether a phrase of a list stands in a normalized text."""
    return (name, "any") in found(file, text)


@lru_cache(maxsize=2048)
def found(file: str, text: str) -> Mapping[tuple[str, str], str]:
    """Give for each list of a file a phrase of it that stands in a normalized text."""
    return _book(file).find(text)


@cache
def _book(file: str) -> Phrasebook[tuple[str, str]]:
    """All lists of phrases of a file, looked for at once."""
    lists: dict[tuple[str, str], list[object]] = {}
    for section in SECTIONS[file]:
        for place, row in enumerate(shipped(file)[section]):
            for key in ("any", "maybe", "unless"):
                lists[f"{section} {place}", key] = row.get(key, [])
    for name in PLAIN_LISTS[file]:
        lists[name, "any"] = shipped(file)[name]
    for row in shipped(file).get("small_talk", ()):
        lists[f"talk {row['kind']}", "any"] = row.get("any", [])
    return Phrasebook(lists, shipped(file)["groups"])
