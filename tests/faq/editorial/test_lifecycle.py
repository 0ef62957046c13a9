"""The rules of an entry's phases, walked at random: no text is live that only its author saw."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from faq.editorial import lifecycle
from faq.editorial.lifecycle import Act, Actor, Bar, Barred, Change, Phase, Stand, authors_of
from faq.editorial.standing import Standing, reminder, standing

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Text:
    number: int
    content_hash: str
    author_id: int | None
    went_live_at: datetime | None = None
    approvers: frozenset[int] = frozenset()


@dataclass
class Shelf:
    """What a store does with a change, and nothing more."""

    texts: list[Text] = field(default_factory=lambda: [Text(1, "seed", None, NOW)])
    phase: Phase = Phase.LIVE
    live: int | None = 1
    goes_live_at: datetime | None = None

    @property
    def stand(self) -> Stand:
        head = self.texts[-1].number
        live_authors = authors_of(self.live, self.texts) if self.live else frozenset()
        return Stand(
            self.phase,
            head,
            self.live,
            is_signed=bool(self.live and self.texts[self.live - 1].approvers),
            authors=authors_of(head, self.texts),
            live_authors=live_authors,
            goes_live_at=self.goes_live_at,
        )

    def write(self, words: str, actor: Actor) -> None:
        lifecycle.may_write(self.stand, actor)
        self.texts.append(Text(len(self.texts) + 1, words, actor.id))
        self.phase = Phase.DRAFT

    def take(self, change: Change) -> None:
        place = change.number - 1
        if change.act in {Act.APPROVE, Act.SCHEDULE, Act.SIGN} and change.staff_id is not None:
            text = self.texts[place]
            self.texts[place] = replace(text, approvers=text.approvers | {change.staff_id})
        if change.goes_live:
            self.texts[place] = replace(self.texts[place], went_live_at=NOW)
            self.live = change.number
        if change.ends:
            self.live = None
        self.phase, self.goes_live_at = change.phase, change.goes_live_at


class Walk(RuleBasedStateMachine):
    """Four people of every kind do what they like, in any order."""

    people = st.sampled_from(
        [
            Actor(1, may_edit=True),
            Actor(2, may_edit=True),
            Actor(3, may_edit=True, may_approve=True),
            Actor(4, may_approve=True),
            Actor(5),
        ]
    )

    def __init__(self) -> None:
        super().__init__()
        self.shelf = Shelf()
        self.written: dict[str, set[int]] = {"seed": set()}

    def _try(self, act: object) -> None:
        try:
            change = act()  # type: ignore[operator]
        except Barred:
            return
        self.shelf.take(change)

    @rule(actor=people, words=st.sampled_from("abc"))
    def write(self, actor: Actor, words: str) -> None:
        try:
            self.shelf.write(words, actor)
        except Barred:
            return
        self.written.setdefault(words, set()).add(actor.id)

    @rule(actor=people)
    def submit(self, actor: Actor) -> None:
        self._try(lambda: lifecycle.submit(self.shelf.stand, actor))

    @rule(actor=people)
    def withdraw(self, actor: Actor) -> None:
        self._try(lambda: lifecycle.withdraw(self.shelf.stand, actor))

    @rule(actor=people)
    def give_back(self, actor: Actor) -> None:
        self._try(lambda: lifecycle.give_back(self.shelf.stand, actor, "x"))

    @rule(actor=people, hours=st.none() | st.integers(-5, 5))
    def approve(self, actor: Actor, hours: int | None) -> None:
        at = None if hours is None else NOW + timedelta(hours=hours)
        self._try(lambda: lifecycle.approve(self.shelf.stand, actor, NOW, at))

    @rule(hours=st.integers(0, 6))
    def time_passes(self, hours: int) -> None:
        self._try(lambda: lifecycle.go_live(self.shelf.stand, NOW + timedelta(hours=hours)))

    @rule(actor=people)
    def sign(self, actor: Actor) -> None:
        self._try(lambda: lifecycle.sign(self.shelf.stand, actor))

    @rule(actor=people)
    def archive(self, actor: Actor) -> None:
        self._try(lambda: lifecycle.archive(self.shelf.stand, actor, "x"))

    @rule(actor=people)
    def restore(self, actor: Actor) -> None:
        self._try(lambda: lifecycle.restore(self.shelf.stand, actor))

    @rule(actor=people, place=st.integers(0, 20))
    def roll_back(self, actor: Actor, place: int) -> None:
        old = self.shelf.texts[place % len(self.shelf.texts)]
        try:
            change = lifecycle.roll_back(self.shelf.stand, actor, old)
        except Barred:
            return
        self.shelf.texts.append(Text(change.number, old.content_hash, actor.id))
        self.shelf.take(change)

    @invariant()
    def citizens_read_no_text_that_only_its_writers_saw(self) -> None:
        for text in self.shelf.texts:
            if text.went_live_at is None or text.content_hash == "seed":
                continue
            same = [one for one in self.shelf.texts if one.content_hash == text.content_hash]
            approvers = {who for one in same for who in one.approvers}
            assert approvers - self.written[text.content_hash]

    @invariant()
    def nobody_approved_what_they_had_written_by_then(self) -> None:
        for text in self.shelf.texts:
            assert text.author_id not in text.approvers

    @invariant()
    def phase_and_live_text_agree(self) -> None:
        shelf = self.shelf
        if shelf.phase is Phase.ARCHIVED:
            assert shelf.live is None
        if shelf.phase is Phase.LIVE:
            assert shelf.live == shelf.texts[-1].number
        assert (shelf.phase is Phase.SCHEDULED) == (shelf.goes_live_at is not None)


TestWalk = Walk.TestCase

ANNA, BEN = Actor(1, may_edit=True), Actor(2, may_approve=True)
BOTH = Actor(3, may_edit=True, may_approve=True)
IN_REVIEW = Stand(Phase.IN_REVIEW, 2, 1, authors=frozenset({1, 3}))


def test_another_person_approves() -> None:
    assert lifecycle.approve(IN_REVIEW, BEN, NOW) == Change(
        Act.APPROVE, 2, Phase.LIVE, 2, goes_live=True
    )


def test_whoever_only_edited_a_draft_may_not_approve_it_either() -> None:
    with pytest.raises(Barred) as barred:
        lifecycle.approve(IN_REVIEW, BOTH, NOW)
    assert barred.value.bar is Bar.OWN_TEXT


def test_the_single_operator_rule_lets_an_author_approve_and_says_so() -> None:
    alone = replace(BOTH, works_alone=True)
    assert lifecycle.approve(IN_REVIEW, alone, NOW).is_alone
    assert not lifecycle.approve(IN_REVIEW, replace(BEN, works_alone=True), NOW).is_alone


@pytest.mark.parametrize(
    ("at", "bar"),
    [(NOW - timedelta(minutes=5), Bar.IN_THE_PAST), (NOW + timedelta(days=500), Bar.TOO_FAR)],
)
def test_a_moment_that_cannot_be_meant_is_refused(at: datetime, bar: Bar) -> None:
    with pytest.raises(Barred) as barred:
        lifecycle.approve(IN_REVIEW, BEN, NOW, at)
    assert barred.value.bar is bar


def test_a_draft_with_errors_is_not_submitted() -> None:
    with pytest.raises(Barred) as barred:
        lifecycle.submit(Stand(Phase.DRAFT, 1), ANNA, faults=2)
    assert (barred.value.bar, dict(barred.value.facts)) == (Bar.HAS_FAULTS, {"count": 2})


def test_a_seed_text_is_signed_as_it_is_while_a_draft_waits() -> None:
    stand = Stand(Phase.DRAFT, 2, 1, authors=frozenset({1}))
    assert lifecycle.sign(stand, BEN) == Change(Act.SIGN, 1, Phase.DRAFT, 2)


def test_a_rollback_of_an_editor_is_a_draft_that_whoever_wrote_it_first_may_not_approve() -> None:
    texts = [Text(1, "seed", None, NOW), Text(2, "x", 3), Text(3, "y", 1, NOW), Text(4, "x", 1)]
    assert lifecycle.roll_back(Stand(Phase.LIVE, 3, 3), ANNA, texts[1]).phase is Phase.DRAFT
    assert authors_of(4, texts) == {1, 3}


@given(st.integers(-400, 400), st.booleans())
def test_standing_says_the_most_pressing(days: int, is_live: bool) -> None:  # noqa: FBT001
    until = TODAY + timedelta(days=days)
    found = standing(TODAY, is_live=is_live, valid_until=until, review_by=TODAY)
    if not is_live:
        assert found is Standing.NOT_LIVE
    elif days < 0:
        assert found is Standing.EXPIRED
    else:
        assert found is (Standing.EXPIRING if days <= 30 else Standing.REVIEW_SOON)


@pytest.mark.parametrize(
    ("days", "step"), [(31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1), (-9, 1)]
)
def test_reminders_come_at_three_steps(days: int, step: int | None) -> None:
    assert reminder(TODAY, TODAY + timedelta(days=days)) == step
