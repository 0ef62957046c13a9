import numpy as np
import pytest

from faq.calibrate import SHIPPED, Calibration, Trials, calibration


def trials(seed: int, count: int, line: Calibration) -> Trials:
    """Wordings whose chance of being right is known."""
    chance = np.random.default_rng(seed)
    shares = chance.uniform(0.02, 0.98, count)
    right = chance.uniform(size=count) < [line.probability(float(share)) for share in shares]
    return Trials(shares, right, np.arange(count) % 4 == 0)


def test_probability_is_how_often_it_is_right() -> None:
    truth = Calibration(slope=0.8, offset=-1.0)
    asked = trials(1, 20_000, truth)
    in_scope_and_not = Trials(asked.shares, asked.right, np.arange(20_000) % 7 < 2)

    measured = calibration(in_scope_and_not)

    assert measured.probability(0.9) == pytest.approx(truth.probability(0.9), abs=0.02)
    assert measured.probability(0.5) == pytest.approx(truth.probability(0.5), abs=0.02)


def test_few_trials_leave_the_shipped_line() -> None:
    assert calibration(trials(1, 100, Calibration(0.5, -2.0))) == SHIPPED


def test_larger_share_is_never_less_probable() -> None:
    contrary = Trials(np.linspace(0.01, 0.99, 800), np.arange(800) < 400, np.arange(800) % 2 == 0)

    line = calibration(contrary)

    assert line.probability(0.9) >= line.probability(0.1)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_certainty_is_never_claimed(share: float) -> None:
    assert 0 < SHIPPED.probability(share) < 1
