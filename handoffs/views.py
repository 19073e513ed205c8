"""What a handoff looks like from outside: progress, whose move it is, what is missing, which date is next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from handoffs import gates, talks, words
from handoffs.change import Actor, Sentence, Who, side_of
from handoffs.model import OVER, Handoff, Item, State, Status, Talk
from handoffs.needed import fact_in_words, missing_facts
from handoffs.steps import Dated as Dated
from handoffs.steps import DateKind as DateKind
from handoffs.steps import Move as Move
from handoffs.steps import Progress as Progress
from handoffs.steps import Step as Step
from knowledge.handoffs import Gate, HandoffKind, Side


def progress(handoff: Handoff) -> Progress:
    """Count items."""
    still = [item for item in handoff.items if item.state is State.OPEN]
    return Progress(
        done=len(handoff.items) - len(still),
        total=len(handoff.items),
        open_required=sum(item.required for item in still),
    )


def is_party(handoff: Handoff, actor: Actor) -> bool:
    """Tell whether the actor started it or stands on a side."""
    return actor.is_one_of(handoff.parties.creator) or bool(side_of(handoff, actor))


def may_see(handoff: Handoff, actor: Actor) -> bool:
    """Parties, the escalation contact and admins may; a draft is for who prepares it."""
    if handoff.status is Status.DRAFT or handoff.before_end is Status.DRAFT:
        return actor.admin or actor.is_one_of(handoff.parties.creator)
    return actor.admin or is_party(handoff, actor) or actor.is_one_of(handoff.parties.escalation)


def missing(handoff: Handoff, kind: HandoffKind, gate: Gate | None = None) -> tuple[Sentence, ...]:
    """Say what is missing before this move, or before the end; of a draft, before its start."""
    if handoff.status in OVER:
        return ()
    if handoff.status is Status.DRAFT:
        return tuple(_missing_fact(fact) for fact in missing_facts(handoff, kind))
    items = (_open_item(item) for item in gates.open_items(handoff, gate))
    unmet = (s for each in gates.unmet(handoff, kind, gate) for s in _unmet(handoff, kind, each))
    return (*items, *unmet)


def incomplete(handoff: Handoff) -> tuple[Sentence, ...]:
    """Say which milestones lack value or due date."""
    if not handoff.milestones:
        return (Sentence(template=words.MISSING_MILESTONE),)
    return tuple(
        Sentence(template=template, values={"place": place})
        for place, milestone in enumerate(handoff.milestones, 1)
        for lacks, template in (
            (milestone.value is None, words.MISSING_VALUE),
            (milestone.due is None, words.MISSING_DUE),
        )
        if lacks
    )


def whose_move(handoff: Handoff, kind: HandoffKind, now: datetime) -> Move:
    """Who has to do something now, and what: first what stands before the next move, then that move."""
    if handoff.is_over:
        return Move(people=(), step=Step.NONE)
    if handoff.status is Status.DRAFT:
        return Move(people=_people(handoff.parties.creator), step=Step.START)
    gate = gates.next_move(handoff, kind)
    if items := gates.open_items(handoff, gate):
        return _ticks(handoff, items)
    if unmet := gates.unmet(handoff, kind, gate):
        first = unmet[0]
        return talks.move(handoff, now) if first is Gate.DISCUSSION else _MOVES[first](handoff, kind)
    return _MOVES[gate](handoff, kind) if gate else _move(Step.CLOSE, handoff.parties.giver)


def next_steps(handoff: Handoff, kind: HandoffKind, actor: Actor, now: datetime) -> tuple[Step, ...]:
    """What this viewer can sensibly do now, the most useful first."""
    sides = side_of(handoff, actor)
    if handoff.status is Status.DRAFT:
        return (Step.START,) if actor.is_one_of(handoff.parties.creator) else ()
    meeting = handoff.discussion.meeting
    organises = meeting is not None and actor.is_one_of(meeting.organiser)
    if handoff.is_over:
        stands = organises and talks.standing(handoff, now)
        offered = (Step.REOPEN, Step.CANCEL_MEETING) if stands else (Step.REOPEN,)
        return offered if is_party(handoff, actor) else ()
    talk = talks.steps(
        handoff,
        now,
        main=Side.GIVER in sides or Side.RECEIVER in sides,
        creator=actor.is_one_of(handoff.parties.creator),
        organises=organises,
    )
    return tuple(dict.fromkeys(_steps(handoff, kind, sides, tuple(talk))))


def next_date(handoff: Handoff) -> Dated | None:
    """The nearest date that matters; None once it is over or where there is none."""
    dates = [] if handoff.is_over else list(_dates(handoff))
    return min(dates, key=lambda dated: dated.day, default=None)


def _missing_fact(fact: str) -> Sentence:
    return Sentence(template=words.MISSING_FACT, values={"fact": fact_in_words(fact)})


def _open_item(item: Item) -> Sentence:
    return Sentence(
        template=words.MISSING_ITEM, values={"number": item.number, "text": item.text.rstrip(".")}
    )


def _unmet(handoff: Handoff, kind: HandoffKind, gate: Gate) -> Iterator[Sentence]:
    if gate is Gate.AGREEMENT:
        yield from incomplete(handoff)
        for person in _unconfirmed(handoff, kind):
            yield Sentence(template=words.MISSING_CONFIRMATION, values={"person": Who(id=person)})
    elif gate is Gate.DISCUSSION:
        yield from talks.missing(handoff, kind)
    elif rule := gates.rule(kind, gate):
        yield Sentence(template=words.MISSING_MOVE, values={"what": rule.text})


def _unconfirmed(handoff: Handoff, kind: HandoffKind) -> tuple[str, ...]:
    outstanding = (side for side in kind.confirm if side not in handoff.agreed)
    return _people(*(_on(handoff, side) for side in outstanding))


def _on(handoff: Handoff, side: Side) -> str:
    return handoff.parties.giver if side is Side.GIVER else handoff.parties.receiver


def _people(*people: str) -> tuple[str, ...]:
    return tuple(person for person in people if person)


def _move(step: Step, *people: str, items: tuple[int, ...] = ()) -> Move:
    return Move(people=_people(*people), step=step, items=items)


def _ticks(handoff: Handoff, items: tuple[Item, ...]) -> Move:
    """The giver's items first, then those of the others."""
    parties = handoff.parties
    by_side = {Side.GIVER: (parties.giver,), Side.RECEIVER: (parties.receiver,), Side.OTHER: parties.others}
    for side, people in by_side.items():
        numbers = tuple(item.number for item in items if side in item.by)
        if numbers and people:
            return _move(Step.TICK, *people, items=numbers)
    return _move(Step.TICK, parties.giver, items=tuple(item.number for item in items))


def _agrees(handoff: Handoff, kind: HandoffKind) -> Move:
    return _move(Step.AGREE, *_unconfirmed(handoff, kind))


def _moves(handoff: Handoff, kind: HandoffKind) -> Move:
    return _move(Step.MOVED, _on(handoff, kind.moved.by if kind.moved else Side.GIVER))


def _transfers(handoff: Handoff, kind: HandoffKind) -> Move:
    return _move(Step.TRANSFERRED, _on(handoff, kind.transferred.by if kind.transferred else Side.GIVER))


_MOVES: dict[Gate, Callable[[Handoff, HandoffKind], Move]] = {
    Gate.AGREEMENT: _agrees,
    Gate.MOVED: _moves,
    Gate.TRANSFERRED: _transfers,
}


def _steps(
    handoff: Handoff, kind: HandoffKind, sides: tuple[Side, ...], talk: tuple[Step, ...]
) -> Iterator[Step]:
    main = Side.GIVER in sides or Side.RECEIVER in sides
    if any(set(item.by) & set(sides) and not item.gate for item in _still_open(handoff)):
        yield Step.TICK
    if not handoff.transferred:
        yield from (
            Step.AGREE
            for side in kind.confirm
            if side in sides and side not in handoff.agreed and not incomplete(handoff)
        )
    yield from talk
    gate = gates.next_move(handoff, kind)
    rule = gates.rule(kind, gate)
    if gates.is_clear(handoff, kind, gate) and (main if rule is None else rule.by in sides):
        yield Step(gate.value) if gate else Step.CLOSE
    if Side.RECEIVER in sides and not handoff.transferred and kind.confirm:
        yield Step.DECLINE
    if main and handoff.offered:
        yield Step.TAKE


def _still_open(handoff: Handoff) -> Iterator[Item]:
    return (item for item in handoff.items if item.state is State.OPEN)


def _dates(handoff: Handoff) -> Iterator[Dated]:
    if handoff.transferred:
        return
    if handoff.deadline:
        yield Dated(day=handoff.deadline.due, kind=DateKind.DEADLINE)
    latest = handoff.meet_by.due if handoff.meet_by else handoff.discussion.meet_by
    if handoff.discussion.state is not Talk.HELD:
        if latest:
            yield Dated(day=latest, kind=DateKind.DISCUSSION)
        if (meeting := handoff.discussion.meeting) and meeting.booked:
            yield Dated(day=meeting.day, kind=DateKind.MEETING)
    for milestone in handoff.milestones:
        if milestone.due:
            yield Dated(day=milestone.due, kind=DateKind.MILESTONE)
