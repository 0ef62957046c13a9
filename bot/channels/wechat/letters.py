"""What was said, laid out for WeChat: one text with numbered lines, as much as fits into one.

A letter is one message of the bot; several are put together into one reply, in order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from bot.channels.wechat.wording import split
from db.dialogue import Choice
from texts import wechat as words

LIMIT = 2048
"""Bytes of UTF-8 WeChat takes in one text."""

LONGEST_ROW = LIMIT - 128
"""Bytes of a letter kept for later: it fits beside the line that says there is more."""

LEAST = 400
"""Bytes that must be free for a letter to be begun behind another and then cut."""

GAP = "\n\n"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: words with links as WeChat writes them, and what may be chosen under them."""

    text: str
    choices: tuple[Choice, ...] = ()
    kind: str | None = None
    """`image` or `video` for a file; None for words alone."""
    path: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """Read a row of the outbox."""
        choices = tuple(Choice(**choice) for choice in row["choices"])
        return cls(row["text"], choices, row["kind"], row["path"])

    def as_row(self) -> Json:
        """Return what the outbox keeps."""
        return {**asdict(self), "choices": [asdict(choice) for choice in self.choices]}


@dataclass(frozen=True, slots=True)
class Composed:
    """One reply: how many letters it holds whole, and what is left of the one it cut."""

    text: str
    choices: tuple[Choice, ...]
    taken: int
    rest: Letter | None = None


def compose(letters: Sequence[Letter], cuttable: int, *, can_push: bool) -> Composed:
    """Put as many letters as fit into one text; those from `cuttable` on may be cut.

    Without the right to push, the text says how to see the rest, and a file is only named.
    """
    if not can_push:
        letters = [_in_words(letter) for letter in letters]
    composed = _fitting(letters, cuttable, LIMIT)
    if can_push or (composed.taken == len(letters)):
        return composed
    room = LIMIT - _size(GAP + words.MORE)
    fewer = _fitting(letters, cuttable, room)
    return replace(fewer, text=fewer.text + GAP + words.MORE)


def pieces(letter: Letter) -> Iterator[Letter]:
    """Cut a letter into such as can be kept and sent one by one; the last has the choices."""
    if letter.kind is not None:
        yield letter
        return
    while _size(laid_out(letter)[0]) > LONGEST_ROW:
        room = LONGEST_ROW
        if _size(letter.text) <= room:  # only its choices do not fit
            room = max(room - _size(GAP + _menu(letter.choices, 1)[0]), LEAST)
        head, tail = split(letter.text, room)
        if not tail:
            break
        yield Letter(head)
        letter = replace(letter, text=tail)
    yield letter


def laid_out(letter: Letter, first: int = 1) -> tuple[str, tuple[Choice, ...]]:
    """Write a letter's words and choices, numbered from `first` on.

    Choices that the words list already, from 1 on, are not listed twice but numbered there; such
    words say themselves how to choose.
    """
    menu, choices = _menu(letter.choices, first)
    counted = [choice for choice in choices if choice.number is not None]
    said = _renumbered(letter.text, counted) if counted else None
    if said is not None:
        menu = "\n".join(menu.splitlines()[len(counted) + 1 :])
    text = letter.text if said is None else said
    return GAP.join(part for part in (text.strip("\n"), menu) if part), choices


def _renumbered(text: str, counted: Sequence[Choice]) -> str | None:
    """Return words that list these choices from 1 on with their real numbers; else None."""
    said = f"\n{text}"
    for place, choice in reversed(list(enumerate(counted, start=1))):
        before, line, after = said.partition(f"\n{words.numbered(place, choice.label)}")
        if not line:
            return None
        said = f"{before}\n{words.numbered(choice.number or 0, choice.label)}{after}"
    return said[1:]


def _fitting(letters: Sequence[Letter], cuttable: int, room: int) -> Composed:
    text = ""
    choices: tuple[Choice, ...] = ()
    for place, letter in enumerate(letters):
        if letter.kind is not None:
            return Composed(text, choices, place)
        gap = GAP if text else ""
        first = 1 + sum(choice.number is not None for choice in choices)
        body, offered = laid_out(letter, first)
        free = room - _size(text + gap)
        if _size(body) > free:
            if place < cuttable or (text and free < LEAST):
                return Composed(text, choices, place)
            head, tail = split(letter.text, free)
            return Composed(text + gap + head, choices, place, replace(letter, text=tail))
        text, choices = text + gap + body, choices + offered
    return Composed(text, choices, len(letters))


def _menu(choices: Sequence[Choice], first: int) -> tuple[str, tuple[Choice, ...]]:
    """Write choices as lines: digits for those that have one, labels for the others."""
    counted = [choice for choice in choices if choice.number is not None]
    numbered = [replace(choice, number=first + place) for place, choice in enumerate(counted)]
    others = [choice for choice in choices if choice.number is None]
    lines = [words.numbered(choice.number or 0, choice.label) for choice in numbered]
    if numbered:
        lines.append(words.HOW_TO_CHOOSE)
    if others:
        lines.append(words.also([choice.label for choice in others]))
    return "\n".join(lines), (*numbered, *others)


def _in_words(letter: Letter) -> Letter:
    if letter.kind is None:
        return letter
    named = words.PICTURE if letter.kind == "image" else words.FILM
    return Letter(GAP.join(part for part in (letter.text, named) if part), letter.choices)


def _size(text: str) -> int:
    return len(text.encode())
