from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.engine import Database
from faq.editorial import store
from faq.editorial.content import as_content
from faq.editorial.lifecycle import Phase
from faq.editorial.seed.store import take_in
from faq.editorial.shipped import shipped
from faq.editorial.standing import Standing
from tests.faq.editorial.records import BOTH, NOW, TODAY, begun, person, records
from tests.knowledge import ENTRIES, MONTH, OLD_RULE, SIGNED, THREE_NOS

SOON, LONG_AGO = TODAY + timedelta(days=30), date(2026, 1, 1)


async def found(database: Database, wanted: store.Filter, **more: int) -> Sequence[str]:
    async with database.read() as session:
        page = await store.find(session, wanted, **more, today=TODAY)
    assert "size" in more or page.total == len(page.records)
    return sorted(one.id for one in page.records)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三无", [THREE_NOS.id]),
        ("三無產品", [THREE_NOS.id]),
        ("THREE-nos", [THREE_NOS.id]),
        ("质量 收费", [SIGNED.id]),
        ("在每年", [MONTH.id]),
        ("商标", [OLD_RULE.id]),
        ("没有这样的字", []),
        ("100%_", []),
        ("　 ", sorted(one.id for one in ENTRIES)),
    ],
)
@BOTH
async def test_words_are_looked_for_in_id_topic_wordings_and_answer(
    kind: str, text: str, expected: list[str], tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        async with database.begin() as session:
            await take_in(session, shipped(ENTRIES), NOW)
        assert await found(database, store.Filter(text=text)) == expected


@BOTH
async def test_a_list_is_narrowed_by_topic_phase_owner_and_signature(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        owner = await person(database, "owner")
        async with database.begin() as session:
            await take_in(session, shipped(ENTRIES), NOW)
            record = await store.known(session, MONTH.id)
            content = {**as_content(MONTH), "topic": "新主题"}
            record = await store.save(
                session, MONTH.id, content, seen=record.version, origin="console",
                author_id=owner, now=NOW,
            )  # fmt: skip
            await store.own(session, MONTH.id, owner, seen=record.version, now=NOW)
            await store.archive(session, OLD_RULE.id, "不再适用", owner, NOW)
        assert await found(database, store.Filter(topic="新主题")) == [MONTH.id]
        assert await found(database, store.Filter(phase=Phase.DRAFT)) == [MONTH.id]
        assert await found(database, store.Filter(phase=Phase.ARCHIVED)) == [OLD_RULE.id]
        assert await found(database, store.Filter(owner_id=owner)) == [MONTH.id]
        assert await found(database, store.Filter(signed=True)) == [SIGNED.id]
        both = store.Filter(phase=Phase.LIVE, signed=False)
        assert await found(database, both) == [THREE_NOS.id]
        async with database.read() as session:
            assert await store.topics(session) == {"产品质量法": 1, "新主题": 1, "质量奖": 1}
            assert await store.counts(session) == {
                Phase.DRAFT: 1, Phase.IN_REVIEW: 0, Phase.SCHEDULED: 0, Phase.LIVE: 2,
                Phase.ARCHIVED: 1,
            }  # fmt: skip
            assert await store.titles(session, [MONTH.id, "nowhere"]) == {
                MONTH.id: MONTH.standard_question
            }


@BOTH
async def test_a_list_is_narrowed_by_what_time_has_made_of_the_live_text(
    kind: str, tmp_path: Path
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "expired": {"valid_until": LONG_AGO},
        "last-day": {"valid_until": TODAY},
        "expiring": {"valid_until": SOON},
        "lasting": {"valid_until": SOON + timedelta(days=1)},
        "review-due": {"review_by": TODAY - timedelta(days=1)},
        "review-soon": {"review_by": SOON},
        "review-later": {"review_by": SOON + timedelta(days=1)},
    }
    async with records(kind, tmp_path) as database:
        made = [replace(MONTH, id=name, **change) for name, change in changes.items()]
        async with database.begin() as session:
            await take_in(session, shipped(made), NOW)
            record = await store.known(session, "expired")
            draft = {**as_content(MONTH), "valid_until": "2030-01-01"}
            await store.save(
                session, "expired", draft, seen=record.version, origin="console", author_id=7,
                now=NOW,
            )  # fmt: skip
        await begun(database, replace(MONTH, id="draft", valid_until=LONG_AGO))
        lists = {
            one: await found(database, store.Filter(validity=one)) for one in store.VALIDITIES
        }
    assert lists == {
        Standing.EXPIRED: ["expired"],
        Standing.EXPIRING: ["expiring", "last-day"],
        Standing.REVIEW_DUE: ["review-due"],
        Standing.REVIEW_SOON: ["review-soon"],
        Standing.NOT_LIVE: ["draft"],
    }


@BOTH
async def test_the_latest_changed_comes_first_and_pages_follow_each_other(
    kind: str, tmp_path: Path
) -> None:
    async with records(kind, tmp_path) as database:
        for number in range(7):
            entry = replace(MONTH, id=f"e{number}")
            async with database.begin() as session:
                moment = NOW + timedelta(minutes=number)
                await store.add(session, entry.id, as_content(entry), "console", None, moment)
        async with database.read() as session:
            pages = [await store.find(session, store.Filter(), page, 3) for page in (1, 2, 3, 4)]
    assert {one.total for one in pages} == {7}
    assert [[one.id for one in page.records] for page in pages] == [
        ["e6", "e5", "e4"], ["e3", "e2", "e1"], ["e0"], [],
    ]  # fmt: skip
