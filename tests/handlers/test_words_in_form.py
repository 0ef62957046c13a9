"""The words that always work, said in the middle of the form: they do, and it goes on."""

from pathlib import Path

import pytest

from bot.dispatch import build_dispatcher
from handlers.context import TELEGRAM
from tests.citizen import Citizen
from tests.studio import fills_in, studio
from texts import menu
from texts import stations as station_texts

HINT = "您正在填投稿，接着打的字会当作投稿的内容。想先提问，请打“问政策”。"


async def at_title(citizen: Citizen) -> None:
    await citizen.says("微视频投稿")
    await citizen.taps("同意并开始")
    await citizen.taps("已满 14 周岁")


@pytest.mark.parametrize(
    ("word", "buttons"),
    [
        ("菜单", ["问政策", "找站点", "微视频投稿", "人工", "继续填投稿"]),
        ("帮助", ["返回菜单", "继续填投稿"]),
        ("人工", ["返回菜单", "继续填投稿"]),
        ("大字", ["继续填投稿"]),
    ],
)
async def test_a_word_is_answered_and_what_becomes_of_the_next_one_is_said(
    tmp_path: Path, word: str, buttons: list[str]
) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await at_title(citizen)
        (reply,) = await citizen.says(word)
        assert reply.text.endswith(HINT)
        assert reply.labels == buttons
        (title,) = await citizen.taps("继续填投稿")
        assert title.text == "第 2 步，共 8 步\n作品叫什么名字？最多 50 字。"
        (authors,) = await citizen.says("老师傅的秤")
        assert authors.text.startswith("第 3 步，共 8 步\n作者是谁")


async def test_asking_leaves_the_form_and_says_that_nothing_is_lost(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen()
        await fills_in(citizen)
        (reply,) = await citizen.says("问政策")
        assert reply.text == (
            "投稿先停在这里，填好的都给您留着；想接着填，打“微视频投稿”。\n\n"
            + menu.ASK.text.as_kwargs()["text"]
        )
        await citizen.says("微视频投稿")
        (file,) = await citizen.taps("继续填写")
        assert file.text.startswith("最后一步：把视频发来")


async def test_the_menus_words_and_commands_are_never_taken_for_an_answer(tmp_path: Path) -> None:
    async with studio(tmp_path) as place:
        citizen = place.citizen(channel=TELEGRAM)
        await at_title(citizen)
        for word in ("找站点", "/stations"):
            (reply,) = await citizen.says(word)
            assert reply.text == station_texts.NO_STATIONS.text.as_kwargs()["text"] + f"\n\n{HINT}"
        (paused,) = await citizen.says("/cancel")
        assert paused.text.startswith("已停下，填好的内容给您留着。")


def test_the_form_is_asked_after_all_words_that_always_work() -> None:
    names = [router.name for router in build_dispatcher().sub_routers]
    assert names.index("submit") > max(map(names.index, ("menu", "mydata", "stations", "mine")))
