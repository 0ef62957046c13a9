import numpy as np

from faq.features import Keys, weighed
from faq.telling import telling


def test_a_question_word_tells_less_than_a_thing_before_anything_is_counted() -> None:
    how, scale = (_keys("么"), _keys("秤"))

    how_telling = telling(how, np.ones(len(how), np.intp), entries=10, wordings=10)
    scale_telling = telling(scale, np.ones(len(scale), np.intp), entries=10, wordings=10)

    assert how_telling.max() < scale_telling.min() / 2


def test_what_entries_here_use_more_tells_less() -> None:
    keys = np.repeat(_keys("秤")[:1], 2)

    rare, common = telling(keys, np.array([1, 9]), entries=10, wordings=60)

    assert common < rare


def _keys(character: str) -> Keys:
    """Keys of a character alone: of itself, its sound and what it means."""
    texts = (f"{character}一", f"二{character}")
    one, other = (set(weighed(text)[0].tolist()) for text in texts)
    return np.array(sorted(one & other), np.uint32)
