from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from campaign.submission import NEXT, ForbiddenChangeError, State, Submission, change
from tests.citizen import NOON

DRAFT = Submission("id", "sample", 1, "web", 1, State.DRAFT, {}, None, NOON)


def test_every_state_has_its_ways_and_every_state_can_be_reached() -> None:
    assert set(NEXT) == set(State)
    assert {to for ways in NEXT.values() for to in ways} == set(State) - {State.DRAFT}


@given(st.sampled_from(State), st.sampled_from(State))
def test_a_change_is_allowed_or_refused_with_both_states(before: State, after: State) -> None:
    work = replace(DRAFT, state=before)
    if after in NEXT[before]:
        done = change(work, after, NOON, "author")
        assert (done.before, done.after) == (before, after)
    else:
        with pytest.raises(ForbiddenChangeError) as caught:
            change(work, after, NOON, "author")
        assert (caught.value.before, caught.value.after) == (before, after)


class Life(RuleBasedStateMachine):
    """Any sequence of wishes, allowed or not."""

    def __init__(self) -> None:
        super().__init__()
        self.work = DRAFT
        self.path = [State.DRAFT]

    @rule(to=st.sampled_from(State))
    def wish(self, to: State) -> None:
        try:
            done = change(self.work, to, NOON, "author")
        except ForbiddenChangeError:
            return
        self.work = replace(self.work, state=done.after)
        self.path.append(done.after)

    @invariant()
    def a_draft_is_only_at_the_beginning(self) -> None:
        assert State.DRAFT not in self.path[1:]

    @invariant()
    def withdrawn_is_the_end(self) -> None:
        assert State.WITHDRAWN not in self.path[:-1]

    @invariant()
    def nobody_is_awarded_without_having_been_checked_and_accepted(self) -> None:
        if State.AWARDED in self.path:
            before = self.path[: self.path.index(State.AWARDED)]
            assert {State.RECEIVED, State.CHECKING, State.ACCEPTED} <= set(before)

    @invariant()
    def every_received_work_was_handed_in(self) -> None:
        assert len(self.path) == 1 or self.path[1] is State.RECEIVED


TestLife = Life.TestCase
