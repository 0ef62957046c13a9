import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from campaign.submission import State
from handlers.context import TELEGRAM, WEB
from tests.citizen import Citizen, Said
from tests.studio import SYNOPSIS, Studio, sample, studio

EVENTS = 150
ID = {"file_id": "x", "file_unique_id": "x"}
RIGHT = {
    "叫什么名字？最多": "老师傅的秤",
    "监护人（父母等）叫": "张妈妈",
    "作者是谁": "张三",
    "电话是多少": "13812345678",
    "介绍一下作品": SYNOPSIS,
}
SAYINGS = (
    *("微视频投稿", "我的投稿", "返回", "取消", "菜单", "同意", "1", "2", "标题", "嗯", "提交"),
    *("修改", "/submit", "/mine", *RIGHT.values()),
)
STICKER = {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
OTHERS: tuple[dict[str, Any], ...] = (
    {"sticker": {**ID, **STICKER}},
    {"voice": {**ID, "duration": 1}},
    {"photo": [{**ID, "width": 1, "height": 1}]},
    {"document": {**ID, "file_name": "a.pdf", "file_size": 10**9}},
    {"location": {"latitude": 37.9, "longitude": 113.6}},
)


@dataclass(slots=True)
class Walk:
    """Somebody who mostly goes on, and now and then does anything at all."""

    place: Studio
    citizen: Citizen
    chance: random.Random
    heard: list[Said] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)

    async def step(self) -> None:
        """Do one thing, and let the work behind go on now and then."""
        said = await self._act()
        assert said, self.heard[-1:]
        await self.place.works()
        said += await self.citizen.hears()
        assert not [one.text for one in said if "事件编号" in one.text]
        assert len(said) <= 2
        self.heard += said
        self.buttons += [data for one in said for data in one.buttons.values()]

    async def _act(self) -> list[Said]:
        kind = self.chance.random()
        right = self._right_answer()
        if kind < 0.4 and right is not None:
            return await self.citizen.says(right)
        if kind < 0.7:
            return await self._tap()
        if kind < 0.8:
            return await self.citizen.says(self.chance.choice(SAYINGS))
        if kind < 0.84:
            return await self.citizen.sends(**self.chance.choice(OTHERS))
        if kind < 0.92:
            return await self._send_video()
        return await self.citizen.taps_data(self.chance.choice(self.buttons))

    async def _send_video(self) -> list[Said]:
        return await self.citizen.sends_video(self.place.film(str(self.chance.randrange(5))))

    async def _tap(self) -> list[Said]:
        if "最后一步" in self.heard[-1].text:
            return await self._send_video()
        data = [one for one in self.heard[-1].buttons.values() if not one.startswith("https:")]
        forward = [one for one in data if not one.startswith(("nav:", "menu:"))]
        both = forward * 3 + data
        return await self.citizen.taps_data(self.chance.choice(both or ["menu:submit"]))

    def _right_answer(self) -> str | None:
        last = self.heard[-1].text
        return next((answer for asked, answer in RIGHT.items() if asked in last), None)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("channel", [WEB, TELEGRAM], ids=lambda channel: channel.name)
async def test_whatever_a_citizen_does_is_answered_and_breaks_nothing(
    tmp_path: Path, seed: int, channel: Any
) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    async with studio(tmp_path, document=sample(quota=9), has_public_page=True) as place:
        walk = Walk(place, place.citizen(channel=channel), chance)
        walk.heard += await walk.citizen.says("微视频投稿")
        walk.buttons += walk.heard[-1].buttons.values()
        for _ in range(EVENTS):
            await walk.step()
        works = await place.submissions()
        handed_in = [one.text for one in walk.heard if one.text.startswith("提交成功")]
        assert len(handed_in) == len(works)
        assert len({work.receipt for work in works}) == len(works)
        assert all(work.media_id for work in works if work.state is not State.WITHDRAWN)
