from dataclasses import replace
from datetime import date

import pytest

from faq.entry import Entry

ENTRY = Entry("when", "质量月", "质量月是几月", ("质量月在哪个月",), "每年 9 月。")


def test_wordings_begin_with_the_standard_question() -> None:
    assert ENTRY.wordings == ("质量月是几月", "质量月在哪个月")


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (None, None, True),
        (date(2026, 11, 22), None, True),
        (date(2026, 11, 23), None, False),
        (None, date(2026, 11, 22), True),
        (None, date(2026, 11, 21), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_validity_counts_its_first_and_its_last_day(
    begins: date | None, ends: date | None, *, expected: bool
) -> None:
    entry = replace(ENTRY, valid_from=begins, valid_until=ends)

    assert entry.is_in_force(date(2026, 11, 22)) is expected


def test_an_entry_is_signed_by_a_person_on_a_day() -> None:
    assert not ENTRY.is_signed
    assert not replace(ENTRY, reviewed_by="示例审定人").is_signed
    assert replace(ENTRY, reviewed_by="示例审定人", reviewed_on=date(2026, 11, 1)).is_signed
