from datetime import timedelta
from pathlib import Path

import pytest

from campaign.submission import State
from tests.citizen import NOON, Citizen
from tests.studio import CONFIRM, SYNOPSIS, fills_in, hands_in, sample, studio

NAV = ["返回", "取消"]
TITLE_QUESTION = "第 2 步，共 8 步\n作品叫什么名字？最多 50 字。"


async def at_title(citizen: Citizen) -> None:
    await citizen.says("微视频投稿")
    await citizen.taps("同意并开始")
    await citizen.taps("已满 14 周岁")


async def test_a_citizen_hands_in_a_video_from_the_first_word_to_the_receipt(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        (file,) = await fills_in(citizen)
        assert file.text == (
            "最后一步：把视频发来\n时长 30 秒到 5 分钟，MP4 或 MOV，不超过 500 MB。\n"
            "点输入框旁边的“＋”选视频就行。"
        )
        (checking,) = await citizen.sends_video(place.film())
        assert checking.text.startswith("已收到文件，正在检查")
        await place.works()
        (card,) = await citizen.hears()
        assert card.text.startswith(
            "请核对，没问题就提交\n活动：（示例）质量月微视频征集\n标题：老师傅的秤\n"
            "作者：张三、李四\n单位：没有单位\n电话：138****5678\n类别：质量故事\n"
            f"简介：{SYNOPSIS}\n"
            "视频检查通过：1 分 5 秒，1920\N{MULTIPLICATION SIGN}1080（横屏），0.1 MB，"
            "MP4，有声音。\n\n"
            "点“提交”表示您确认并同意：\n1. 原创："
        )
        assert card.labels == [CONFIRM, "修改", "取消"]
        (receipt,) = await citizen.taps(CONFIRM)
        (work,) = await place.submissions()
        assert receipt.text == (
            f"提交成功！《老师傅的秤》的编号是 {work.receipt}\n状态：已收到，工作人员审核中\n"
            "收到时间：2026 年 11 月 22 日 12:00（北京时间）\n"
            "请记下编号。以后把编号发给我，或打“我的投稿”，就能看进度；截止前可以撤回。"
        )
        assert (work.state, await citizen.state()) == (State.CHECKING, None)
        assert work.answers["phone"] == "13812345678"


async def test_a_second_tap_a_second_tab_and_a_repeated_update_give_one_work(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(place.film())
        await place.works()
        (card,) = await citizen.hears()
        await citizen.taps_data(card.buttons[CONFIRM], key="one")
        (work,) = await place.submissions()
        assert await citizen.taps_data(card.buttons[CONFIRM], key="one") == []
        (again,) = await citizen.taps_data(card.buttons[CONFIRM])
        assert again.text.startswith(
            f"这个作品已经提交过了，编号还是 {work.receipt}，没有重复提交。"
        )
        assert len(await place.submissions()) == 1


async def test_the_same_file_again_by_the_same_person_gets_the_first_number(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        number = await hands_in(place, citizen, place.film())
        await fills_in(citizen, "另一个名字")
        await citizen.sends_video(place.film())
        await place.works()
        (told,) = await citizen.hears()
        assert told.text.startswith(f"这个视频您已经交过了，编号 {number}，不用再交。")
        assert len(await place.submissions()) == 1


async def test_wrong_answers_are_told_with_what_was_measured_and_lose_nothing(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await at_title(citizen)
        (told,) = await citizen.says("好" * 63)
        assert told.text == f"标题 63 字，最多 50 字，请缩短一些。\n\n{TITLE_QUESTION}"
        assert told.labels == NAV
        await citizen.says("老师傅的秤")
        await citizen.says("张三")
        await citizen.says("个人")
        (told,) = await citizen.says("1381234567")
        assert told.text.startswith("您写的号码是 10 位，手机号应当是 11 位；座机请带区号。")
        await citizen.says("+86 138-1234-5678")
        (told,) = await citizen.says("美食")
        assert told.text.startswith("请从下面选一个：点一下，或者回复序号。")
        (told,) = await citizen.says("3")
        assert "用几句话介绍一下作品" in told.text
        (told,) = await citizen.says("很短")
        assert told.text.startswith("简介只有 2 字，至少要 20 字，请再写一点。")


async def test_a_child_needs_a_guardian_who_agrees(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await citizen.says("微视频投稿")
        await citizen.taps("同意并开始")
        (asked,) = await citizen.says("2")
        assert asked.text == "第 2 步，共 10 步\n孩子的监护人（父母等）叫什么名字？"
        (asked,) = await citizen.says("张妈妈")
        assert asked.labels == ["我是监护人，我同意", *NAV]
        (again,) = await citizen.says("嗯嗯")
        assert again.text.startswith("请从下面选一个：点一下，或者打出那几个字。")
        (asked,) = await citizen.says("1")
        assert asked.text == "第 4 步，共 10 步\n作品叫什么名字？最多 50 字。"


async def test_back_shows_the_answer_and_lets_it_stand(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await at_title(citizen)
        await citizen.says("《老师傅的秤》")
        (back,) = await citizen.says("返回")
        assert back.text == f"{TITLE_QUESTION}\n现在填的是：老师傅的秤"
        (kept,) = await citizen.taps("不改了，继续")
        assert kept.text.startswith("第 3 步，共 8 步\n作者是谁？")
        for _ in range(3):
            (first,) = await citizen.taps("返回")
        assert first.labels == ["同意并开始", "不同意"]


async def test_cancelled_and_resumed(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await at_title(citizen)
        await citizen.says("老师傅的秤")
        (paused,) = await citizen.taps("取消")
        assert paused.labels == ["继续填写", "删除草稿", "返回菜单"]
        (offer,) = await citizen.says("微视频投稿")
        assert offer.text == "您有一份没交完的投稿《老师傅的秤》，填过的内容都还在。"
        (resumed,) = await citizen.taps("继续填写")
        assert resumed.text.startswith("第 3 步，共 8 步\n作者是谁？")
        await citizen.says("取消")
        (deleted,) = await citizen.taps("删除草稿")
        assert deleted.text == "草稿和已传的视频都已删除。"
        (rules,) = await citizen.says("投稿")
        assert rules.labels == ["同意并开始", "不同意"]


async def test_an_old_button_shows_the_present_step(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await at_title(citizen)
        for old in ("submit:age:yes", "submit:category:1", "submit:agree", "submit:edit:title"):
            (told,) = await citizen.taps_data(old)
            assert told.text == f"刚才那个按钮是前面步骤的，现在从这里接着填。\n\n{TITLE_QUESTION}"
        (stale,) = await place.citizen().taps_data("submit:alone")
        assert stale.text == "这个按钮已经用不上了。要投稿请打“微视频投稿”。"


async def test_a_field_is_changed_from_the_review_card(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        await citizen.sends_video(place.film())
        await place.works()
        await citizen.hears()
        (menu,) = await citizen.taps("修改")
        fields = ["标题", "作者", "单位", "电话", "类别", "简介", "视频文件"]
        assert menu.labels == [*fields, "不改了，继续", "取消"]
        await citizen.taps("标题")
        (card,) = await citizen.says("新的名字")
        assert "标题：新的名字\n" in card.text
        await citizen.taps("修改")
        await citizen.taps("电话")
        (card,) = await citizen.taps("返回")
        assert card.labels == [CONFIRM, "修改", "取消"]


OPENS = "还没有开始，2026 年 11 月 22 日 12:00（北京时间）起可以投稿。"
CLOSED = "已于 2027 年 1 月 21 日 23:59（北京时间）截止，不再收作品。"


@pytest.mark.parametrize(("days", "words"), [(-1, OPENS), (90, CLOSED)])
async def test_before_and_after_the_campaign(tmp_path: Path, days: int, words: str) -> None:
    async with studio(tmp_path) as place:
        place.town.clock.now = NOON + timedelta(days=days)
        (told,) = await place.citizen().says("微视频投稿")
        assert told.text.splitlines()[0] == f"“（示例）质量月微视频征集”{words}"


async def test_without_a_campaign(tmp_path: Path) -> None:
    async with studio(tmp_path, has_campaign=False) as place:
        (told,) = await place.citizen().says("微视频投稿")
        assert told.text == (
            "现在没有正在进行的微视频征集活动。有了新活动，打“微视频投稿”就能看到。"
        )


async def test_a_draft_begun_in_time_is_finished_within_the_grace_and_not_after(
    tmp_path: Path,
) -> None:
    closes = "2026-11-22T12:30:00"
    document = sample(open_for_days=None, opens_at="2026-11-22T00:00:00", closes_at=closes)
    async with studio(tmp_path, document=document) as place:
        early, late = place.citizen(), place.citizen()
        await fills_in(early)
        await fills_in(late)
        place.town.clock.passes(minutes=40)
        await early.sends_video(place.film())
        await place.works()
        await early.hears()
        (receipt,) = await early.taps(CONFIRM)
        assert receipt.text.startswith("提交成功！")
        place.town.clock.passes(minutes=50)
        (told,) = await late.sends_video(place.film("late"))
        assert "截止，不再收作品。" in told.text
        assert len(await place.submissions()) == 1


@pytest.mark.parametrize("word", ["菜单", "帮助", "人工", "大字", "我的投稿", "V-AAAAAAA"])
async def test_the_words_that_always_work_leave_the_form_as_it_stands(
    tmp_path: Path, word: str
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await at_title(citizen)
        (told,) = await citizen.says(word)
        assert "标题" not in told.text
        (asked,) = await citizen.says("老师傅的秤")
        assert asked.text.startswith("第 3 步，共 8 步\n作者是谁？")


async def test_a_process_stopped_between_two_answers_loses_nothing(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        first = place.citizen()
        await at_title(first)
        await first.says("老师傅的秤")
    async with studio(tmp_path) as place:
        again = place.citizen()
        *_, asked = await again.says("张三")
        assert asked.text.startswith("第 4 步，共 8 步\n作者的单位或学校是？")


async def test_a_group_is_asked_for_a_private_chat(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        (told,) = await citizen.sends(
            text="微视频投稿", chat={"id": citizen.id, "type": "group", "title": "群"}
        )
        assert told.text == "这件事涉及个人信息，请在和我的单独对话里办。"
