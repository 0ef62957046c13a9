"""没答上 through its pages: groups, one tap for each act, and two operators at once."""

from datetime import timedelta
from pathlib import Path

from console.unanswered.groups import SOON_ENOUGH
from desk import store as desk
from desk.notices import store as notices
from desk.queue import store as queue
from desk.unanswered import Handling, Kind, Question, Resolution, Unanswered
from faq.editorial.reading import store as reading
from people import store as people
from people.audit import store as audit
from people.staff.roles import Role
from tests.console.house import NOON, House, house
from texts import console_unanswered as words

CHARGING = ("电动车充电桩收费谁来管", "小区电动车充电桩收费谁管啊", "电动车充电桩收费归谁管")
ASKED = NOON - timedelta(days=5)
LIQUOR = "散装白酒能不能卖"


async def ask(place: House, who: str, text: str, kind: Kind = Kind.UNKNOWN, **more: str) -> str:
    """Put a question into the queue as a citizen's turn does; returns its receipt."""
    question = Question(kind, text, more.get("entry_id"), "unknown")
    async with place.database.begin() as session:
        person = await people.meet(session, more.get("channel", "web"), who, ASKED)
        return await desk.record(session, person, question, ASKED)


async def row(place: House, number: str) -> Unanswered:
    async with place.database.read() as session:
        return (await queue.by_receipt(session, [number]))[number]


async def acts(place: House) -> list[str]:
    async with place.database.read() as session:
        found, _ = await audit.find(session, audit.Filter(), 1, 50)
    return [act.action for act in found if not act.action.startswith("session")]


async def test_questions_that_ask_the_same_are_one_card_and_most_people_come_first(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as place:
        desk_worker = await place.staff(Role.DESK)
        page = await desk_worker.get("/unanswered")
        assert words.EMPTY["unknown"] in page.text
        for who, text in enumerate(CHARGING):
            await ask(place, f"p{who}", text)
        await ask(place, "p9", CHARGING[0], channel="telegram")
        await ask(place, "p1", LIQUOR)
        page = await desk_worker.get("/unanswered")
        assert page.headings[:3] == ["没答上", CHARGING[0], LIQUOR]
        assert "4 人 4 条 网页、Telegram 2026-11-18" in page.text
        only = await desk_worker.get("/unanswered", channel="telegram")
        assert (only.headings[1:2], "1 人" in only.text) == ([CHARGING[0]], True)
        none = await desk_worker.get("/unanswered", text="锅炉")
        assert "没有符合条件的问题。换几个词，或者清除条件再看。" in none.text


async def test_among_very_many_what_is_new_is_there_at_once_and_what_is_done_is_gone(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        for number in range(SOON_ENOUGH + 1):
            await ask(place, f"p{number}", f"{number} 号台秤准不准")
        for who in ("p1", "p2"):
            await ask(place, who, LIQUOR)
        page = await anna.get("/unanswered")
        assert (page.headings[:2], "2 人 2 条 网页" in page.text) == (["没答上", LIQUOR], True)
        await ask(place, "p3", f"{LIQUOR}？")
        await ask(place, "p4", CHARGING[0])
        page = await anna.get("/unanswered")
        assert (page.headings[:2], "3 人 3 条 网页" in page.text) == (["没答上", LIQUOR], True)
        new = await anna.get("/unanswered", text="充电桩")
        assert new.headings[:2] == ["没答上", CHARGING[0]]
        closing = next(one for one in page.forms if one.buttons == ["不在范围"])
        page = await anna.post("/unanswered/close", closing.filled())
        assert page.flash == words.closed(Resolution.OUT_OF_SCOPE, 3, 3, None)
        assert LIQUOR not in page.headings


async def test_a_wording_becomes_a_draft_of_the_entry_and_the_rows_wait(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR, shown="示例甲")
        ben = await place.staff(Role.EDITOR)
        first = await ask(place, "p1", "质量月的日子是啥时候呀")
        again = await ask(place, "p2", "质量月的日子是啥时候呀？")
        group = f"/unanswered/{again}"
        page, theirs = await anna.get(group), await ben.get(group)
        fields = page.form("/unanswered/wording").filled(entry_id="quality-month-when")
        page = await anna.post("/unanswered/wording", fields)
        assert page.flash == words.added("质量月是几月", 1, 2, 2)
        async with place.database.read() as session:
            text = await reading.text_of(session, "quality-month-when", 2)
        assert text.content["similar_questions"][-1] == "质量月的日子是啥时候呀？"
        for number in (first, again):
            waits = await row(place, number)
            assert (waits.resolution, waits.resolved_entry) == (
                Resolution.WORDING, "quality-month-when",
            )  # fmt: skip
        fields = theirs.form("/unanswered/wording").filled(entry_id="three-nos")
        page = await ben.post("/unanswered/wording", fields)
        assert page.flash == words.ALREADY
        async with place.database.read() as session:
            assert (await reading.known(session, "three-nos")).head == 1
        page = await ben.get(group)
        assert "示例甲" in page.text
        assert await acts(place) == ["unanswered.wording", "entry.save"]


async def test_an_act_can_be_taken_back_and_what_was_typed_wrong_is_said(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        number = await ask(place, "p1", LIQUOR)
        page = await anna.get("/unanswered")
        closing = next(one for one in page.forms if one.buttons == ["不在范围"])
        page = await anna.post("/unanswered/close", closing.filled())
        assert page.flash == words.closed(Resolution.OUT_OF_SCOPE, 1, 1, None)
        assert (await row(place, number)).resolution is Resolution.OUT_OF_SCOPE
        page = await anna.post("/unanswered/reopen", page.form("/unanswered/reopen").filled())
        assert page.flash == words.reopened(1)
        assert (await row(place, number)).closed_at is None
        here = f"/unanswered/{number}"
        page = await anna.get(here)
        for action, wrong, sentence in (
            ("/unanswered/wording", {"entry_id": ""}, words.CHOOSE_ENTRY),
            (
                "/unanswered/wording",
                {"entry_id": "three-nos", "wording": ""},
                words.CHOOSE_WORDING,
            ),
            (
                "/unanswered/wording",
                {"entry_id": "three-nos", "own": "长" * 61},
                words.too_long(60),
            ),
            ("/unanswered/redirect", {"door": "99999"}, words.CHOOSE_OFFICE),
            ("/unanswered/synonym", {"said": " "}, words.SAY_WORD),
        ):
            answer = await anna.post(action, page.form(action).filled(**wrong))
            assert (answer.path, answer.flash) == (here, sentence)
        assert (await row(place, number)).closed_at is None


async def test_what_is_complained_of_is_one_card_an_entry(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        for who, text in enumerate((LIQUOR, "三无产品能卖吗")):
            number = await ask(place, f"p{who}", text, Kind.WRONG, entry_id="three-nos")
        page = await anna.get("/unanswered", tab="wrong")
        assert page.headings[1:] == ["三无产品能卖吗"]
        revising = next(one for one in page.forms if one.buttons == ["改写这条"])
        page = await anna.post("/unanswered/revise", revising.filled())
        assert (page.path, page.flash) == ("/entries/three-nos/edit", words.revise(2))
        assert (await row(place, number)).resolution is Resolution.REVISION


async def test_a_new_entry_takes_the_rows_it_was_written_for(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        number = await ask(place, "p1", LIQUOR)
        page = await anna.get("/unanswered")
        page = await anna.get(page.links["新建条目"].removeprefix("/console"))
        fields = page.form("/entries/new").filled(
            id="loose-liquor", topic="示例", answer="示例答案。", do="save"
        )
        page = await anna.post("/entries/new", fields)
        assert page.path == "/entries/loose-liquor"
        waits = await row(place, number)
        assert (waits.resolution, waits.resolved_entry) == (Resolution.ENTRY, "loose-liquor")


async def test_a_word_to_be_taught_is_carried_to_where_words_are_taught(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR)
        number = await ask(place, "p1", LIQUOR)
        page = await anna.get(f"/unanswered/{number}")
        fields = page.form("/unanswered/synonym").filled(said="散白")
        page = await anna.post("/unanswered/synonym", fields)
        assert page.path == "/words?said=%E6%95%A3%E7%99%BD"
        page = await anna.get("/unanswered/waiting")
        assert LIQUOR in page.text
        page = await anna.post("/unanswered/reopen", page.form("/unanswered/reopen").filled())
        assert (page.path, page.flash) == ("/unanswered/waiting", words.reopened(1))
        assert words.EMPTY["waiting"] in page.text


async def test_a_wish_for_a_person_is_closed_once(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        one, other = await place.staff(Role.DESK), await place.staff(Role.DESK)
        async with place.database.begin() as session:
            person = await people.meet(session, "web", "p1", NOON)
            number = await desk.open_ticket(session, person, "转人工", NOON)
        mine, theirs = await one.get("/unanswered/tickets"), await other.get("/unanswered/tickets")
        form = mine.form("/tickets/close").filled(note="示例备注")
        assert (await one.post("/unanswered/tickets/close", form)).flash == words.ticket_closed(
            number
        )
        form = theirs.form("/tickets/close").filled()
        assert (await other.post("/unanswered/tickets/close", form)).flash == words.ALREADY


async def test_how_long_it_took_is_the_median(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        auditor = await place.staff(Role.AUDITOR)
        assert words.took(None) in (await auditor.get("/unanswered")).text
        numbers = [await ask(place, f"p{who}", text) for who, text in enumerate(CHARGING)]
        async with place.database.begin() as session:
            handling = Handling(Resolution.ENTRY, "three-nos")
            await queue.resolve(session, numbers, handling, None, NOON)
            for hours, number in zip((1, 30, 100), numbers, strict=True):
                later = ASKED + timedelta(hours=hours)
                await notices.answered(session, {number: "three-nos"}, later)
        page = await auditor.get("/unanswered")
        assert "近 30 天，从提问到答案上线的中位时间：1 天 6 小时。" in page.text
        assert page.forms[-1].buttons == ["查找"]  # an auditor only reads
