"""What the shipped words ask of Telegram stays within what Telegram takes."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.telegram import LONGEST_TEXT, _shorten
from faq.commands import SEED
from faq.entry import Entry
from faq.hours import opening
from faq.load import read_folder
from faq.outcome import Answer, Redirect, Why
from faq.route import RedirectKind
from faq.stations import Found, ServiceKind, districts, load
from texts import ask, menu, several
from texts import stations as station_texts
from texts.reply import Reply

MOST_DATA = 64
"""Bytes of a button's data."""

LEAD = 300
"""Room for what may stand around an answer: another door's words, the privacy notice."""

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {entry.id: entry for entry in read_folder(SEED).entries}


def units(reply: Reply) -> int:
    return len(str(reply.text.as_kwargs()["text"]).encode("utf-16-le")) // 2


def longest_data(*replies: Reply) -> int:
    return max(
        len((button.data or "").encode())
        for reply in replies
        for row in reply.buttons
        for button in row
    )


def test_every_answer_fits_one_message_and_every_button_its_data(
    entries: dict[str, Entry],
) -> None:
    replies = [
        ask.answer(entry, tuple(entries[other] for other in entry.related))
        for entry in entries.values()
    ]
    suggestions = ask.suggestions(tuple(entries.values()))
    assert len(replies) >= 80
    assert max(units(reply) for reply in replies) <= LONGEST_TEXT - LEAD
    assert longest_data(suggestions, *replies) <= MOST_DATA


@pytest.mark.parametrize("kind", RedirectKind)
def test_another_door_and_an_answer_fit_one_message(
    entries: dict[str, Entry], kind: RedirectKind
) -> None:
    longest = max(entries.values(), key=lambda entry: units(ask.answer(entry)))
    why = Why("test", (), (), (), 0.0)
    both = ask.redirect(Redirect(kind, None, Answer(longest, why), why))
    assert units(both) <= LONGEST_TEXT - len(menu.PRIVACY_NOTICE)


def test_three_answers_fit_one_message(entries: dict[str, Entry]) -> None:
    longest = sorted(entries.values(), key=lambda entry: units(ask.answer(entry)))[-3:]
    parts = [several.answered(place, entry) for place, entry in enumerate(longest, start=1)]
    together = several.together(parts, "Q-2345678")
    assert units(together) <= LONGEST_TEXT - LEAD
    assert longest_data(together) <= MOST_DATA


def test_every_station_fits_one_message_and_its_buttons_their_data() -> None:
    stations = list(load())
    found = [Found(station) for station in stations]
    openings = [opening(station.hours, NOON) for station in stations]
    replies = [
        station_texts.found(found, openings, NOON),
        station_texts.start(districts(stations)),
        station_texts.services(),
        *(station_texts.one(*pair, NOON) for pair in zip(found, openings, strict=True)),
    ]
    assert max(map(units, replies)) <= LONGEST_TEXT
    assert longest_data(*replies) <= MOST_DATA
    assert all(len(kind.value) < MOST_DATA for kind in ServiceKind)


def test_the_commands_are_such_as_telegram_takes() -> None:
    assert all(word.isascii() and word.islower() and len(word) <= 32 for word, _ in menu.COMMANDS)
    assert all(1 <= len(what) <= 256 for _, what in menu.COMMANDS)


@pytest.mark.parametrize("sign", ["质", "😀"])
def test_a_text_telegram_would_refuse_is_cut_with_its_styles(sign: str) -> None:
    payload: dict[str, Any] = {
        "text": sign * 5000,
        "entities": [
            {"type": "bold", "offset": 0, "length": 10},
            {"type": "italic", "offset": 4090, "length": 10},
        ],
    }
    _shorten(payload)
    assert payload["text"].endswith(f"{sign}…")
    assert LONGEST_TEXT - 2 <= len(payload["text"].encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert payload["entities"] == [{"type": "bold", "offset": 0, "length": 10}]
