import asyncio
import gzip
import io
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from campaign.check import check
from campaign.limits import Limits
from campaign.verdict import Fault, FaultKind, Measured, Verdict
from tests.campaign.videos import (
    Film,
    box,
    cut,
    film,
    flip,
    grow_late,
    hole,
    lie_about_duration,
    lie_about_size,
    many_tracks,
)

LIMITS = Limits(min_seconds=2, max_seconds=4, min_short_side=180, recommended_short_side=180)
BOMB_MEGABYTES = 128
"""Opening the bomb unguarded takes 190, decoding it 1400."""

HOUSE = Path(__file__).parents[2]


async def faults(path: Path, limits: Limits = LIMITS) -> list[Fault]:
    return list((await check(path, limits)).faults)


async def kinds(path: Path) -> list[FaultKind]:
    return [fault.kind for fault in await faults(path)]


async def test_ordinary_video_passes_with_its_measures(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")

    assert await check(path, LIMITS) == Verdict(
        ok=True,
        measured=Measured(3.0, 320, 180, "h264", "mp4", path.stat().st_size, 25.0, has_audio=True),
    )


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("video.mp4", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"MZ" + bytes(range(256)) * 40, "exe", id="r21_exe"),
        pytest.param(archive(), "zip", id="r22_zip"),
        pytest.param(gzip.compress(b"x"), "gz", id="r22_gz"),
        pytest.param(b"<!DOCTYPE html><title>502</title>", "html", id="r23_html"),
        pytest.param(b'{"errcode":40007,"errmsg":"x"}', "json", id="r23_json"),
        pytest.param("请重试".encode(), "text", id="r23_text"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(99), "jpg", id="r24_jpg"),
        pytest.param(b"ID3\x04" + bytes(99), "mp3", id="r24_mp3"),
        pytest.param(b"#!AMR\n" + bytes(99), "amr", id="r24_amr"),
        pytest.param(b"#EXTM3U\nhttp://127.0.0.1:9/x.ts\n", "playlist", id="r25_hls"),
        pytest.param(b"ffconcat version 1.0\nfile /etc/passwd\n", "playlist", id="r25_concat"),
        pytest.param(b"\x00\x00\x00\x18ftypheic" + bytes(99), "heic", id="r24_heic"),
        pytest.param(bytes(range(128, 256)) * 9, None, id="random"),
    ],
)
async def test_what_is_no_video_is_named(tmp_path: Path, data: bytes, kind: str | None) -> None:
    path = tmp_path / "renamed.mp4"
    path.write_bytes(data)

    assert await faults(path) == [Fault(FaultKind.NOT_A_VIDEO, kind)]


async def test_r20_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.touch()

    assert await faults(path) == [Fault(FaultKind.EMPTY)]


async def test_r24_renamed_avi_and_gif(tmp_path: Path) -> None:
    avi = film(tmp_path / "a.avi", Film(codec="mpeg4", audio=False)).rename(tmp_path / "1.mp4")
    gif = Film(codec="gif", pixels="rgb8", audio=False, fps=5)
    picture = film(tmp_path / "a.gif", gif).rename(tmp_path / "2.mp4")

    assert await faults(avi) == [Fault(FaultKind.WRONG_CONTAINER, "avi")]
    assert await faults(picture) == [Fault(FaultKind.NOT_A_VIDEO, "gif")]


async def test_r26_index_at_the_end_is_missing(tmp_path: Path) -> None:
    assert await kinds(cut(film(tmp_path / "a.mp4"), 0.99)) == [FaultKind.INCOMPLETE]


async def test_index_that_is_nonsense_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", b"\xff" * 400))

    assert await kinds(path) in ([FaultKind.UNREADABLE], [FaultKind.NO_PICTURE])


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
async def test_r27_truncated_with_its_index_in_front(tmp_path: Path, share: float) -> None:
    path = cut(film(tmp_path / "a.mp4", Film(faststart=True)), share)

    assert FaultKind.INCOMPLETE in await kinds(path)


async def test_r27_truncated_fragments(tmp_path: Path) -> None:
    path = cut(film(tmp_path / "a.mp4", Film(fragmented=True)), 0.9)

    assert FaultKind.INCOMPLETE in await kinds(path)


@pytest.mark.parametrize("start", [0.1, 0.45, 0.8])
async def test_r28_hole_of_zeros(tmp_path: Path, start: float) -> None:
    path = hole(film(tmp_path / "a.mp4"), start, start + 0.1)

    assert await kinds(path) == [FaultKind.DAMAGED]


async def test_r29_flipped_bytes(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", Film(faststart=True))

    assert await kinds(flip(path, 400, spare=20_000)) == [FaultKind.DAMAGED]


async def test_r30_sound_only(tmp_path: Path) -> None:
    assert await kinds(film(tmp_path / "a.mp4", Film(picture=False))) == [FaultKind.NO_PICTURE]


async def test_r31_fragmented_file_passes(tmp_path: Path) -> None:
    found = await check(film(tmp_path / "a.mp4", Film(fragmented=True)), LIMITS)

    assert (found.ok, found.measured and round(found.measured.seconds)) == (True, 3)


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight thousand pixels square in 200 KB: decoding one picture takes over a gigabyte."""
    scene = Film(8192, 8192, seconds=1, fps=1, noise=1, audio=False)
    return film(tmp_path_factory.mktemp("bomb") / "a.mp4", scene)


PEAK = """
import asyncio, resource, sys
from pathlib import Path
from campaign.check import check
from campaign.limits import Limits
asyncio.run(check(Path(sys.argv[1]), Limits()))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def peak_megabytes(path: Path) -> int:
    """Measure the child under a small parent, whose own memory would else be counted."""
    parent = [sys.executable, "-c", PEAK, str(path)]
    return int(subprocess.check_output(parent, cwd=HOUSE))  # noqa: S603 -- our own script


async def test_r32_pixel_bomb_is_refused_unopened(bomb: Path) -> None:
    start = time.monotonic()
    found = await faults(bomb)
    seconds = time.monotonic() - start

    size, bound = ("8192\N{MULTIPLICATION SIGN}8192", "4096\N{MULTIPLICATION SIGN}2304")
    assert found[0] == Fault(FaultKind.TOO_MANY_PIXELS, size, bound)
    assert seconds < 5  # 0.3 s alone; the machine may be busy
    assert peak_megabytes(bomb) < BOMB_MEGABYTES


async def test_r32_bomb_that_claims_to_be_small_is_refused_undecoded(
    bomb: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.mp4"
    lie_about_size(Path(shutil.copy(bomb, path)), 640, 360)

    assert (await check(path, LIMITS)).ok is False
    assert peak_megabytes(path) < BOMB_MEGABYTES


async def test_r32_bomb_behind_a_small_picture_is_refused_undecoded(tmp_path: Path) -> None:
    path = grow_late(tmp_path / "a.mp4", 8192)

    assert FaultKind.DAMAGED in await kinds(path)
    assert peak_megabytes(path) < BOMB_MEGABYTES


@pytest.mark.parametrize("factor", [0.1, 20])
async def test_r33_duration_is_counted_not_believed(tmp_path: Path, factor: float) -> None:
    path = lie_about_duration(film(tmp_path / "a.mp4", Film(seconds=6)), factor)

    assert await faults(path) == [Fault(FaultKind.TOO_LONG, 6, 4)]


@pytest.mark.parametrize("turned", [90, 180, -90])
async def test_r34_turned_phone_is_measured_as_seen(tmp_path: Path, turned: int) -> None:
    found = await check(film(tmp_path / "a.mov", Film(rotation=turned)), LIMITS)

    assert found.measured is not None
    size = (found.measured.width, found.measured.height)
    assert size == ((320, 180) if turned == 180 else (180, 320))
    assert (found.ok, found.measured.container) == (True, "mov")


async def test_r34_hevc_ten_bit_mov_passes(tmp_path: Path) -> None:
    scene = Film(codec="libx265", pixels="yuv420p10le")

    found = await check(film(tmp_path / "a.mov", scene), LIMITS)

    assert (found.ok, found.measured and found.measured.codec) == (True, "hevc")


@pytest.mark.parametrize(
    ("codec", "style"),
    [
        ("libx264", "open-gop=1:bframes=3:min-keyint=5"),
        ("libx264", "intra-refresh=1"),
        ("libx264", "interlaced=1:bframes=2"),
        ("libx264", "keyint=1"),
        ("libx265", "open-gop=1:bframes=3"),
    ],
)
async def test_unusual_but_sound_coding_is_no_damage(
    tmp_path: Path, codec: str, style: str
) -> None:
    found = await check(film(tmp_path / "a.mp4", Film(codec=codec, style=style)), LIMITS)

    assert (found.ok, found.faults, found.warnings) == (True, (), ())


async def test_video_of_another_codec_is_told(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", Film(codec="mpeg4"))

    assert await faults(path) == [Fault(FaultKind.WRONG_CODEC, "mpeg4", "h264/hevc")]


async def test_r35_ten_thousand_tracks(tmp_path: Path) -> None:
    path = many_tracks(tmp_path / "a.mp4", 10_000)

    assert await faults(path) == [Fault(FaultKind.TOO_MANY_STREAMS, 10_000)]


async def test_r35_ten_thousand_boxes_are_only_read(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes() + box(b"free") * 10_000)

    assert (await check(path, LIMITS)).ok is True


async def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    limits = Limits(max_bytes=1000, codecs=frozenset({"hevc"}), recommended_short_side=720)
    path = film(tmp_path / "a.mp4", Film(audio=False))

    found = await check(path, limits)

    assert found.faults == (
        Fault(FaultKind.WRONG_CODEC, "h264", "hevc"),
        Fault(FaultKind.TOO_SHORT, 3, 30),
        Fault(FaultKind.TOO_LARGE, path.stat().st_size, 1000),
    )
    assert found.warnings == (Fault(FaultKind.LOW_RESOLUTION, 180, 720), Fault(FaultKind.NO_SOUND))


async def test_r15_hostile_path_is_only_a_file(tmp_path: Path) -> None:
    path = tmp_path / "concat:a|b %03d \u202e'; --.mp4"
    film(tmp_path / "a.mp4").rename(path)

    assert (await check(path, LIMITS)).ok is True


async def test_file_that_is_gone_is_an_error_not_a_fault(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await check(tmp_path / "gone.mp4", LIMITS)


async def test_the_loop_runs_on_while_a_file_is_checked(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", Film(width=1280, height=720))
    gaps = []
    checking = asyncio.ensure_future(check(path, LIMITS))
    while not checking.done():
        start = time.monotonic()
        await asyncio.sleep(0.005)
        gaps.append(time.monotonic() - start)

    assert (await checking).ok is True
    assert sorted(gaps)[len(gaps) // 2] < 0.1
