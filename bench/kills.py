"""SIGKILL at every step of handing in a video: what was lost, doubled or half-made (must be 0).

    python -m bench.kills [ROUNDS]

Each round kills the process once at every step while a few visitors are at it: in turns right
after the first acknowledgement, or 0 to 150 ms after sending, acknowledged or not. Browsers
send again under the same key what was not acknowledged. Afterwards the records are compared with
those of a visitor who met no kill.
"""

import asyncio
import random
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bench.kill_count import Figures, Journey, Records, count
from bench.process import BotProcess, GoneError
from bench.visitor import Act, Visitor, browser, new_key
from tests.campaign.videos import Film, box, film

ROUNDS = 5
VISITORS = 2
LONGEST_DELAY = 0.15
LONGEST_CHECK = 1.5
"""Seconds within which the check of a small film is at work."""

SMALL = Film(width=320, height=180, seconds=31, fps=10, noise=8)
SYNOPSIS = "一位老师傅四十年来怎样把每一台秤校准，讲的是身边的质量故事。"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what the visitor does, and the words that show that it was answered."""

    name: str
    act: Act | None
    answer: str


def _says(text: str) -> Act:
    return lambda visitor, key: visitor.says(text, key)


def _taps(label: str) -> Act:
    return lambda visitor, key: visitor.taps(label, key)


async def _hello(visitor: Visitor, _key: str) -> None:
    await visitor.hello()


BEFORE_FILE = (
    Step("greeting", _hello, "质小通"),
    Step("begin", _says("微视频投稿"), "个人信息怎么用"),
    Step("rules", _taps("同意并开始"), "满 14 周岁了吗"),
    Step("age", _taps("已满 14 周岁"), "作品叫什么名字"),
    Step("title", _says("老师傅的秤"), "作者是谁"),
    Step("authors", _says("张三、李四"), "单位或学校"),
    Step("organisation", _taps("没有单位"), "联系电话是多少"),
    Step("phone", _says("13812345678"), "属于哪一类"),
    Step("category", _taps("质量故事"), "介绍一下作品"),
    Step("synopsis", _says(SYNOPSIS), "把视频发来"),
)
CHECK = Step("check", None, "请核对，没问题就提交")
CONFIRM = Step("confirm", _taps("我确认是原创并同意使用条款，提交"), "提交成功")


def steps(content: bytes) -> tuple[Step, ...]:
    """List the steps of handing in this very file."""

    async def upload(visitor: Visitor, key: str) -> None:
        await visitor.uploads(content, key)

    return (*BEFORE_FILE, Step("upload", upload, "正在检查"), CHECK, CONFIRM)


@dataclass(slots=True)
class Author:
    """One visitor on the way through the steps."""

    visitor: Visitor
    content: bytes
    keys: dict[str, str] = field(default_factory=dict)

    def step(self, name: str) -> Step:
        """Find one step of handing in this author's file."""
        return next(step for step in steps(self.content) if step.name == name)

    async def sends(self, step: Step) -> None:
        """Do what the step asks for, until it is acknowledged."""
        if step.act is not None:
            await step.act(self.visitor, self.keys.setdefault(step.name, new_key()))

    async def hears(self, step: Step) -> None:
        """Wait for the answer."""
        key = self.keys.get(step.name)
        await self.visitor.hears(step.answer, key if key in self.visitor.acknowledged else None)

    def journey(self) -> Journey:
        """Tell the records' reader what to look for."""
        return Journey(self.keys, sha256(self.content).hexdigest())


@dataclass(slots=True)
class Storm:
    """Kills the process at one step after another."""

    bot: BotProcess
    video: bytes
    visitors: int
    chance: random.Random
    figures: Figures = field(default_factory=Figures)
    journeys: list[Journey] = field(default_factory=list)
    """What every visitor did; the first met no kill."""

    async def calm(self) -> None:
        """Hand in once without any kill, as the measure of all others."""
        async with browser(self.bot.url) as visitor:
            author = self._author(visitor)
            for step in steps(author.content):
                await author.sends(step)
                await author.hears(step)
        self.journeys.append(author.journey())

    async def round(self, number: int) -> None:
        """Let a few visitors hand in, with one kill at every step."""
        async with AsyncExitStack() as stack:
            authors = [
                self._author(await stack.enter_async_context(browser(self.bot.url)))
                for _ in range(self.visitors)
            ]
            for place, name in enumerate(step.name for step in steps(b"")):
                await self._step(authors, name, after_ack=(number + place) % 2 == 0)
        self.journeys += [author.journey() for author in authors]

    def _author(self, visitor: Visitor) -> Author:
        # A box that players skip makes every visitor's file another one.
        return Author(visitor, self.video + box(b"free", self.chance.randbytes(16)))

    async def _step(self, authors: list[Author], name: str, *, after_ack: bool) -> None:
        todo = [(author, author.step(name)) for author in authors]
        before = [author.visitor.sends for author in authors]
        async with asyncio.TaskGroup() as sending:
            tasks = [sending.create_task(author.sends(step)) for author, step in todo]
            await self._moment(tasks, name, after_ack=after_ack)
            await self.bot.kill()
            await self.bot.start()
        cut_off = sum(
            author.visitor.sends > sent + 1 for author, sent in zip(authors, before, strict=True)
        )
        self.figures.killed(name, cut_off)
        for author, step in todo:
            await author.hears(step)

    async def _moment(
        self, tasks: list[asyncio.Task[None]], name: str, *, after_ack: bool
    ) -> None:
        if name == CHECK.name:
            await asyncio.sleep(self.chance.uniform(0, LONGEST_CHECK))
        elif after_ack:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(self.chance.uniform(0, LONGEST_DELAY))


async def rage(folder: Path, rounds: int, visitors: int, seed: int) -> Storm:
    """Run the rounds on a bot whose data is in `folder`, and stop it in the end."""
    video = await asyncio.to_thread(_video, folder / "film.mp4")
    bot = BotProcess(folder / "data")
    try:
        await bot.start("/readyz")
        storm = Storm(bot, video, visitors, random.Random(seed))  # noqa: S311 -- repeatable, no secret
        await storm.calm()
        for number in range(rounds):
            await storm.round(number)
        ended = await bot.stop()
    finally:
        await bot.kill()
    if ended.status:
        raise GoneError(ended.err)
    return storm


def _video(path: Path) -> bytes:
    return film(path, SMALL).read_bytes()


def main(rounds: int = ROUNDS) -> int:
    """Print the table; 0 where nothing was lost, doubled or half-made."""
    seed = random.SystemRandom().getrandbits(32)
    with tempfile.TemporaryDirectory() as name:
        storm = asyncio.run(rage(Path(name), rounds, VISITORS, seed))
        records = Records(storm.bot.folder)
        amiss, taken_up = count(records, storm.journeys, storm.figures), records.taken_up()
    print(f"{rounds} kills a step, {VISITORS} visitors at a time (seed {seed})")
    for line in storm.figures.lines():
        print(line)
    print(
        "taken up after a kill:",
        ", ".join(f"{number} {what}" for what, number in taken_up.items()),
    )
    print("left over:", "; ".join(amiss) or "nothing")
    return int(bool(amiss) or not storm.figures.is_clean())


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
