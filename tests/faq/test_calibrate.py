import numpy as np
import pytest

from faq.calibrate import SHIPPED, Calibration, Trials, calibration


def trials(seed: int, count: int, line: Calibration) -> Trials:
    """Wordings whose chance of being right is known."""
    chance = np.random.default_rng(seed)
    shares = chance.uniform(0.02, 0.98, count)
    known = chance.uniform(0.3, 1, count)
    each = zip(shares.tolist(), known.tolist(), strict=True)
    right = chance.uniform(size=count) < [line.probability(*evidence) for evidence in each]
    return Trials(shares, known, right, np.arange(count) % 4 == 0)


def test_probability_is_how_often_it_is_right() -> None:
    truth = Calibration(slope=0.8, offset=-1.0)
    asked = trials(1, 20_000, truth)
    in_scope_and_not = Trials(asked.shares, asked.known, asked.right, np.arange(20_000) % 7 < 2)

    measured = calibration(in_scope_and_not)

    assert measured.probability(0.9, 1.0) == pytest.approx(truth.probability(0.9, 1.0), abs=0.02)
    assert measured.probability(0.5, 0.6) == pytest.approx(truth.probability(0.5, 0.6), abs=0.02)


def test_few_trials_leave_the_shipped_line() -> None:
    assert calibration(trials(1, 100, Calibration(0.5, -2.0))) == SHIPPED


def test_larger_share_is_never_less_probable() -> None:
    shares, right, foreign = np.linspace(0.01, 0.99, 800), np.arange(800) < 400, np.arange(800) % 2
    contrary = Trials(shares, np.ones(800), right, foreign == 0)

    line = calibration(contrary)

    assert line.probability(0.9, 1.0) >= line.probability(0.1, 1.0)


def test_strange_words_make_an_entry_less_probable() -> None:
    assert SHIPPED.probability(0.5, 0.3) < SHIPPED.probability(0.5, 1.0)


@pytest.mark.parametrize("share", [0.0, 1.0])
@pytest.mark.parametrize("known", [0.0, 1.0])
def test_certainty_is_never_claimed(share: float, known: float) -> None:
    assert 0 < SHIPPED.probability(share, known) < 1
