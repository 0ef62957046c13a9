"""The figures of what citizens asked, by hand and by page."""

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from aiogram import Router

from bot.nightly import Nightly
from db.engine import Database
from desk import store as desk
from desk.figures import store as figures
from desk.figures.figures import Figures, Reported, period
from desk.journal import store as journal
from desk.journal.journal import Asked, Came, Counted
from desk.unanswered import Kind, Question
from faq.freshness import Freshness, freshness
from faq.stations import load
from handlers.ask import build_ask_router
from people import store as people
from people.staff.roles import Role
from tests.citizen import town
from tests.console.house import NOON, House, house
from tests.knowledge import ENTRIES, shared_knowledge

DAY = date(2026, 11, 23)
ANSWER = Asked("web", "质量月是几月", Came.ANSWER, "exact", "quality-month-when", 1.0)
MISS = Asked("wechat", "营业执照丢了怎么补办", Came.DECLINE, "unknown")


def row(outcome: Came, reason: str, count: int, channel: str = "web") -> Counted:
    return Counted(DAY, channel, outcome, reason, count)


def test_coverage_and_reports_are_reckoned_as_the_page_says() -> None:
    counted = [
        row(Came.ANSWER, "exact", 50), row(Came.SUGGEST, "unsure", 20),
        row(Came.CHOSEN, "chosen", 12), row(Came.CHOSEN, "tapped", 38),
        row(Came.DECLINE, "unknown", 10), row(Came.DECLINE, "neighbour", 7),
        row(Came.REDIRECT, "stations", 9), row(Came.SMALL_TALK, "small_talk", 4),
    ]  # fmt: skip
    reported = [Reported(DAY, Kind.UNSOLVED, 3), Reported(DAY, Kind.WRONG, 2)]
    found = Figures(DAY, DAY, counted, reported)
    assert found.questions == 50 + 20 + 10 + 7 + 9 + 4
    assert (found.coverage.hits, found.coverage.total) == (50 + 12, 50 + 20 + 10)
    assert (found.answers, found.reports_per_hundred()) == (100, 5.0)
    assert found.reports_per_hundred(Kind.WRONG) == 2.0


def test_of_nothing_there_are_no_shares() -> None:
    found = Figures(DAY, DAY)
    assert (found.coverage.share, found.reports_per_hundred(), found.questions) == (None, None, 0)


def test_freshness_counts_each_entry_once() -> None:
    assert freshness(ENTRIES, DAY) == Freshness(4, 4, 0, 0, 1, 1)
    assert freshness(ENTRIES, date(2027, 1, 1)) == Freshness(4, 3, 0, 1, 1, 40)


async def put(database: Database, *asked: Asked, days: int = 0) -> None:
    async with database.begin() as session:
        for one in asked:
            await journal.record(session, one, NOON - timedelta(days=days))


async def report(place: House, kind: Kind) -> None:
    async with place.database.begin() as session:
        person = await people.meet(session, "web", str(kind), NOON)
        question = Question(kind, "质量月是几月", "quality-month-when", kind.value)
        await desk.record(session, person, question, NOON)


async def test_nobody_has_asked_yet(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.AUDITOR)
        page = await anna.get("/figures")
        assert "这段时间还没有人提问。" in page.lines
        assert "4 条：已审定 1，待审定 3" in page.lines
        for name in ("days", "channels", "reports"):
            assert b"<script" not in await anna.download(f"/figures/{name}.svg")


async def test_the_page_says_what_was_asked_by_period_and_channel(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await put(place.database, *[ANSWER] * 3, MISS, MISS)
        await put(place.database, ANSWER, days=8)
        await report(place, Kind.WRONG)
        anna = await place.staff(Role.EDITOR)
        page = await anna.get("/figures", days="7")
        assert tile(page.lines, "问题数") == "5"
        assert tile(page.lines, "覆盖率") == "60.0%"
        assert tile(page.lines, "每百次回答的反馈") == "33.3"
        assert after(page.lines, "营业执照丢了怎么补办") == "2"
        assert after(page.lines, "质量月是几月") == "3"
        month = await anna.get("/figures", days="30", channel="wechat")
        assert (tile(month.lines, "问题数"), tile(month.lines, "覆盖率")) == ("2", "0.0%")
        assert tile((await anna.get("/figures")).lines, "问题数") == "6"


async def test_missed_texts_are_one_only_where_spaces_and_signs_differ(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        for text in ("营业执照丢了怎么补办？", "营业执照 丢了怎么补办", "营业执照丢了"):
            await put(place.database, Asked("web", text, Came.DECLINE, "unknown"))
        page = await (await place.staff(Role.DESK)).get("/figures")
        here = page.lines.index("问得最多、没答上的")
        assert page.lines[here + 3 : here + 7 : 2][0].startswith("营业执照")
        assert page.lines[here + 4 : here + 8 : 2] == ["2", "1"]


async def test_plots_run_nothing_and_fetch_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await put(place.database, ANSWER, MISS)
        anna = await place.staff(Role.EDITOR)
        async with anna.http.get(f"{place.url}/console/figures/days.svg") as reply:
            svg = await reply.text()
            policy = reply.headers["Content-Security-Policy"]
        assert policy == "default-src 'none'; style-src 'unsafe-inline'"
        assert "<script" not in svg
        assert set(re.findall(r"(?:https?:)?//[^\"' )]+", svg)) <= {
            "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink",
        }  # fmt: skip


async def test_figures_are_downloaded_and_the_log_says_by_whom(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        await put(place.database, ANSWER, ANSWER, MISS)
        anna = await place.staff(Role.EDITOR)
        book = openpyxl.load_workbook(io.BytesIO(await anna.download("/figures/export.xlsx")))
        assert [row[:2] for row in book["合计"].iter_rows(values_only=True)][1:5] == [
            ("问题数", 3), ("范围内的问题", 3), ("覆盖到的问题", 2), ("覆盖率", "66.7%"),
        ]  # fmt: skip
        raw = (await anna.download("/figures/export.csv")).decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(raw)))[1:] == [
            ["2026-11-23", "网页", "直接回答", "与条目的问法一字不差", "2"],
            ["2026-11-23", "微信", "没答上", "没有相近的条目", "1"],
        ]
        log = await (await place.staff(Role.AUDITOR)).get("/audit")
        assert log.text.count("下载数据") >= 2


@pytest.fixture
def router() -> Router:
    return build_ask_router()


async def test_what_citizens_ask_is_counted_through_the_real_door(
    tmp_path: Path, router: Router
) -> None:
    knowledge = shared_knowledge()
    async with town(tmp_path, router, knowledge=knowledge, stations=load()) as place:
        citizen = place.citizen()
        await citizen.says("质量月是几月")
        (offer,) = await citizen.says("三无产品")
        (label,) = [label for label in offer.labels if label == "三无产品能卖吗"]
        await citizen.taps(label)
        await citizen.says("火星上能不能养猪")
        today = date(2026, 11, 22)
        async with place.database.read() as session:
            found = await figures.gather(session, *period(today, 7))
        assert [(came, reason, n) for came, reason, n in found.reasons] == [
            (Came.ANSWER, "exact", 1), (Came.CHOSEN, "chosen", 1), (Came.DECLINE, "vetoed", 1),
            (Came.SUGGEST, "vetoed", 1),
        ]  # fmt: skip
        assert (found.coverage.hits, found.coverage.total) == (2, 3)


def tile(lines: list[str], name: str) -> str:
    return after(lines, name)


def after(lines: list[str], name: str) -> str:
    return lines[lines.index(name) + 1]


async def test_an_exam_is_asked_for_once_and_shown_when_done(tmp_path: Path) -> None:
    questions = tmp_path / "exam" / "tuning"
    questions.mkdir(parents=True)
    text = "- {kind: exact, text: 质量月是几月, expect: quality-month-when}\n"
    (questions / "one.yaml").write_text(text, encoding="utf-8")
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        page = await anna.get("/figures/exam")
        assert "还没有考过。今晚会自动考一次，也可以现在考一次。" in page.lines
        first = await anna.post("/figures/exam")
        second = await anna.post("/figures/exam")
        assert (first.flash[:6], second.flash[:9]) == ("考评已经排上", "已经有一次考评在做")
        surroundings = {
            "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/records.db",
        }  # fmt: skip
        nightly = Nightly(place.database, surroundings, lambda: place.now, tmp_path / "exam")
        place.now = NOON + timedelta(seconds=1)
        assert await nightly.look()
        page = await anna.get("/figures/exam")
        assert tile(page.lines, "问答准确度") == "35.0 / 35"
        assert (await anna.download("/figures/exam/1.xlsx"))[:2] == b"PK"
        assert (await anna.get("/figures/exam/2.xlsx")).status == 404


async def test_red_lines_turn_red_after_two_weeks(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        lines = (await anna.get("/figures/exam")).lines
        assert lines[lines.index("14 天内有更新") + 1].startswith("正常")
        place.now = NOON + timedelta(days=15)
        await put(place.database, MISS, days=-14)
        lines = (await (await place.staff(Role.EDITOR)).get("/figures/exam")).lines
        assert lines[lines.index("14 天内有更新") + 1].startswith("超过两周没更新")
        assert lines[lines.index("互动回应有效") + 1].startswith("没有回应")
