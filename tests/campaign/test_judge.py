from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.judge import judge, whole_seconds
from campaign.limits import BadLimitsError, Limits
from campaign.probe.findings import Findings, State
from campaign.verdict import Fault, FaultKind

LIMITS = Limits()
GOOD = Findings(
    State.MEASURED,
    size=1000,
    container="mp4",
    streams=2,
    codec="h264",
    width=1920,
    height=1080,
    seconds=60.0,
    has_audio=True,
    pictures=1500,
    tried=30,
)


def test_good_film_has_neither_faults_nor_warnings() -> None:
    found = judge(GOOD, LIMITS)

    assert (found.ok, found.faults, found.warnings) == (True, (), ())


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (29.0, [Fault(FaultKind.TOO_SHORT, 29, 30)]),
        (29.49, [Fault(FaultKind.TOO_SHORT, 29, 30)]),
        (29.5, []),
        (30.0, []),
        (300.0, []),
        (300.49, []),
        (300.5, [Fault(FaultKind.TOO_LONG, 301, 300)]),
        (301.0, [Fault(FaultKind.TOO_LONG, 301, 300)]),
    ],
)
def test_r37_duration_is_judged_in_the_seconds_shown(
    seconds: float, expected: list[Fault]
) -> None:
    found = judge(replace(GOOD, seconds=seconds, pictures=int(seconds * 25)), LIMITS)

    assert list(found.faults) == expected


@given(st.floats(0, 1000))
def test_no_fault_ever_tells_a_duration_within_its_limit(seconds: float) -> None:
    told = whole_seconds(round(seconds, 3))  # what is kept of a length: thousandths
    for fault in judge(replace(GOOD, seconds=seconds), LIMITS).faults:
        assert fault.measured == told
        assert not LIMITS.min_seconds <= told <= LIMITS.max_seconds


@pytest.mark.parametrize(("over", "ok"), [(-1, True), (0, True), (1, False)])
def test_r37_size_is_judged_to_the_byte(over: int, ok: bool) -> None:  # noqa: FBT001 -- a table's column
    assert judge(replace(GOOD, size=LIMITS.max_bytes + over), LIMITS).ok is ok


@pytest.mark.parametrize(
    ("width", "height", "ok"),
    [(4096, 2304, True), (2304, 4096, True), (4098, 2304, False), (3000, 3000, False)],
)
def test_picture_may_lie_or_stand(width: int, height: int, ok: bool) -> None:  # noqa: FBT001 -- a table's column
    assert judge(replace(GOOD, width=width, height=height), LIMITS).ok is ok


@pytest.mark.parametrize(
    ("findings", "warning"),
    [
        (replace(GOOD, width=640, height=1138), Fault(FaultKind.LOW_RESOLUTION, 640, 720)),
        (replace(GOOD, width=1280, height=720), Fault(FaultKind.BELOW_RECOMMENDED, 720, 1080)),
        (replace(GOOD, torn=2), Fault(FaultKind.SLIGHTLY_DAMAGED, 2)),
        (replace(GOOD, broken=1), Fault(FaultKind.SLIGHTLY_DAMAGED, 1)),
        (replace(GOOD, pictures=60), Fault(FaultKind.FEW_PICTURES, 1.0, 10)),
        (replace(GOOD, has_audio=False), Fault(FaultKind.NO_SOUND)),
    ],
)
def test_small_shortcomings_only_warn(findings: Findings, warning: Fault) -> None:
    found = judge(findings, LIMITS)

    assert (found.ok, found.warnings) == (True, (warning,))


@pytest.mark.parametrize(
    ("findings", "fault"),
    [
        (replace(GOOD, broken=2), Fault(FaultKind.DAMAGED, 2 / 30)),
        (replace(GOOD, torn=16), Fault(FaultKind.DAMAGED, 16 / 1500)),
        (replace(GOOD, whole=False, broken=30), Fault(FaultKind.INCOMPLETE)),
        (
            replace(GOOD, container="3gp", codec="h263"),
            Fault(FaultKind.WRONG_CODEC, "h263", "h264/hevc"),
        ),
        (replace(GOOD, state=State.NO_PICTURE), Fault(FaultKind.NO_PICTURE)),
        (replace(GOOD, pictures=0), Fault(FaultKind.NO_PICTURE)),
        (replace(GOOD, pictures=0, whole=False), Fault(FaultKind.INCOMPLETE)),
        (replace(GOOD, state=State.UNREADABLE), Fault(FaultKind.UNREADABLE)),
    ],
)
def test_grave_shortcomings_refuse(findings: Findings, fault: Fault) -> None:
    found = judge(findings, LIMITS)

    assert (found.ok, found.faults) == (False, (fault,))


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_seconds": 301},
        {"min_seconds": -1},
        {"max_bytes": 0},
        {"min_short_side": 1200},
        {"max_short_side": 5000},
        {"codecs": frozenset({"av1"})},
        {"codecs": frozenset()},
        {"containers": frozenset({"avi"})},
    ],
)
def test_limits_that_contradict_themselves_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(BadLimitsError):
        Limits(**wrong)  # type: ignore[arg-type]  # one table for fields of several types
