from pathlib import Path
from typing import Any

import pytest

from campaign import intake, store
from campaign.limits import Limits
from campaign.submission import State
from campaign.verdict import Fault, FaultKind, Unchecked, Verdict
from handlers.context import TELEGRAM
from tests.citizen import Citizen
from tests.studio import CONFIRM, Studio, fills_in, hands_in, studio

MEGABYTE = 1024 * 1024
FILE_WAY = "最后一步：把视频发来\n时长 30 秒到 5 分钟，MP4 或 MOV，不超过 500 MB。\n"


def video(size: int | None, **more: Any) -> dict[str, Any]:
    content = {
        "file_id": "tg-1", "file_unique_id": "tg-1", "width": 0, "height": 0, "duration": 0,
        "file_name": "a.mp4", "file_size": size, **more,
    }  # fmt: skip
    return {key: value for key, value in content.items() if value is not None}


async def bad(path: Path, limits: Limits) -> Verdict:
    del path
    return Verdict(ok=False, faults=(Fault(FaultKind.TOO_LONG, 372, limits.max_seconds),))


async def broken(path: Path, limits: Limits) -> Verdict:
    del path, limits
    return Verdict(ok=None, unchecked=Unchecked.CRASHED)


async def test_telegram_says_that_large_files_need_a_page_that_is_not_set_up(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen(channel=TELEGRAM)
        (asked,) = await fills_in(citizen)
        assert asked.text == (
            f"{FILE_WAY}不超过 20 MB 的可以直接发在这里，请以“文件”方式发送，画面不会被压缩。\n"
            "更大的要在网页上传，但现在还没有设置公开网页，请压缩到 20 MB 以内。"
        )
        (told,) = await citizen.sends(video=video(21 * MEGABYTE))
        assert told.text.splitlines()[0] == (
            "这个视频 21 MB，聊天里只能收 20 MB 以内的。"
            "大文件要在网页上传，但现在还没有设置公开网页，请压缩后再发。"
        )


async def test_telegram_leads_to_the_upload_page(tmp_path: Path) -> None:
    async with studio(tmp_path, has_public_page=True) as place:
        citizen = place.citizen(channel=TELEGRAM)
        (asked,) = await fills_in(citizen)
        assert asked.buttons["打开上传网页"].startswith("https://example.org/u/")
        (told,) = await citizen.sends(video=video(None))
        assert told.text.splitlines()[0] == (
            "这个视频没有标明大小，聊天里只能收 20 MB 以内的，请点下面的“打开上传网页”。"
        )
        (told,) = await citizen.sends(document=video(600 * MEGABYTE))
        assert told.text.splitlines()[0] == "这个视频 600 MB，超过上限 500 MB，请压缩后再发。"


async def test_a_video_sent_through_telegram_is_fetched_checked_and_handed_in(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen(channel=TELEGRAM)
        number = await hands_in(place, citizen, place.film())
        (told,) = await citizen.says(number.lower())
        assert told.text == (
            f"{number}《老师傅的秤》\n状态：已收到，工作人员审核中\n"
            "收到时间：2026 年 11 月 22 日 12:00（北京时间）"
        )


async def test_a_bad_video_is_told_with_values_and_another_one_is_taken(tmp_path: Path) -> None:
    async with studio(tmp_path, check=bad) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(place.film("long"))
        await place.works()
        (told,) = await citizen.hears()
        assert told.text.splitlines()[:4] == [
            "视频还需要修改：",
            "时长 6 分 12 秒，超过 5 分钟。请在手机相册里剪短后再发。",
            "改好后，把新的视频重新发来就可以，前面填的内容都还在。",
            "",
        ]
        (checking,) = await citizen.sends_video(place.film("short"))
        assert checking.text.startswith("已收到文件，正在检查")


async def test_a_check_that_died_never_holds_the_author_up(tmp_path: Path) -> None:
    async with studio(tmp_path, check=broken) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(place.film())
        await place.works()
        (card,) = await citizen.hears()
        assert "自动检查没能完成，将由工作人员人工核验。您不用重新上传。" in card.text
        (receipt,) = await citizen.taps(CONFIRM)
        assert receipt.text.startswith("提交成功！")


async def test_an_album_is_answered_once_and_nothing_of_it_is_taken(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen(channel=TELEGRAM)
        await fills_in(citizen)
        said = []
        for number in range(3):
            sent = video(MEGABYTE, file_id=f"tg-{number}")
            said += await citizen.sends(video=sent, media_group_id="album")
        assert [one.text.splitlines()[0] for one in said] == [
            "您一次发了几个文件。一个投稿只收一个视频，请挑一个单独发给我。"
        ]


ID = {"file_id": "x", "file_unique_id": "x"}
PHOTO = [{**ID, "width": 1, "height": 1}]
NO_VIDEOS: list[tuple[dict[str, Any], str]] = [
    ({"photo": PHOTO}, "这是照片，不是视频。请从相册里选视频发来。"),
    ({"voice": {**ID, "duration": 1}}, "这是语音，不是视频，语音我也听不了。"),
    ({"text": "怎么发"}, "这一步要的是视频文件，不是文字。"),
    (
        {"video_note": {**ID, "duration": 1, "length": 240}},
        "圆形小视频太小，不能投稿。请用相机拍好，再作为普通视频发来。",
    ),
    ({"contact": {"phone_number": "1", "first_name": "a"}}, "这种消息我处理不了。"),
]


@pytest.mark.parametrize(("content", "words"), NO_VIDEOS)
async def test_what_is_no_video_gets_its_own_words(
    tmp_path: Path, content: dict[str, Any], words: str
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        (told,) = await citizen.sends(**content)
        assert told.text.splitlines()[0] == words
        assert told.text.splitlines()[2] == "最后一步：把视频发来"


async def test_a_silent_film_that_telegram_calls_an_animation_is_taken(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen(channel=TELEGRAM)
        silent = video(MEGABYTE, mime_type="video/mp4")
        content: dict[str, Any] = {"animation": silent, "document": silent}
        (told,) = await citizen.sends(**content)
        assert told.text.startswith("收到您的表情。")
        await fills_in(citizen)
        (told,) = await citizen.sends(**content)
        assert told.text.startswith("已收到文件，正在检查")


async def test_a_picture_for_the_title_is_answered_with_the_question(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await citizen.says("微视频投稿")
        await citizen.taps("同意并开始")
        await citizen.taps("已满 14 周岁")
        (told,) = await citizen.sends(photo=PHOTO)
        assert told.text.splitlines()[0] == "这里要用文字回答，图片我看不懂。"
        (told,) = await citizen.sends_video(place.film())
        assert told.text.splitlines()[0] == "视频先收下了，先把下面的填完。"


async def test_a_video_out_of_the_blue_is_kept_for_the_draft(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        (offer,) = await citizen.sends_video(place.film())
        assert offer.labels == ["微视频投稿", "返回菜单"]
        card = await to_the_card(citizen, place)
        assert card.labels == [CONFIRM, "修改", "取消"]


async def to_the_card(citizen: Citizen, place: Any) -> Any:
    await citizen.taps_data("menu:submit")
    await citizen.taps("同意并开始")
    await place.works()
    assert await citizen.hears() == []
    await citizen.taps("已满 14 周岁")
    for answer in ("老师傅的秤", "张三", "没有单位", "13812345678", "1"):
        await citizen.says(answer)
    (card,) = await citizen.says("一位老师傅四十年来怎样把每一台秤校准，讲的是身边的质量。")
    return card


async def test_a_video_without_a_campaign_is_not_kept(tmp_path: Path) -> None:
    async with studio(tmp_path, has_campaign=False) as place:
        (told,) = await place.citizen().sends_video(place.film())
        assert told.text.startswith("收到视频，但没有保存。现在没有正在进行的微视频征集活动。")
        await place.works()
        assert list(place.town.media.glob("media/*/*")) == []


async def test_of_videos_sent_out_of_the_blue_the_last_is_kept(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await citizen.sends_video(place.film("one"))
        await citizen.sends_video(place.film("two"))
        await place.works()
        (kept,) = place.town.media.glob("media/*/*")
        assert kept.read_text(encoding="utf-8") == "two"


async def test_the_upload_page_hands_a_file_to_somebody_who_left_the_form(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(place.film())
        await citizen.taps("取消")
        await place.works()
        (told,) = await citizen.hears()
        assert told.text.endswith("投稿还没有提交，可以接着填。")
        (card,) = await citizen.taps("继续填写")
        assert card.labels == [CONFIRM, "修改", "取消"]


async def test_the_same_file_of_another_person_is_only_flagged(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        first = await hands_in(place, place.citizen(), place.film())
        second = await hands_in(place, place.citizen(), place.film())
        works = await place.submissions()
        assert [work.receipt for work in works] == [first, second]
        assert {work.state for work in works} == {State.CHECKING}


async def test_a_file_replaced_on_the_page_brings_a_new_review_card(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(place.film())
        await place.works()
        (card,) = await citizen.hears()
        await uploads(place, citizen, "another")
        (incomplete,) = await citizen.taps_data(card.buttons[CONFIRM])
        assert incomplete.text.startswith("已收到文件，正在检查")
        await place.works()
        (card,) = await citizen.hears()
        assert card.labels == [CONFIRM, "修改", "取消"]


async def uploads(place: Studio, citizen: Citizen, content: str) -> None:
    person = await citizen.person()
    async with place.work.folder.incoming(10**6) as arriving:
        await arriving.write(content.encode())
        stored = await arriving.keep("page", ".mp4")
    async with place.town.database.begin() as session:
        draft = await store.draft_of(session, person, "sample")
        assert draft is not None
        await intake.attach(session, draft.id, stored, "page.mp4", place.town.clock())
