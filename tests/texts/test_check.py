import pytest

from campaign.verdict import Fault, FaultKind, Measured, Unchecked, Verdict
from texts import check

MEGABYTE = 1024 * 1024
MEASURED = Measured(83.4, 1080, 1920, "hevc", "mov", 52 * MEGABYTE, 30.0, has_audio=True)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 秒"), (45, "45 秒"), (60, "1 分钟"), (300.4, "5 分钟"), (372, "6 分 12 秒")],
)
def test_duration_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert check.duration(seconds) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(500 * MEGABYTE, "500 MB"), (500 * MEGABYTE + 1, "500.1 MB"), (1, "0.1 MB"), (0, "0 MB")],
)
def test_size_never_reads_as_its_limit(count: int, words: str) -> None:
    assert check.size(count) == words


def test_good_video_is_confirmed_with_its_measures() -> None:
    assert check.passed(MEASURED) == (
        "视频检查通过：1 分 23 秒，1080\N{MULTIPLICATION SIGN}1920（竖屏），52 MB，MOV，有声音。"
    )


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            Fault(FaultKind.TOO_LONG, 372, 300),
            "时长 6 分 12 秒，超过 5 分钟。请在手机相册里剪短后再发。",
        ),
        (Fault(FaultKind.TOO_SHORT, 12, 30), "时长 12 秒，不足 30 秒。请补充内容后再发。"),
        (
            Fault(FaultKind.TOO_LARGE, 612 * MEGABYTE, 500 * MEGABYTE),
            "文件 612 MB，超过 500 MB。请用剪辑软件导出成 1080P，或把码率调低后再发。",
        ),
        (
            Fault(FaultKind.NOT_A_VIDEO, "zip"),
            "这个文件是压缩包，不是视频。请先解压，再发里面的视频。",
        ),
        (
            Fault(FaultKind.NOT_A_VIDEO, "jpg"),
            "这个文件是图片，不是视频。请从相册里选视频，不要选照片。",
        ),
        (
            Fault(FaultKind.NOT_A_VIDEO),
            "没有认出这是视频，文件可能损坏或选错了。请重新选择要投稿的视频文件。",
        ),
        (
            Fault(FaultKind.WRONG_CODEC, "mpeg4", "h264/hevc"),
            "画面编码是 MPEG4，只能收 H.264 或 H.265（HEVC）。请重新导出，编码选 H.264。",
        ),
        (
            Fault(FaultKind.DAMAGED, 0.834),
            (
                "抽查的画面约 83% 是坏的，播放会花屏或卡住。"
                "请先在手机上从头播一遍，再发送原文件或重新导出。"
            ),
        ),
        (
            Fault(FaultKind.LOW_RESOLUTION, 480, 720),
            (
                "提醒：画面短边只有 480 像素，低于 720（720P），大屏播放会模糊。"
                "如有更清楚的原片，建议换成原片。"
            ),
        ),
    ],
)
def test_fault_is_told_with_value_limit_and_remedy(fault: Fault, sentence: str) -> None:
    assert check.problem(fault) == sentence


@pytest.mark.parametrize("kind", list(FaultKind))
def test_every_fault_has_one_whole_sentence(kind: FaultKind) -> None:
    sentence = check.problem(Fault(kind, 1, 2))

    assert sentence.endswith("。")
    assert "None" not in sentence


def test_one_problem_is_told_plainly() -> None:
    found = Verdict(ok=False, faults=(Fault(FaultKind.TOO_SHORT, 12, 30),))

    assert check.verdict(found).splitlines() == [
        "视频还需要修改：",
        "时长 12 秒，不足 30 秒。请补充内容后再发。",
        "改好后，把新的视频重新发来就可以，前面填的内容都还在。",
    ]


def test_several_problems_are_counted() -> None:
    faults = (Fault(FaultKind.TOO_SHORT, 12, 30), Fault(FaultKind.INCOMPLETE))

    assert check.verdict(Verdict(ok=False, faults=faults)).startswith("视频有 2 处需要修改：\n")


def test_good_video_carries_its_hints() -> None:
    found = Verdict(ok=True, measured=MEASURED, warnings=(Fault(FaultKind.NO_SOUND),))

    assert check.verdict(found).splitlines() == [
        check.passed(MEASURED),
        "提醒：视频没有声音。如果不是有意为之，请检查后再发。",
    ]


def test_r36_unchecked_video_is_safe_with_a_person() -> None:
    found = Verdict(ok=None, unchecked=Unchecked.TOO_SLOW)

    assert check.verdict(found) == (
        "视频已收到并保存好，但自动检查没能完成，将由工作人员人工核验。您不用重新上传。"
    )
