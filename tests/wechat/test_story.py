"""The whole story of a follower, over HTTP, with the bot's real process and WeChat's around it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from bench.kills import SMALL, SYNOPSIS
from bench.process import until
from bot.channels.wechat.account import Kind
from tests.campaign.videos import film
from tests.wechat.phone import Phone
from tests.wechat.whole import Whole, whole

pytestmark = pytest.mark.slow

MASKS = (
    (re.compile(r"V-[0-9A-Z]{7}"), "V-（编号）"),
    (re.compile(r"(?<=收到时间：).+?(?=（北京时间）)"), "（某时）"),
    (
        re.compile(r"(现在没开门|现在营业|已下班)(，到 \d\d:\d\d|，[^，·约\n]* 开门)?"),
        "（开门与否）",
    ),
    (re.compile(r"营业时间未知，去之前请先打电话问"), "（开门与否）"),
    (re.compile(r'(?<=href=")[^"]*/u/[^"]+'), "（上传网页）"),
    (re.compile(r'(?<=href=")https://uri\.amap\.com/[^"]+'), "（地图）"),
)
"""What differs between two days."""

WELCOME = """\
质小通，问质量政策、找质量服务站、交微视频。
直接打字提问就行，也可以从下面选：点一下，或者回复序号。

隐私提示：提问不需要任何个人信息；手机号、证件号先打码再保存。\
问题原文另存 30 天，不记是谁问的，只用来改进答案。

1. 问政策
2. 找站点
3. 微视频投稿
4. 人工
（回复前面的数字就能选）"""
WELCOME_BACK = """\
质小通，问质量政策、找质量服务站、交微视频。
直接打字提问就行，也可以从下面选：点一下，或者回复序号。

您以前交的 1 份投稿（V-（编号））还在，发“我的投稿”可查看或撤回。

1. 问政策
2. 找站点
3. 微视频投稿
4. 人工
（回复前面的数字就能选）"""
DISTRICTS = """\
找“一站式”服务站
选区县，或者发位置找最近的；也可以直接打字，例如“盂县哪个站能检电子秤”。

1. 离我最近
2. 城区
3. 矿区
4. 郊区
5. 平定县
6. 盂县
7. 按业务找
（回复前面的数字就能选）"""
NEAREST = """\
示例·城区质量服务站甲
示例地址，以局方公布的名录为准 · （开门与否） · 约 480 米
<a href="（地图）">在地图上看</a>

以下是示例站点，不是真实地址。真实名录以局方公布的为准，可拨 12345 询问。

1. 示例·城区质量服务站甲，约 480 米，（开门与否）
2. 示例·城区质量服务站乙，约 1.6 公里，（开门与否）
3. 示例·矿区质量服务站乙，约 2.3 公里，（开门与否）
4. 示例·矿区质量服务站甲，约 2.5 公里，（开门与否）
5. 示例·平定县质量服务站乙，约 7.9 公里，（开门与否）

看详细请回复序号，或者点名称。

也可以回复：换个区县"""
FORM = """\
第 1 步，共 8 步
作者满 14 周岁了吗？

1. 已满 14 周岁
2. 未满 14 周岁
（回复前面的数字就能选）
也可以回复：返回、取消
---
第 2 步，共 8 步
作品叫什么名字？最多 50 字。

也可以回复：返回、取消
---
第 3 步，共 8 步
作者是谁？几个人就都写上，用顿号隔开，最多 10 人。例如：张三、李四

也可以回复：返回、取消
---
第 4 步，共 8 步
作者的单位或学校是？个人投稿可以点“没有单位”。

1. 没有单位
（回复前面的数字就能选）
也可以回复：返回、取消
---
第 5 步，共 8 步
联系电话是多少？只用来联系您，不会公开。

也可以回复：返回、取消
---
第 6 步，共 8 步
作品属于哪一类？

1. 质量人物
2. 质量故事
3. 质量科普
4. 产品与服务
（回复前面的数字就能选）
也可以回复：返回、取消
---
第 7 步，共 8 步
用几句话介绍一下作品，20 到 500 字。

也可以回复：返回、取消"""
ANSWERS = ("1", "1", "老师傅的秤", "张三、李四", "1", "13812345678", "2")
BY_PAGE = """\
最后一步：把视频发来
时长 30 秒到 5 分钟，MP4 或 MOV，不超过 500 MB。
请点下面的“打开上传网页”；传完回来接着填。
<a href="（上传网页）">打开上传网页</a>

也可以回复：返回、取消"""
RECEIVED = """\
已收到文件，正在检查，一般不到一分钟。查完我会告诉您，不用重发。
想换一个视频，直接再发就行。

也可以回复：返回、取消"""
CARD = """\
请核对，没问题就提交
活动：（示例）质量月微视频征集
标题：老师傅的秤
作者：张三、李四
单位：没有单位
电话：138****5678
类别：质量故事
简介：一位老师傅四十年来怎样把每一台秤校准，讲的是身边的质量故事。
视频检查通过：31 秒，320\u00d7180（横屏），2.3 MB，MP4，有声音。"""
CONFIRM = """\
1. 我确认是原创并同意使用条款，提交
2. 修改
（回复前面的数字就能选）
也可以回复：取消"""
HANDED_IN = """\
提交成功！《老师傅的秤》的编号是 V-（编号）
状态：已收到，工作人员审核中
收到时间：（某时）（北京时间）
请记下编号。以后把编号发给我，或打“我的投稿”，就能看进度；截止前可以撤回。

1. 我的投稿
2. 返回菜单
（回复前面的数字就能选）"""
STATUS = """\
V-（编号）《老师傅的秤》
状态：已收到，工作人员审核中
收到时间：（某时）（北京时间）

1. 撤回这个作品
2. 我的投稿
3. 返回菜单
（回复前面的数字就能选）"""
SURE = """\
确定撤回 V-（编号）《老师傅的秤》 吗？
撤回后不再参加评选，视频文件和电话会删除，不能恢复；截止前可以重新投稿。

1. 确定撤回
2. 不撤回了
（回复前面的数字就能选）"""
WITHDRAWN = """\
已撤回 V-（编号）《老师傅的秤》，视频文件和电话不再保存。

1. 我的投稿
2. 返回菜单
（回复前面的数字就能选）"""
MINE = """\
我的投稿
· V-（编号）《老师傅的秤》：已撤回

1. 查看 V-（编号）
2. 返回菜单
（回复前面的数字就能选）"""
NOTHING = "no reply"

PACE_SECONDS = 0.55
"""Who writes faster than twenty messages in ten seconds is asked to wait."""


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("film") / "film.mp4", SMALL).read_bytes()


def masked(text: str) -> str:
    for what, mask in MASKS:
        text = what.sub(mask, text)
    return text


class Follower:
    """Somebody whose words and gestures reach the bot by WeChat's servers."""

    def __init__(self, place: Whole, phone: Phone) -> None:
        self.place, self.phone = place, phone
        self.read = NOTHING
        """The last reply, as it came."""

    async def hears(self, message: dict[str, object]) -> str:
        await asyncio.sleep(PACE_SECONDS)
        self.read = (await self.phone.brings(message)).text or NOTHING
        return masked(self.read)

    async def says(self, text: str) -> str:
        return await self.hears(self.phone.message("text", Content=text))

    async def happens(self, event: str, key: str = "") -> str:
        return await self.hears(self.phone.message("event", Event=event, EventKey=key))

    async def touches(self, key: str) -> str:
        return await self.happens("CLICK", key)

    async def sends_place(self, north: float, east: float) -> str:
        where = {"Location_X": north, "Location_Y": east, "Scale": 15, "Label": "示例"}
        return await self.hears(self.phone.message("location", **where))

    async def sends_video(self, media_id: str) -> str:
        film_of = {"MediaId": media_id, "ThumbMediaId": "thumb"}
        return await self.hears(self.phone.message("video", **film_of))

    async def is_sent(self, count: int) -> str:
        """Wait for the message that comes by itself as number `count`."""
        sent = self.place.weixin.texts

        async def has_come() -> bool:
            return len(sent(self.phone.openid)) >= count

        await until(has_come)
        await asyncio.sleep(0.2)
        assert len(sent(self.phone.openid)) == count
        return masked(sent(self.phone.openid)[-1])

    async def fills_in(self) -> str:
        """Go from the first touch to the question for the file."""
        assert (await self.touches("menu:submit")).splitlines()[0] == "（示例）质量月微视频征集"
        asked = [await self.says(answer) for answer in ANSWERS]
        assert asked == FORM.split("\n---\n")
        return await self.says(SYNOPSIS)


@asynccontextmanager
async def follower(folder: Path, kind: Kind) -> AsyncIterator[Follower]:
    """Give a phone to a follower of such an account, once the bot knows that it is one."""
    async with whole(folder, kind) as place, place.phone() as phone:

        async def is_known() -> bool:
            return f"kind={kind.value}" in place.bot.said("err")

        await until(is_known)
        yield Follower(place, phone)


async def test_a_follower_of_a_verified_service_account(tmp_path: Path, video: bytes) -> None:
    async with follower(tmp_path / "data", Kind.VERIFIED_SERVICE) as one:
        weixin = one.place.weixin
        weixin.media["raw"] = video
        weixin.media["linked"] = {"video_url": f"{weixin.url}/files/raw"}
        await asks(one)
        await finds_a_station(one)
        await hands_in(one, "raw", pushes=1)
        await looks_and_takes_back(one)
        await hands_in(one, "linked", pushes=2)
        await leaves_and_comes_back(one)
        assert one.place.bot.said("err").count("[error") == 0


async def asks(one: Follower) -> None:
    assert await one.happens("subscribe") == WELCOME
    assert (await one.says("质量月是几月")).splitlines()[:2] == [
        "质量月是几月", "全国“质量月”在每年 9 月。",
    ]  # fmt: skip
    offered = (await one.says("电子秤")).splitlines()
    assert offered[0] == "您是不是想问："
    chosen = next(line for line in offered if line.startswith("2. "))
    assert (await one.says("2")).splitlines()[0] == chosen.removeprefix("2. ")


async def finds_a_station(one: Follower) -> None:
    assert await one.touches("menu:stations") == DISTRICTS
    assert await one.sends_place(37.8571, 113.5805) == NEAREST


async def hands_in(one: Follower, media_id: str, pushes: int) -> None:
    assert (await one.fills_in()).splitlines()[0] == "最后一步：把视频发来"
    assert await one.sends_video(media_id) == RECEIVED
    card = await one.is_sent(pushes)
    assert (card[: len(CARD)], card[-len(CONFIRM) :]) == (CARD, CONFIRM)
    assert await one.says("1") == HANDED_IN


async def looks_and_takes_back(one: Follower) -> None:
    receipt = re.findall(r"V-[0-9A-Z]{7}", one.read)[0]
    assert await one.says(f"{receipt} 怎么样了") == STATUS
    assert await one.says(receipt.lower()) == STATUS
    assert await one.says("1") == SURE
    assert await one.says("1") == WITHDRAWN
    assert await one.says("我的投稿") == MINE
    assert re.findall(r"V-[0-9A-Z]{7}", one.read) == [receipt, receipt]


async def leaves_and_comes_back(one: Follower) -> None:
    """Leave in the middle of a third work: the draft goes, what was handed in stays."""
    await one.touches("menu:submit")
    for answer in ANSWERS[:4]:
        await one.says(answer)
    assert await one.happens("unsubscribe") == NOTHING
    assert await one.happens("subscribe") == WELCOME_BACK
    mine = (await one.says("我的投稿")).splitlines()
    assert mine[:3] == [
        "我的投稿",
        "· V-（编号）《老师傅的秤》：已收到，工作人员审核中",
        "· V-（编号）《老师傅的秤》：已撤回",
    ]
    assert (await one.touches("menu:submit")).splitlines()[-3:-1] == ["1. 同意并开始", "2. 不同意"]


async def test_a_follower_of_an_unverified_subscription_account(
    tmp_path: Path, video: bytes
) -> None:
    async with follower(tmp_path / "data", Kind.UNVERIFIED_SUBSCRIPTION) as one:
        assert await one.happens("subscribe") == WELCOME
        assert await one.fills_in() == BY_PAGE
        refused = "这里收不了视频，请点下面的“打开上传网页”。\n\n"
        assert await one.sends_video("raw") == refused + BY_PAGE
        await uploads(one.read, video)
        card = await comes_at_the_next_visit(one)
        assert (card[: len(CARD)], card[-len(CONFIRM) :]) == (CARD, CONFIRM)
        assert await one.says("1") == HANDED_IN
        assert await one.says(re.findall(r"V-[0-9A-Z]{7}", one.read)[0]) == STATUS
        assert one.place.weixin.sent == []
        assert one.place.weixin.calls["/cgi-bin/media/get"] == 0
        assert one.place.bot.said("err").count("[error") == 0


async def uploads(reply: str, video: bytes) -> None:
    """Touch the link in a reply and give the page the file, as its script does."""
    (page,) = re.findall(r'href="([^"]*/u/[^"]*)"', reply)
    async with aiohttp.ClientSession() as http:
        async with http.get(page) as shown:
            assert "<h1>上传视频：老师傅的秤</h1>" in await shown.text()
        typed = {"Content-Type": "video/mp4"}
        async with http.put(
            f"{page}/file?name=film.mp4", data=BytesIO(video), headers=typed
        ) as taken:
            assert taken.status == 201


async def comes_at_the_next_visit(one: Follower) -> str:
    """Write “继续” until the file is checked: nothing may be pushed here."""
    heard = ""

    async def is_there() -> bool:
        nonlocal heard
        heard = await one.says("继续")
        return heard.startswith("请核对")

    await until(is_there, every=1)
    return heard
