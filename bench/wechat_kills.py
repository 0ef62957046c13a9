"""SIGKILL while WeChat's followers hand in videos of a bot that answers too late.

    python -m bench.wechat_kills [FOLLOWERS]

Two accounts at once, one that may push and one that may nothing. Followers go through the same
steps side by side, in safe mode; every message is brought three times, five seconds apart, as
WeChat does with what is not answered. Turns begin six seconds late, so no first request is
answered; at every step the process is killed once, half of the times near the moment of the
commit. Lost and doubled are counted in the records and must be 0.
"""

import asyncio
import random
import re
import sys
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path

import aiohttp

from bench.kills import SMALL, SYNOPSIS
from bench.process import BotProcess, free_port, until
from bench.wechat_count import Figures, Records, Spoken, count
from bench.wechat_slow import LATE_SECONDS
from bot.channels.wechat.account import Kind
from bot.channels.wechat.updates import key_of
from tests.campaign.videos import box, film
from tests.wechat.phone import Phone
from tests.wechat.platform import Platform, platform
from tests.wechat.whole import settings

FOLLOWERS = 20
APART_SECONDS = 5.0
TIMES = 3
AROUND_COMMIT = 0.4
KINDS = (Kind.VERIFIED_SERVICE, Kind.UNVERIFIED_SUBSCRIPTION)

Message = dict[str, object]
Make = Callable[["Follower"], Message]


@dataclass(slots=True)
class Follower:
    """Somebody whose every message WeChat brings three times."""

    number: int
    phone: Phone
    spoken: Spoken = field(default_factory=Spoken)

    async def sends(self, step: str, message: Message, answer: str) -> None:
        """Bring a message three times, whatever is answered."""
        key = key_of({name: str(value) for name, value in message.items()})
        self.spoken.did(step, key, answer)
        async with asyncio.TaskGroup() as tasks:
            for turn in range(TIMES):
                tasks.create_task(self._brings(key, message, turn * APART_SECONDS))

    async def _brings(self, key: str, message: Message, wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            async with asyncio.timeout(APART_SECONDS):
                answer = await self.phone.posts(message)
        except (TimeoutError, aiohttp.ClientError):
            return
        if answer.text:
            self.spoken.read.setdefault(key, []).append(answer.text)


def says(text: str) -> Make:
    """Type the same as everybody."""
    return lambda one: one.phone.message("text", Content=text)


def happens(event: str, key: str = "") -> Make:
    """Follow, or touch the menu."""
    return lambda one: one.phone.message("event", Event=event, EventKey=key)


STEPS: tuple[tuple[str, Make, str], ...] = (
    ("follow", happens("subscribe"), "质小通，问质量政策"),
    ("ask", says("质量月是几月"), "全国“质量月”在每年 9 月。"),
    (
        "unanswered",
        lambda one: one.phone.message("text", Content=f"量子鹦鹉{one.number}怎么弹钢琴"),
        "这个问题我没有找到有出处的答案",
    ),
    ("begin", happens("CLICK", "menu:submit"), "个人信息怎么用"),
    ("rules", says("同意并开始"), "作者满 14 周岁了吗"),
    ("age", says("已满 14 周岁"), "作品叫什么名字"),
    ("title", says("老师傅的秤"), "作者是谁"),
    ("authors", says("张三、李四"), "作者的单位或学校是"),
    ("organisation", says("没有单位"), "联系电话是多少"),
    ("phone", says("13812345678"), "作品属于哪一类"),
    ("category", says("质量故事"), "用几句话介绍一下作品"),
    ("synopsis", says(SYNOPSIS), "最后一步：把视频发来"),
)
ASKING = 3
"""So many steps come before handing in."""

CARD = "请核对，没问题就提交"
LAST = (("confirm", says("我确认是原创并同意使用条款，提交"), "提交成功"),)
FILM = (
    "video",
    lambda one: one.phone.message("video", MediaId=f"film-{one.number}", ThumbMediaId="thumb"),
    "已收到文件，正在检查",
)


@dataclass(slots=True)
class Storm:
    """Kills one bot at one step after another."""

    bot: BotProcess
    weixin: Platform
    followers: list[Follower]
    video: bytes
    chance: random.Random
    figures: Figures = field(default_factory=Figures)

    @property
    def records(self) -> Records:
        """What the bot keeps."""
        return Records(self.bot.folder, self.weixin)

    async def asks(self) -> None:
        """Let everybody follow and ask."""
        for step in STEPS[:ASKING]:
            await self._wave(*step)

    async def hands_in(self) -> None:
        """Let everybody hand in a film."""
        for step in STEPS[ASKING:]:
            await self._wave(*step)
        if self.weixin.kind is Kind.VERIFIED_SERVICE:
            for one in self.followers:
                self.weixin.media[f"film-{one.number}"] = self._film(one)
            await self._wave(*FILM, moment=self.chance.uniform(0, 2 * LATE_SECONDS))
            self.expects_card()
        else:
            await asyncio.gather(*map(self._uploads, self.followers))
            await self._killed("check", self.chance.uniform(0, 3.0))
        await until(lambda: self.records.are_checked(len(self.followers)), every=0.3)
        if self.weixin.kind is not Kind.VERIFIED_SERVICE:
            await self._wave("more", says("继续"), CARD)
        for step in LAST:
            await self._wave(*step)

    def expects_card(self) -> None:
        """Note that the card comes by itself."""
        for one in self.followers:
            one.spoken.hears("card", CARD)

    async def _wave(self, name: str, make: Make, answer: str, moment: float | None = None) -> None:
        """Let everybody do one step, and kill once."""
        async with asyncio.TaskGroup() as tasks:
            for one in self.followers:
                tasks.create_task(one.sends(name, make(one), answer))
            await self._killed(name, self._moment() if moment is None else moment)
        await until(self.records.is_quiet, every=0.3)
        self.records.remember(one.spoken for one in self.followers)

    def _moment(self) -> float:
        if self.chance.random() < 0.5:
            return LATE_SECONDS + self.chance.uniform(0, AROUND_COMMIT)
        return self.chance.uniform(0, TIMES * APART_SECONDS - 3)

    async def _killed(self, name: str, moment: float) -> None:
        await asyncio.sleep(moment)
        await self.bot.kill()
        self.figures.kills[name] += 1
        await self.bot.start("/readyz")

    async def _uploads(self, one: Follower) -> None:
        """Open the link in the newest reply and give the page the file."""
        said = "\n".join(self.records.said(one.spoken))
        page = re.findall(r'href="([^"]*/u/[^"]*)"', said)[-1]
        body = BytesIO(self._film(one))
        typed = {"Content-Type": "video/mp4"}
        async with one.phone.http.put(f"{page}/file?name=a.mp4", data=body, headers=typed) as put:
            put.raise_for_status()

    def _film(self, one: Follower) -> bytes:
        # A box that players skip makes everybody's file another one.
        return self.video + box(b"free", f"{one.number:016}".encode())

    def counts(self) -> Figures:
        """Compare the records with what everybody did."""
        count(self.records, [one.spoken for one in self.followers], self.figures)
        return self.figures


async def storm(folder: Path, kind: Kind, followers: int, seed: int, video: bytes = b"") -> Storm:
    """Run one account's bot through all steps, those with a film only if there is one."""
    async with platform() as weixin, AsyncExitStack() as stack:
        weixin.kind = kind
        port = free_port()
        given = {**settings(weixin.url), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
        command = (sys.executable, "-m", "bench.wechat_slow")
        bot = BotProcess(folder / kind.value, port, command, settings=given)
        line = await stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True))
        )
        people = [Follower(number, Phone(bot.url, line)) for number in range(followers)]
        chance = random.Random(seed)  # noqa: S311 -- repeatable, no secret
        one = Storm(bot, weixin, people, video, chance)
        try:
            await bot.start("/readyz")
            await one.asks()
            if video:
                await one.hands_in()
            await bot.stop()
        finally:
            await bot.kill()
        return one


async def storms(folder: Path, followers: int, seed: int) -> list[Figures]:
    """Run both accounts side by side."""
    path = await asyncio.to_thread(film, folder / "film.mp4", SMALL)
    video = await asyncio.to_thread(path.read_bytes)
    one = partial(storm, folder, followers=followers, video=video, seed=seed)
    return [each.counts() for each in await asyncio.gather(*(one(kind) for kind in KINDS))]


def main(followers: int = FOLLOWERS) -> int:
    """Print the tables; 0 where nothing was lost or doubled."""
    seed = random.SystemRandom().getrandbits(32)
    with tempfile.TemporaryDirectory() as name:
        found = asyncio.run(storms(Path(name), followers, seed))
    print(f"{followers} followers of each account, messages brought {TIMES} times (seed {seed})")
    for kind, figures in zip(KINDS, found, strict=True):
        print(f"-- {kind.value}")
        print("\n".join(figures.lines()))
    return int(not all(figures.is_clean() for figures in found))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
