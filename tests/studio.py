"""A town with a campaign, the form, and the work behind it, for tests of handing in a video."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from bot.work import Check, Fetch, Work
from campaign import campaign as campaigns
from campaign import store
from campaign.files import MediaFolder
from campaign.limits import Limits
from campaign.submission import Submission
from campaign.verdict import Measured, Verdict
from handlers.menu import build_menu_router
from handlers.mine import build_mine_router
from handlers.mydata import build_mydata_router
from handlers.other import build_other_router
from handlers.receipts import build_receipts_router
from handlers.stations import build_stations_router
from handlers.submit import build_submit_router
from tests.citizen import NOON, Citizen, Said, Town, town
from tests.knowledge import shared_knowledge

SAMPLE = Path(campaigns.__file__).parent / "data" / "sample.yaml"
SYNOPSIS = "一位老师傅四十年来怎样把每一台秤校准，讲的是身边的质量故事。"
CONFIRM = "我确认是原创并同意使用条款，提交"
GOOD = Verdict(
    ok=True,
    measured=Measured(
        seconds=65, width=1920, height=1080, codec="h264", container="mp4", bytes=2048, fps=25,
        has_audio=True,
    ),
)  # fmt: skip


def sample(**changes: Any) -> dict[str, Any]:
    """Return the shipped sample campaign's definition, with changes."""
    return {**yaml.safe_load(SAMPLE.read_text(encoding="utf-8")), **changes}


class Links:
    """Upload pages on an address of their own."""

    def to(self, submission_id: str) -> str:
        """Name the page plainly, so that tests can read it."""
        return f"https://example.org/u/{submission_id}"


async def good(path: Path, limits: Limits) -> Verdict:
    """Find every file good."""
    del path, limits
    return GOOD


@dataclass(frozen=True, slots=True)
class Studio:
    """The town and the work behind its chats."""

    town: Town
    work: Work

    def citizen(self, **more: Any) -> Citizen:
        """Let somebody come in."""
        return self.town.citizen(**more)

    async def works(self) -> None:
        """Let the background work do all that waits."""
        while await self.work.run_one():
            pass

    async def submissions(self) -> list[Submission]:
        """Return everything that was handed in, oldest first."""
        async with self.town.database.read() as session:
            return list(await store.handed_in(session, "sample"))

    async def plants(self, document: dict[str, Any], now: datetime = NOON) -> None:
        """Store another campaign, or another version of the same one."""
        async with self.town.database.begin() as session:
            await store.replace_campaign(session, document, now)

    def film(self, content: str = "a video") -> Path:
        """Write a file that the check of this studio finds good."""
        path = self.town.folder / f"{abs(hash(content))}.mp4"
        path.write_text(content, encoding="utf-8")
        return path


@asynccontextmanager
async def studio(
    folder: Path,
    *,
    document: dict[str, Any] | None = None,
    check: Check = good,
    fetch: Callable[[Town, MediaFolder], Fetch] | None = None,
    has_public_page: bool = False,
    has_campaign: bool = True,
) -> AsyncIterator[Studio]:
    """Open a town where the sample campaign is open, unless told otherwise."""
    links = Links()
    routers = (
        build_menu_router(), build_mydata_router(), build_receipts_router(),
        build_mine_router(), build_stations_router(), build_submit_router(), build_other_router(),
    )  # fmt: skip
    given: dict[str, Any] = {
        "knowledge": shared_knowledge(),
        "stations": (),
        "links": links,
        "has_public_page": has_public_page,
    }
    async with town(folder, *routers, **given) as place:
        media = MediaFolder(place.media, reserve=0)
        media.prepare()
        fetchers = {"telegram": (fetch or from_chat)(place, media)}
        work = Work(
            place.database, place.conversation, media, links, has_public_page, fetchers, check,
            place.clock,
        )  # fmt: skip
        if has_campaign:
            async with place.database.begin() as session:
                await store.plant(session, document or sample(), NOON)
        yield Studio(place, work)


def from_chat(place: Town, folder: MediaFolder) -> Fetch:
    """Fetch what test citizens sent."""

    async def fetch(origin: Any, owner: str) -> Any:
        async with folder.incoming(10**9) as arriving:
            await arriving.write(place.telegram_files[origin["file_id"]].read_bytes())
            return await arriving.keep(owner, ".mp4")

    return fetch


async def fills_in(citizen: Citizen, title: str = "老师傅的秤") -> list[Said]:
    """Go from the first word to the question for the file."""
    await citizen.says("微视频投稿")
    await citizen.taps("同意并开始")
    await citizen.taps("已满 14 周岁")
    await citizen.says(title)
    await citizen.says("张三、李四")
    await citizen.taps("没有单位")
    await citizen.says("13812345678")
    await citizen.taps("质量故事")
    return await citizen.says(SYNOPSIS)


async def hands_in(place: Studio, citizen: Citizen, film: Path) -> str:
    """Hand in a video from the first word on and return its receipt."""
    await fills_in(citizen)
    await citizen.sends_video(film)
    await place.works()
    await citizen.hears()
    await citizen.taps(CONFIRM)
    return (await place.submissions())[-1].receipt or ""
