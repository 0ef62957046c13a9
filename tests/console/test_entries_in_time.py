"""What time does to entries, up to what a citizen is told: scheduled, reminded, rolled back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.editorial import Editorial
from faq.decide import decide
from faq.editorial.lifecycle import Phase
from faq.editorial.live import store as live
from faq.editorial.reading import store as reading
from faq.editorial.reminders import store as reminders
from faq.knowledge import Knowledge, revision_of_entries
from faq.outcome import Answer, Context
from people.audit import store as audit
from people.staff.roles import Role
from tests.console.house import NOON, House, house
from tests.console.test_entries import NEW, did, edited
from tests.knowledge import MONTH, THREE_NOS
from texts import console_entries as words

SOON = datetime(2026, 11, 23, 4, 10, tzinfo=UTC)


def editorial(place: House) -> Editorial:
    return Editorial(place.database, place.parts.renewed, lambda: place.now)


async def told(place: House, text: str) -> str | None:
    """Ask as a citizen does, with the knowledge that is in force now."""
    async with place.database.read() as session:
        entries = (await live.live_since(session, 0)).read().entries
    knowledge = Knowledge.of(entries, place.folder / "index", revision_of_entries(entries))
    outcome = decide(text, Context(), place.now, knowledge)
    return outcome.entry.answer if isinstance(outcome, Answer) else None


async def test_a_draft_becomes_an_answer_at_its_hour_and_goes_back_in_one_step(
    tmp_path: Path,
) -> None:
    async with house(tmp_path) as place:
        anna = await place.staff(Role.EDITOR, Role.APPROVER, shown="示例甲")
        ben = await place.staff(Role.APPROVER, shown="示例乙")
        await anna.post("/entries/new", {**NEW, "do": "submit"})
        page = await did(ben, "approve", NEW["id"], when="later", at="")
        assert page.errors == {"at": words.NEEDS_MOMENT}
        page = await did(ben, "approve", NEW["id"], when="later", at="2026-11-23T12:10")
        assert page.flash == words.scheduled(SOON)
        assert await editorial(place).publish() == 0
        assert await told(place, NEW["standard_question"]) is None
        place.now = SOON
        assert [await editorial(place).publish() for _ in range(2)] == [1, 0]
        assert place.renewals == 1
        assert await told(place, NEW["standard_question"]) == NEW["answer"]
        await edited(anna, NEW["id"], answer="示例：改错了。")
        await did(anna, "submit", NEW["id"])
        await did(ben, "approve", NEW["id"], when="now")
        assert await told(place, NEW["standard_question"]) == "示例：改错了。"
        assert (await did(ben, "rollback", NEW["id"])).flash == words.ROLLED_BACK
        assert await told(place, NEW["standard_question"]) == NEW["answer"]
        async with place.database.read() as session:
            acts = [one.action async for one in audit.every(session)]
        assert acts == [
            "entry.save", "entry.submit", "entry.schedule", "entry.go_live", "entry.save",
            "entry.submit", "entry.approve", "entry.roll_back",
        ]  # fmt: skip


async def test_a_schedule_that_was_taken_back_does_not_go_live(tmp_path: Path) -> None:
    async with house(tmp_path) as place:
        anna, ben = await place.staff(Role.EDITOR), await place.staff(Role.APPROVER)
        await anna.post("/entries/new", {**NEW, "do": "submit"})
        await did(ben, "approve", NEW["id"], when="later", at="2026-11-23 12:10")
        assert "2026-11-23 12:10" in (await ben.get("/approvals")).text
        assert (await did(anna, "withdraw", NEW["id"])).flash == words.WITHDRAWN
        place.now = SOON
        assert await editorial(place).publish() == 0
        async with place.database.read() as session:
            one = await reading.get(session, NEW["id"])
        assert one is not None
        assert (one.phase, one.live) == (Phase.DRAFT, None)


async def test_an_owner_is_reminded_once_a_step_until_it_is_seen(tmp_path: Path) -> None:
    due = NOON.date() + timedelta(days=30)
    entries = [replace(MONTH, valid_until=due), THREE_NOS]
    async with house(tmp_path, entries) as place:
        anna = await place.staff(Role.EDITOR)
        loop = editorial(place)
        assert [await loop.remind() for _ in range(2)] == [1, 0]
        page = await anna.get(f"/entries/{MONTH.id}")
        assert words.reminder("validity", 30, f"{due}") in page.text
        page = await anna.post(f"/entries/{MONTH.id}/seen")
        assert page.flash == words.SEEN
        async with place.database.read() as session:
            assert await reminders.waiting(session, anna.staff.id if anna.staff else 0) == []
        place.now = NOON + timedelta(days=23)
        assert await loop.remind() == 1
        async with place.database.read() as session:
            (one,) = await reminders.waiting(session)
        assert (one.entry_id, one.kind, one.due, one.step) == (MONTH.id, "validity", due, 7)
