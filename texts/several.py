"""How two or three questions in one message are answered: one text, in the order asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from aiogram.utils.formatting import Bold, Text

from faq.entry import Entry
from texts import ask
from texts.reply import Button, Reply, Venue, rows

Rows = tuple[tuple[Button, ...], ...]
LONGEST_ASKED = 20
"""Characters of a citizen's own words that name a question."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to one of the questions, and the buttons that belong to it."""

    text: Text
    choices: Rows = field(default=())
    reports: Rows = field(default=())
    venue: Venue | None = None


def answered(place: int, entry: Entry) -> Said:
    """Show an answer; its reports name the question they are about."""
    reports = (
        Button(f"第 {place} 问没解决", f"{ask.UNSOLVED}{entry.id}"),
        Button(f"第 {place} 问有误", f"{ask.WRONG}{entry.id}"),
    )
    return Said(Text(_heading(place), "　", ask.answer(entry).text), reports=(reports,))


def as_before(place: int, asked: str, earlier: int) -> Said:
    """Point to an answer above that is about this question, too."""
    return Said(Text(_heading(place), f"　{_short(asked)}：请看第 {earlier} 问的答案。"))


def offered(place: int, asked: str, entries: tuple[Entry, ...]) -> Said:
    """Offer questions to choose from."""
    said = f"　{_short(asked)}：没有十足把握，请点下面的选项，或者回复序号。"
    text = Text(_heading(place), said)
    return Said(text, rows(*(ask.choice(entry) for entry in entries)))


def door(place: int, reply: Reply) -> Said:
    """Name another door."""
    return Said(Text(_heading(place), "　", reply.text), reply.buttons, venue=reply.venue)


def missed(place: int, asked: str, *, is_out_of_date: bool) -> Said:
    """Say honestly that there is no answer to one of the questions."""
    why = (
        "答案有效期不在今天，正在核实新的规定。"
        if is_out_of_date
        else "没有找到有出处的答案，不敢乱答。"
    )
    return Said(Text(_heading(place), f"　{_short(asked)}：{why}"))


def stopped(place: int, asked: str, words: str) -> Said:
    """Say the operator's words where the topic of one of the questions is stopped."""
    return Said(Text(_heading(place), f"　{_short(asked)}：{words}"))


def together(parts: Sequence[Said], number: str | None) -> Reply:
    """Say everything in order; `number` is the one receipt of what was not answered."""
    texts: list[Text] = [Text(f"您问了 {len(parts)} 件事，依次说：")]
    for part in parts:
        texts += [Text("\n\n"), part.text]
    if number is not None:
        kept = Text("没答上的已经记下，会有工作人员看到，编号 ", Bold(number), "。\n")
        texts += [Text("\n\n"), kept, Text(ask.URGENT_DOORS)]
    choices = [row for part in parts for row in part.choices]
    is_offer = any((button.data or "").startswith(ask.CHOSEN) for row in choices for button in row)
    if is_offer:
        choices += rows(Button("都不是", ask.NONE_OF_THESE))
    reports = [row for part in parts for row in part.reports]
    venue = next((part.venue for part in parts if part.venue), None)
    return Reply(Text(*texts), (*choices, *reports), venue)


def _heading(place: int) -> Text:
    return Text(Bold(f"第 {place} 问"))


def _short(asked: str) -> str:
    cut = asked if len(asked) <= LONGEST_ASKED else f"{asked[:LONGEST_ASKED]}…"
    return f"“{cut}”"
