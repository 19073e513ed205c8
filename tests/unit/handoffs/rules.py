"""Anybody does anything in any order: what then never happens. Run short here, and at full count in `long`.

The oracle keeps its own account of who confirmed what; it reads nothing of the code under test but the
handoff itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from handoffs import agreement, codec, ending, facts, items, moves, people, renewal, starting, views
from handoffs.change import BATON, Actor, Change, RefusedError
from handoffs.model import OVER, Handoff, Milestone, State, Status, Talk
from handoffs.money import Money
from handoffs.views import Step
from knowledge.handoffs import Gate, Side
from tests.unit.handoffs.meeting_rules import MEETING_ACTIONS, Meetings
from tests.unit.handoffs.play import ACCOUNTS, FLYWHEEL, Play, checked, kinds

_WHO = st.sampled_from(["ana", "ana", "megan", "megan", *sorted(ACCOUNTS)])
_PEOPLE = st.sampled_from(["ana", "megan", "megan-mail", "alex", ""])
_NUMBER = st.integers(1, 18)
_NUMBERS = st.one_of(_NUMBER.map(lambda number: [number]), st.lists(st.integers(0, 22), max_size=4))
_KINDS = ["atu-stu"] * 5 + ["stu-csu"] * 3 + list(FLYWHEEL)
_PLACE = st.sampled_from([1, 1, 1, 2, 3, 0])
_REASONS = st.sampled_from(["", "   ", "budget is confirmed in March"])
_MONEY = st.builds(
    lambda amount, currency: Money(amount=Decimal(amount), currency=currency),
    st.sampled_from([-1, 0, 250_000, 300_000, 10**13]),
    st.sampled_from(["USD", "USD", "EUR"]),
)
_AGO = st.integers(-2, 40)
# What anybody may try, with which values.
_ACTIONS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "done": {"numbers": _NUMBERS},
    "undo": {"numbers": _NUMBERS},
    "take_back": {"gate": st.sampled_from(Gate)},
    "excuse": {
        "numbers": _NUMBERS,
        "reason": _REASONS,
        "how": st.sampled_from([items.waive, items.not_applicable]),
    },
    "agree": {},
    "value": {"place": _PLACE, "money": _MONEY},
    "due": {"place": _PLACE, "ahead": st.integers(-3, 90)},
    "add_milestone": {"money": st.none() | _MONEY},
    "drop_milestone": {"place": _PLACE},
    "unified": {"unified": st.booleans()},
    "assign": {"side": st.sampled_from(Side), "person": _PEOPLE},
    "held": {"ago": _AGO},
    "not_held": {},
    "move": {"ago": _AGO, "move": st.sampled_from([moves.moved, moves.transferred])},
    "stop": {"reason": _REASONS, "how": st.sampled_from([agreement.decline, ending.cancel])},
    "simply": {"how": st.sampled_from([ending.close, ending.reopen, renewal.take, starting.begin])},
    **MEETING_ACTIONS,
    "country": {"code": st.sampled_from(["NO", "sa", "", "Norway"])},
}
# One strategy for all of them: hypothesis would leave out whole rules in an example, and few would meet.
_ACTION = st.one_of(
    [st.tuples(st.just(name), st.fixed_dictionaries(values)) for name, values in _ACTIONS.items()]
)
_BEFORE: dict[Gate | None, set[Gate | None]] = {
    Gate.MOVED: {Gate.MOVED},
    Gate.TRANSFERRED: {Gate.MOVED, Gate.TRANSFERRED},
    None: {Gate.MOVED, Gate.TRANSFERRED, None},
}


@dataclass(frozen=True)
class _Confirmed:
    """What an account has confirmed, by its own action."""

    account: str
    milestones: tuple[Milestone, ...]


class Rules(Meetings, RuleBasedStateMachine):
    play: Play

    def __init__(self) -> None:
        super().__init__()
        self._confirmed: dict[Side, _Confirmed] = {}

    @initialize(kind=st.sampled_from(_KINDS), unified=st.booleans())
    def start(self, kind: str, unified: bool) -> None:
        self.play = Play(kind).started(unified=unified)

    @rule(who=_WHO, action=_ACTION)
    def somebody_acts(self, who: str, action: tuple[str, dict[str, Any]]) -> None:
        name, values = action
        getattr(self, name)(who, **values)

    def done(self, who: str, numbers: list[int]) -> None:
        self._do(who, items.done, numbers)

    def undo(self, who: str, numbers: list[int]) -> None:
        self._do(who, items.undo, numbers)

    def take_back(self, who: str, gate: Gate) -> None:
        numbers = [item.number for item in self.play.handoff.items if item.gate is gate]
        self._do(who, items.undo, numbers)

    def excuse(self, who: str, numbers: list[int], reason: str, how: Callable[..., Change]) -> None:
        self._do(who, how, numbers, reason)

    def agree(self, who: str) -> None:
        stood = self._sides(who)
        before = self.play.handoff.agreed
        self._do(who, agreement.agree)
        for side in stood:
            if side in self.play.handoff.agreed and side not in before:
                self._confirmed[side] = _Confirmed(who, self.play.handoff.milestones)

    def value(self, who: str, place: int, money: Money) -> None:
        self._do(who, facts.value, place, money)

    def due(self, who: str, place: int, ahead: int) -> None:
        self._do(who, facts.due, place, self.play.now.date() + timedelta(days=ahead))

    def add_milestone(self, who: str, money: Money | None) -> None:
        self._do(who, facts.add_milestone, Milestone(workload="Data", value=money))

    def drop_milestone(self, who: str, place: int) -> None:
        self._do(who, facts.drop_milestone, place)

    def unified(self, who: str, unified: bool) -> None:
        self._do(who, facts.opportunity, unified=unified)

    def assign(self, who: str, side: Side, person: str) -> None:
        self._do(who, people.assign, side, person)

    def held(self, who: str, ago: int) -> None:
        self._do(who, moves.held, self.play.now.date() - timedelta(days=ago))

    def not_held(self, who: str) -> None:
        self._do(who, moves.not_held)

    def move(self, who: str, ago: int, move: Callable[..., Change]) -> None:
        self._do(who, move, self.play.now.date() - timedelta(days=ago))

    def stop(self, who: str, reason: str, how: Callable[..., Change]) -> None:
        self._do(who, how, reason)

    def simply(self, who: str, how: Callable[..., Change]) -> None:
        self._do(who, how)

    def country(self, who: str, code: str) -> None:
        self._do(who, facts.country, code)

    @rule(days=st.integers(1, 5))
    def days_pass(self, days: int) -> None:
        self.play.pass_days(days)

    @precondition(lambda self: self.play.handoff.status not in OVER)
    @rule(steps=st.integers(1, 3), reason=st.none() | _REASONS)
    def whoever_has_the_move_makes_it(self, steps: int, reason: str | None) -> None:
        """So that the machine reaches the end of a handoff, too."""
        for _ in range(steps):
            move = views.whose_move(self.play.handoff, self.play.kind, self.play.now)
            for person in move.people[:1]:
                self._make(_account(person), move, reason)

    @rule(side=st.sampled_from([Side.GIVER, Side.RECEIVER]), person=_PEOPLE)
    def the_boss_reassigns(self, side: Side, person: str) -> None:
        self._do("boss", people.assign, side, person)

    @precondition(lambda self: self.play.handoff.status in OVER)
    @rule()
    def somebody_reopens(self) -> None:
        self._do(_account(self.play.handoff.parties.giver), ending.reopen)

    @invariant()
    def an_agreement_is_both_sides_own(self) -> None:
        handoff = self.play.handoff
        for side, mark in handoff.agreed.items():
            confirmed = self._confirmed[side]
            person = handoff.parties.giver if side is Side.GIVER else handoff.parties.receiver
            assert confirmed.milestones == handoff.milestones
            # Who stands there after the transfer changes nothing of what was agreed before it.
            assert handoff.transferred or person in ACCOUNTS[confirmed.account].ids
            assert mark.by in ACCOUNTS[confirmed.account].ids
            assert all(m.value and m.value.amount > 0 and m.due for m in handoff.milestones)
        if len(handoff.agreed) > 1:
            assert len({confirmed.account for confirmed in self._confirmed.values()}) > 1

    @invariant()
    def what_a_move_needed_stays_with_it(self) -> None:
        """But for the agreement: a milestone may change until the transfer, and is agreed anew."""
        handoff, kind = self.play.handoff, self.play.kind
        for gate, mark, move in (
            (Gate.MOVED, handoff.moved, kind.moved),
            (Gate.TRANSFERRED, handoff.transferred, kind.transferred),
        ):
            if mark and move:
                assert handoff.discussion.state is Talk.HELD or Gate.DISCUSSION not in move.needs
                self._nothing_is_skipped(handoff, gate)

    @invariant()
    def it_can_be_kept_and_read_back(self) -> None:
        assert codec.from_json(codec.to_json(self.play.handoff)) == self.play.handoff

    def teardown(self) -> None:
        if hasattr(self, "play"):
            assert checked(self.play.recorded()).sound

    def _make(self, who: str, move: views.Move, reason: str | None) -> None:
        today = self.play.now.date()
        if move.step is Step.TICK and reason is None:
            self._do(who, items.done, move.items)
        elif move.step is Step.TICK:
            self._do(who, items.waive, move.items, reason)
        elif move.step is Step.AGREE:
            self._complete(who)
            self.agree(who)
        elif move.step is Step.CLOSE:
            self._do(who, ending.close)
        else:
            what = dict.fromkeys((Step.SCHEDULE, Step.RESCHEDULE, Step.HELD), moves.held)
            what |= {Step.MOVED: moves.moved, Step.TRANSFERRED: moves.transferred}
            self._do(who, what[move.step], today)

    def _complete(self, who: str) -> None:
        for place, milestone in enumerate(self.play.handoff.milestones, 1):
            if not milestone.value:
                self.value(who, place, Money(amount=Decimal(80_000), currency="USD"))
            if not milestone.due:
                self.due(who, place, 30)

    def _do(
        self, who: str, what: Callable[..., Change], *args: object, found: bool = False, **more: object
    ) -> None:
        """`found`: in Outlook, so that it is Baton's to record, whoever's turn it is."""
        before = self.play.handoff
        try:
            change = self.play.act(ACCOUNTS[who], what, *args, **more)
        except RefusedError as error:
            refused = error
        else:
            self._holds(BATON if found else ACCOUNTS[who], before, change)
            return
        assert refused.sentences
        assert self.play.handoff is before

    def _holds(self, by: Actor, before: Handoff, change: Change) -> None:
        after = change.handoff
        assert after.revision == before.revision + (not change.is_empty)
        assert bool(change.events) == (after != before)
        if not change.is_empty and by is not BATON:
            own = before.discussion.meeting and by.is_one_of(before.discussion.meeting.organiser)
            assert by.admin or own or views.is_party(before, by)
        people = [notice.to for notice in change.notices]
        assert len(people) == len(set(people))
        assert not by.ids & set(people)
        assert set(people) <= before.parties.all() | after.parties.all()
        self._moved(before, after)

    def _moved(self, before: Handoff, after: Handoff) -> None:
        if after.moved and not before.moved:
            if self.play.kind_id == "atu-stu":
                assert set(before.agreed) == {Side.GIVER, Side.RECEIVER}
                assert before.discussion.state is Talk.HELD
            self._nothing_is_skipped(after, Gate.MOVED)
        if after.transferred and not before.transferred:
            assert before.discussion.state is Talk.HELD
            assert before.moved
            self._nothing_is_skipped(after, Gate.TRANSFERRED)
        if after.status is Status.CLOSED and before.status is not Status.CLOSED:
            assert after.discussion.state is Talk.HELD
            self._nothing_is_skipped(after, None)
        if after.transferred:
            assert after.moved
            assert after.discussion.state is Talk.HELD

    def _nothing_is_skipped(self, handoff: Handoff, gate: Gate | None) -> None:
        for item in handoff.items:
            if item.required and not item.gate and item.before in _BEFORE[gate]:
                assert item.state is not State.OPEN
                assert item.mark
                assert item.state is State.DONE or item.mark.reason.strip()

    def _sides(self, who: str) -> list[Side]:
        parties = self.play.handoff.parties
        stands = {Side.GIVER: parties.giver, Side.RECEIVER: parties.receiver}
        return [side for side, person in stands.items() if person in ACCOUNTS[who].ids]


def _account(person: str) -> str:
    return next(name for name, account in ACCOUNTS.items() if person in account.ids)


assert kinds()  # read before the first example, whose time is measured
