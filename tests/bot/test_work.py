from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.fetch import FetchLaterError, UnfetchableError
from bot.work import MOST_CHECKS, MOST_FETCHES
from campaign import intake, store
from campaign.check import check
from campaign.files import MediaFolder
from campaign.limits import Limits
from campaign.media import store as files
from campaign.media.media import Media
from campaign.submission import Submission
from campaign.verdict import Verdict
from db.tables import MediaRow
from handlers.context import TELEGRAM
from tests.campaign.videos import Film, film
from tests.citizen import Citizen, Town
from tests.studio import CONFIRM, GOOD, Studio, fills_in, sample, studio

LOST = "没能从聊天软件里取到您的视频，可能已经过期。请再发一次。"


async def media_of(place: Studio) -> list[MediaRow]:
    async with place.town.database.read() as session:
        return list(await session.scalars(select(MediaRow).order_by(MediaRow.created_at)))


async def at_file(place: Studio, **more: Any) -> Citizen:
    citizen = place.citizen(**more)
    await fills_in(citizen)
    await citizen.sends_video(place.film())
    return citizen


async def test_a_real_video_is_really_checked(tmp_path: Path) -> None:
    limits = {"min_seconds": 1, "max_seconds": 10, "min_short_side": 100}
    async with studio(tmp_path, document=sample(limits=limits), check=check) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(film(tmp_path / "real.mp4", Film()))
        await place.works()
        (card,) = await citizen.hears()
        assert "视频检查通过：3 秒，" in card.text
        assert CONFIRM in card.labels


async def test_a_file_the_channel_will_not_give_is_asked_for_again(tmp_path: Path) -> None:
    def refuses(_place: Town, _folder: MediaFolder) -> Any:
        async def fetch(_origin: Any, _owner: str) -> Any:
            raise UnfetchableError("wrong file_id")

        return fetch

    async with studio(tmp_path, fetch=refuses) as place:
        citizen = await at_file(place, channel=TELEGRAM)
        await place.works()
        (told,) = await citizen.hears()
        assert told.text.startswith(f"{LOST}\n\n最后一步：把视频发来")


async def test_an_unreachable_channel_is_tried_again_and_given_up_in_the_end(
    tmp_path: Path,
) -> None:
    tries = []

    def away(_place: Town, _folder: MediaFolder) -> Any:
        async def fetch(_origin: Any, owner: str) -> Any:
            tries.append(owner)
            raise FetchLaterError("away")

        return fetch

    async with studio(tmp_path, fetch=away) as place:
        citizen = await at_file(place, channel=TELEGRAM)
        await place.works()
        assert (len(tries), await citizen.hears()) == (1, [])
        for _ in range(MOST_FETCHES):
            place.town.clock.passes(minutes=20)
            await place.works()
        assert len(tries) == MOST_FETCHES
        (told,) = await citizen.hears()
        assert told.text.startswith(LOST)


async def test_a_check_killed_with_its_process_is_done_again_and_told_once(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = await at_file(place)
        async with place.town.database.begin() as session:
            assert await files.take(session, place.town.clock()) is not None
        await place.works()
        assert await citizen.hears() == []
        place.town.clock.passes(minutes=3)
        await place.works()
        assert len(await citizen.hears()) == 1
        await place.works()
        assert await citizen.hears() == []


async def test_a_file_that_kills_every_check_waits_for_a_person(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = await at_file(place)
        for _ in range(MOST_CHECKS):
            async with place.town.database.begin() as session:
                await files.take(session, place.town.clock())
            place.town.clock.passes(minutes=3)
        await place.works()
        (card,) = await citizen.hears()
        assert "将由工作人员人工核验" in card.text


async def test_two_processes_that_check_the_same_file_say_it_once(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = await at_file(place)
        async with place.town.database.begin() as session:
            taken = await files.take(session, place.town.clock())
        assert taken is not None
        place.town.clock.passes(minutes=3)
        await place.works()
        assert len(await citizen.hears()) == 1
        assert await late_verdict(place, taken) is None


async def late_verdict(place: Studio, taken: Media) -> Submission | None:
    async with place.town.database.begin() as session:
        return await intake.judged(session, taken, GOOD, place.town.clock())


async def test_a_discarded_draft_takes_its_files_along(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = await at_file(place)
        await citizen.taps("取消")
        await citizen.taps("删除草稿")
        await place.works()
        assert await media_of(place) == []
        assert [file for file in place.town.media.rglob("*") if file.is_file()] == []


async def test_a_file_discarded_while_it_is_checked_is_told_to_nobody(tmp_path: Path) -> None:
    async def discarding(path: Path, limits: Limits) -> Verdict:
        del path, limits
        person = await citizen.person()
        async with place.town.database.begin() as session:
            draft = await store.draft_of(session, person, "sample")
            assert draft is not None
            await intake.discard(session, draft)
        return GOOD

    async with studio(tmp_path, check=discarding) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(place.film())
        await place.works()
        assert await citizen.hears() == []
        assert await media_of(place) == []


async def test_a_file_nobody_claims_is_deleted_after_three_days(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await place.citizen().sends_video(place.film())
        await place.works()
        assert len(await media_of(place)) == 1
        place.town.clock.passes(days=4)
        await place.works()
        assert await media_of(place) == []


async def test_a_file_lost_from_the_folder_is_asked_for_again(tmp_path: Path) -> None:
    async with studio(tmp_path, check=check) as place:
        citizen = await at_file(place)
        for file in place.town.media.rglob("*.mp4"):
            file.unlink()
        await place.works()
        (told,) = await citizen.hears()
        assert told.text.startswith(LOST)
