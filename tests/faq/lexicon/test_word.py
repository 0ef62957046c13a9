import pytest

from faq.lexicon.lexicon import Lexicon, WordKind
from faq.lexicon.word import Taught, Word, WordFault, fault_of, lexicon_of, tidy

KINDS = {
    "同": WordKind.SYNONYM, "音": WordKind.HOMOPHONE, "专": WordKind.DOMAIN,
    "敏": WordKind.SENSITIVE, "放": WordKind.ALLOWED,
}  # fmt: skip


def taught(line: str) -> Taught:
    said, _, meant = line[1:].partition("=")
    return Taught(KINDS[line[0]], said, meant or None)


def known(*lines: str) -> list[Word]:
    words = [taught(line) for line in lines]
    return [Word(place, one.kind, one.said, one.meant, 1, None) for place, one in enumerate(words)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("同煤气表=燃气表", None),
        ("同 ，=燃气表", WordFault.EMPTY),
        ("音制=质", WordFault.TOO_SHORT),
        ("敏坏", WordFault.TOO_SHORT),
        (f"专{'长' * 61}", WordFault.TOO_LONG),
        ("同煤气表", WordFault.NO_MEANING),
        ("同煤氣表=煤气 表", WordFault.SAME),
        ("同平定县=盂县", WordFault.DISTRICT),
        ("敏盂县", WordFault.DISTRICT),
        ("音于县=盂县", None),
        ("专盂县", None),
        ("同电子称=台秤", WordFault.TAKEN),
        ("音电子秤=天平", None),
        ("同电 子 稱=电子秤", WordFault.TAKEN),
        ("同台秤=电子称", WordFault.CIRCLE),
        ("同天平=台秤", None),
        ("放坏词", WordFault.BOTH_WAYS),
        ("放不坏词典", None),
    ],
)
def test_a_word_that_would_do_harm_is_refused(line: str, fault: WordFault | None) -> None:
    words = known("音电子称=电子秤", "同电子秤=台秤", "敏坏词")
    if line == "音电子秤=天平":
        words = known("音电子称=电子秤")

    assert fault_of(taught(line), words) is fault


def test_words_become_a_lexicon() -> None:
    assert lexicon_of(known("同甲乙=丙", "音丁戊=己", "专庚辛", "敏壬癸", "放子丑")) == Lexicon(
        {"甲乙": "丙"},
        {"丁戊": "己"},
        frozenset({"庚辛"}),
        frozenset({"壬癸"}),
        frozenset({"子丑"}),
    )


def test_what_stands_around_a_word_is_taken_off() -> None:
    assert tidy(" “煤气表”\u3000") == "煤气表"
