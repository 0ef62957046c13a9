"""The form (投稿表): its steps in order, and what counts as an answer. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from campaign.campaign import Bounds, Campaign


class Step(StrEnum):
    """One question of the form; the value is also its key among the answers."""

    AGE = "under_14"
    GUARDIAN = "guardian"
    GUARDIAN_CONSENT = "guardian_consent"
    TITLE = "title"
    AUTHORS = "authors"
    ORGANISATION = "organisation"
    PHONE = "phone"
    CATEGORY = "category"
    SYNOPSIS = "synopsis"
    FILE = "file"
    REVIEW = "review"


GUARDED = (Step.GUARDIAN, Step.GUARDIAN_CONSENT)
"""Asked of children only."""

TYPED = (Step.GUARDIAN, Step.TITLE, Step.AUTHORS, Step.ORGANISATION, Step.PHONE, Step.SYNOPSIS)
"""Answered in the author's own words."""

EDITABLE = (*TYPED[1:5], Step.CATEGORY, Step.SYNOPSIS, Step.FILE)
"""What the author may choose to change on the review card."""

AUTHOR_BREAK = re.compile(r"[、，,;；/／\n]+")
HAN_NAME = re.compile(r"[\u3400-\u9fff]+")
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{9,11}")
NOT_YET = ("未满", "不满", "没满", "没有满", "不到", "未成年")
YEARS = re.compile(r"(\d{1,3})\s*周?岁")
COMING_OF_AGE = 14
"""Years from which no guardian needs to agree to the use of personal data."""

NO_ORGANISATION = frozenset({"无", "没有", "个人", "没有单位", "无单位"})


class AnswerError(ValueError):
    """An answer that cannot be taken; carries the step it was meant for."""

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self.step = step


class EmptyAnswerError(AnswerError):
    """Nothing that can be read."""


class AnswerLengthError(AnswerError):
    """Too few or too many characters: `length` of them, `bounds` allowed."""

    def __init__(self, step: Step, length: int, bounds: Bounds) -> None:
        super().__init__(step)
        self.length, self.bounds = length, bounds


class AuthorNameError(AnswerError):
    """An author's name of a wrong length; carries the name and the bounds."""

    def __init__(self, name: str, bounds: Bounds) -> None:
        super().__init__(Step.AUTHORS)
        self.name, self.bounds = name, bounds


class AuthorCountError(AnswerError):
    """Too few or too many authors."""

    def __init__(self, count: int, bounds: Bounds) -> None:
        super().__init__(Step.AUTHORS)
        self.count, self.bounds = count, bounds


class PhoneError(AnswerError):
    """No Chinese phone number; carries how many digits were typed."""

    def __init__(self, digits: int) -> None:
        super().__init__(Step.PHONE)
        self.digits = digits


class CategoryError(AnswerError):
    """No category of the campaign."""

    def __init__(self) -> None:
        super().__init__(Step.CATEGORY)


def steps(answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """List the steps this author goes through."""
    is_child = bool(answers.get(Step.AGE))
    return tuple(step for step in Step if is_child or step not in GUARDED)


def is_answered(answers: Mapping[str, Any], step: Step) -> bool:
    """Whether a step needs no asking; an organisation may be answered with none."""
    return step in answers


def next_open(answers: Mapping[str, Any]) -> Step:
    """Return the first question still open, or the file where all are answered."""
    fields = (step for step in steps(answers) if step not in {Step.FILE, Step.REVIEW})
    return next((step for step in fields if not is_answered(answers, step)), Step.FILE)


def previous(answers: Mapping[str, Any], step: Step) -> Step | None:
    """Return the step before, or None at the first."""
    order = steps(answers)
    place = order.index(step) if step in order else 0
    return order[place - 1] if place else None


def clean(text: str) -> str:
    """Drop what cannot be seen (controls, direction marks) and surplus blanks; keep lines."""
    typed = unicodedata.normalize("NFC", text)
    seen = "".join(
        sign for sign in typed if sign == "\n" or unicodedata.category(sign) not in _HIDDEN
    )
    lines = (" ".join(line.split()) for line in seen.split("\n"))
    return "\n".join(line for line in lines if line)


def length(text: str) -> int:
    """Count characters (字) without blanks."""
    return sum(not sign.isspace() for sign in text)


def parse(campaign: Campaign, step: Step, text: str) -> Any:  # noqa: ANN401 -- each step has its own type
    """Turn what was typed into the step's answer, or raise an `AnswerError`."""
    typed = clean(text)
    if not any(unicodedata.category(sign)[0] in "LN" for sign in typed):
        raise EmptyAnswerError(step)
    form = campaign.form
    match step:
        case Step.AGE:
            return _is_child(typed)
        case Step.AUTHORS:
            return _authors(typed, form.authors, form.name)
        case Step.PHONE:
            return _phone(typed)
        case Step.CATEGORY:
            return _category(typed, campaign.categories)
        case Step.SYNOPSIS:
            return _bounded(step, typed, form.synopsis)
        case _:
            return _line(campaign, step, typed.replace("\n", " "))


def _is_child(typed: str) -> bool:
    """Read 「没满」 and 「12 岁」 as under fourteen, 「满了」 and 「30 岁」 as not."""
    if any(word in typed for word in NOT_YET):
        return True
    years = YEARS.search(typed)
    if years is not None and "满" not in typed:
        return int(years[1]) < COMING_OF_AGE
    if "满" in typed or "成年" in typed:
        return False
    raise EmptyAnswerError(Step.AGE)


def _line(campaign: Campaign, step: Step, typed: str) -> str:
    form = campaign.form
    if step is Step.ORGANISATION and typed in NO_ORGANISATION:
        return ""
    bounds = {
        Step.TITLE: form.title,
        Step.ORGANISATION: form.organisation,
        Step.GUARDIAN: form.name,
    }
    typed = _without_title_marks(typed) if step is Step.TITLE else typed
    return _bounded(step, typed, bounds[step])


def _without_title_marks(typed: str) -> str:
    # People write 《…》 around a title; the bot adds its own.
    inner = typed[1:-1].strip()
    is_marked = typed.startswith("《") and typed.endswith("》")
    return inner if is_marked and inner and "《" not in inner else typed


def _bounded(step: Step, typed: str, bounds: Bounds) -> str:
    count = length(typed)
    if not bounds.least <= count <= bounds.most:
        raise AnswerLengthError(step, count, bounds)
    return typed


def _authors(typed: str, many: Bounds, name: Bounds) -> list[str]:
    parts = (part for chunk in AUTHOR_BREAK.split(typed) for part in _names(chunk.split()))
    names = list(dict.fromkeys(part for part in parts if part))
    if not many.least <= len(names) <= many.most:
        raise AuthorCountError(len(names), many)
    for one in names:
        if not name.least <= length(one) <= name.most:
            raise AuthorNameError(one, name)
    return names


def _names(words: list[str]) -> list[str]:
    """Read 「张三 李四」 as two names, 「张 三」 and 「Li Lei」 as one."""
    if not all(HAN_NAME.fullmatch(word) for word in words):
        return [" ".join(words)]
    return words if all(len(word) > 1 for word in words) else ["".join(words)]


def _phone(typed: str) -> str:
    plain = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", typed))
    digits = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", plain).lstrip("+")
    if MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits):
        return digits
    raise PhoneError(len(digits))


def _category(typed: str, categories: tuple[str, ...]) -> str:
    named = [category for category in categories if category in typed or typed in category]
    if len(named) != 1:
        raise CategoryError
    return named[0]


_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
