"""What nobody will hand in any more is let go of, and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.retention import Retention
from campaign import leftovers
from campaign.campaign import dated, parse
from campaign.files import MediaFolder
from tests.citizen import NOON
from tests.studio import Studio, fills_in, hands_in, sample, studio

AGO = (datetime.now(UTC) - timedelta(days=2)).timestamp()


def kept(place: Studio) -> list[str]:
    return sorted(file.name for file in place.town.media.glob("*/**/*") if file.is_file())


async def test_a_draft_goes_a_month_after_its_campaign_and_a_work_stays(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        await hands_in(place, place.citizen(), place.film("handed in"))
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(place.film("never handed in"))
        await place.works()
        closes = parse(dated(sample(), NOON)).closes_at
        counts = []
        for days in (29, 31):
            place.town.clock.now = closes + timedelta(days=days)
            await Retention(
                place.town.database, MediaFolder(place.town.media), place.town.clock
            ).let_go()
            await place.works()
            async with place.town.database.read() as session:
                drafts = await leftovers.drafts_of(session, await citizen.person())
            counts.append((len(drafts), len(kept(place)), len(await place.submissions())))
        assert counts == [(1, 2, 1), (0, 1, 1)]
        (*_, gone) = await citizen.taps_data("submit:resume")
        assert gone.text == "这份草稿已经不在了。要投稿请重新开始。"


async def test_files_without_a_record_are_deleted_after_a_day(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        folder = MediaFolder(place.town.media, reserve=0)
        await hands_in(place, place.citizen(), place.film("handed in"))
        (known,) = kept(place)
        async with folder.incoming(100) as arriving:
            await arriving.write(b"nobody's")
            unnamed = await arriving.keep("chat-1", ".mp4")
        (place.town.media / "incoming" / "cut-off").write_bytes(b"x")
        now = datetime.now(UTC)
        await leftovers.sweep_files(place.town.database, folder, now)
        assert len(kept(place)) == 3
        for file in place.town.media.glob("*/**/*"):
            os.utime(file, (AGO, AGO))
        await leftovers.sweep_files(place.town.database, folder, now)
        assert kept(place) == [known]
        assert not folder.path(unnamed.key).exists()


async def test_keeping_a_file_again_makes_it_young(tmp_path: Path) -> None:
    folder = MediaFolder(tmp_path, reserve=0)
    for _ in range(2):
        async with folder.incoming(100) as arriving:
            await arriving.write(b"the same")
            stored = await arriving.keep("chat-1", ".mp4")
        young = folder.path(stored.key).stat().st_mtime
        os.utime(folder.path(stored.key), (AGO, AGO))
    assert young > AGO
    assert await folder.kept_before(NOON - timedelta(days=9999)) == []


async def test_deleting_ones_data_takes_drafts_of_closed_campaigns_and_loose_files(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.says("取消")
        await citizen.stores(place.film("a loose picture"))
        await place.plants({**sample(), "id": "next"})
        await place.plants({**sample(), "closes_at": (NOON + timedelta(hours=1)).isoformat()})
        place.town.clock.passes(days=1)
        (shown,) = await citizen.says("我的数据")
        await citizen.taps("删除我的数据")
        await citizen.taps("确认删除")
        await place.works()
        async with place.town.database.read() as session:
            left = await leftovers.drafts_of(session, await citizen.person())
        assert "没交完的 1 份" in shown.text
        assert (left, kept(place)) == ((), [])
