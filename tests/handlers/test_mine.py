from pathlib import Path

from campaign import store
from campaign.submission import State, change
from tests.citizen import NOON
from tests.studio import Studio, fills_in, hands_in, sample, studio

UNKNOWN = "请核对一下。编号只给当初得到它的人看，要在原来的网页或聊天里查。"


async def staff_say(place: Studio, to: State) -> None:
    async with place.town.database.begin() as session:
        (work,) = await store.handed_in(session, "sample")
        await store.record(session, work, change(work, to, NOON, "staff:1"))


async def test_nothing_handed_in(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        (told,) = await place.citizen().says("我的投稿")
        assert told.text == "您还没有交过作品。想投稿，打“微视频投稿”。"


async def test_works_and_the_draft_are_listed(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        number = await hands_in(place, citizen, place.film())
        await fills_in(citizen, "第二个作品")
        (listed,) = await citizen.says("我的投稿")
        assert listed.text == (
            "我的投稿\n· 草稿《第二个作品》：还没提交\n"
            f"· {number}《老师傅的秤》：已收到，工作人员审核中"
        )
        assert listed.labels == ["继续填写草稿", f"查看 {number}", "返回菜单"]


async def test_a_work_is_taken_back_after_asking_and_its_file_is_deleted(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        number = await hands_in(place, citizen, place.film())
        await citizen.says(number)
        (sure,) = await citizen.taps("撤回这个作品")
        assert sure.labels == ["确定撤回", "不撤回了"]
        data = sure.buttons["确定撤回"]
        for _ in range(2):
            (told,) = await citizen.taps_data(data)
            assert told.text == f"已撤回 {number}《老师傅的秤》，视频文件和电话不再保存。"
        await place.works()
        assert [file for file in place.town.media.rglob("*") if file.is_file()] == []
        (work,) = await place.submissions()
        assert (work.state, work.answers.get("phone")) == (State.WITHDRAWN, None)


async def test_nothing_is_taken_back_after_the_close_or_once_shortlisted(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        number = await hands_in(place, citizen, place.film())
        await staff_say(place, State.ACCEPTED)
        await staff_say(place, State.SHORTLISTED)
        (told,) = await citizen.taps_data(f"mine:sure:{number}")
        assert told.text == f"{number} 现在是“已入围”，不能撤回。有疑问请打“人工”。"
        await staff_say(place, State.ACCEPTED)
        place.town.clock.passes(days=90)
        (told,) = await citizen.taps_data(f"mine:sure:{number}")
        assert told.text.startswith("征集已于 2027 年 1 月 21 日 23:59（北京时间）截止")


async def test_another_persons_number_reads_like_an_unknown_one(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        number = await hands_in(place, place.citizen(), place.film())
        stranger = place.citizen()
        (told,) = await stranger.says(f"查一下 {number}")
        assert told.text == f"没有查到您名下的编号 {number}。\n{UNKNOWN}"
        for data in (f"mine:show:{number}", f"mine:sure:{number}", f"mine:file:{number}"):
            (told,) = await stranger.taps_data(data)
            assert told.text == f"没有查到您名下的编号 {number}。\n{UNKNOWN}"


async def test_a_work_that_needs_another_file_gets_it(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        number = await hands_in(place, citizen, place.film())
        await staff_say(place, State.NEEDS_FIX)
        await citizen.says(number)
        (asked,) = await citizen.taps("重新交视频")
        assert asked.text.startswith("最后一步：把视频发来")
        (told,) = await citizen.sends_video(place.film("better"))
        assert told.text == f"新的视频已收到，编号还是 {number}，正在检查。查完我会告诉您。"
        (work,) = await place.submissions()
        assert work.state is State.RECEIVED
        await place.works()
        (told,) = await citizen.hears()
        assert told.text.startswith(f"投稿 {number}：\n视频检查通过：")
        assert told.text.endswith("状态：已收到，工作人员审核中")


async def test_nobody_hands_in_more_than_the_quota(tmp_path: Path) -> None:
    async with studio(tmp_path, document=sample(quota=1)) as place:
        citizen = place.citizen()
        await hands_in(place, citizen, place.film())
        (told,) = await citizen.says("微视频投稿")
        assert told.text == (
            "每人最多交 1 个作品，您已经交满了。要换作品，可以先在“我的投稿”里撤回一个。"
        )


async def test_who_left_and_comes_back_is_told_of_the_works_that_stayed(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        number = await hands_in(place, citizen, place.film())
        assert await citizen.leaves() == []
        (told,) = await citizen.says("/start")
        assert told.text.endswith(
            f"您以前交的 1 份投稿（{number}）还在，发“我的投稿”可查看或撤回。"
        )
        await citizen.says(number)
        await citizen.taps("撤回这个作品")
        await citizen.taps("确定撤回")
        (told,) = await citizen.says("/start")
        assert "还在" not in told.text
