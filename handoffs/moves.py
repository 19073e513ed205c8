"""What happened outside: the discussion, the stage move, the transfer of ownership."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from handoffs import access, gates, views, words
from handoffs.access import refuse
from handoffs.calendars import show
from handoffs.change import Change, RefusedError, Sentence, Setting, What
from handoffs.changing import Making
from handoffs.model import Handoff, Mark, Talk
from knowledge.handoffs import Gate

_EARLIEST = timedelta(days=30)  # before the handoff was started here
_EVENTS = {Gate.MOVED: What.MOVED, Gate.TRANSFERRED: What.TRANSFERRED}
_FIELDS = {Gate.MOVED: "moved", Gate.TRANSFERRED: "transferred"}


def held(handoff: Handoff, on: date, setting: Setting) -> Change:
    """Record that the discussion took place, or that it took place on another day."""
    making = _open(handoff, setting)
    _believable(handoff, on, setting)
    kind = setting.kind
    for move in _EVENTS:
        rule, mark = gates.rule(kind, move), gates.met(handoff, kind, move)
        if rule and mark and mark.on and Gate.DISCUSSION in rule.needs and on > mark.on:
            raise refuse(words.AFTER_NEXT, what=rule.text, day=show(mark.on))
    before = gates.met(handoff, kind, Gate.DISCUSSION)
    if before is None or before.on != on:
        talk = replace(handoff.discussion, state=Talk.HELD, mark=making.mark(on=on))
        making.put(discussion=talk)
        making.log(What.HELD, _on(before), {"on": on})
    return making.done()


def not_held(handoff: Handoff, setting: Setting) -> Change:
    """Record that the discussion did not take place."""
    making = _open(handoff, setting)
    if move := gates.standing_on(handoff, setting.kind, Gate.DISCUSSION):
        rule = gates.rule(setting.kind, move)
        named = gates.named(handoff, move)
        raise refuse(words.HELD_STANDS, what=rule.text if rule else "", move=named)
    before = gates.met(handoff, setting.kind, Gate.DISCUSSION)
    if handoff.discussion.state is not Talk.NOT_HELD:
        talk = replace(handoff.discussion, state=Talk.NOT_HELD, mark=making.mark())
        if talk.meeting and talk.meeting.start <= setting.now:  # it was that one; another is to be booked
            talk = replace(talk, meeting=None)
        making.put(discussion=talk)
        making.log(What.NOT_HELD, _on(before))
    return making.done()


def moved(handoff: Handoff, on: date, setting: Setting) -> Change:
    """Record the stage move; it is for one side to do, and either may record that it was done."""
    return _record(handoff, Gate.MOVED, on, setting)


def transferred(handoff: Handoff, on: date, setting: Setting) -> Change:
    """Record that the receiver owns it."""
    return _record(handoff, Gate.TRANSFERRED, on, setting)


def _open(handoff: Handoff, setting: Setting) -> Making:
    access.under_way(handoff)
    access.for_sides(handoff, setting)
    return Making(handoff, setting)


def _record(handoff: Handoff, gate: Gate, on: date, setting: Setting) -> Change:
    kind = setting.kind
    making = _open(handoff, setting)
    rule = gates.rule(kind, gate)
    if rule is None:
        raise refuse(words.NO_MOVE, kind=kind.short, move=words.MOVES[gate])
    if lacking := views.missing(handoff, kind, gate):
        raise RefusedError(Sentence(template=words.BLOCKED, values={"what": rule.text}), *lacking)
    _believable(handoff, on, setting)
    _in_order(handoff, gate, on, setting)
    before = gates.met(handoff, kind, gate)
    if before is None or before.on != on:
        making.put(**{_FIELDS[gate]: making.mark(on=on)})
        making.log(_EVENTS[gate], _on(before), {"on": on})
    return making.done()


def _believable(handoff: Handoff, on: date, setting: Setting) -> None:
    if on > setting.today:
        raise refuse(words.FUTURE, day=show(on))
    if on < handoff.created.date() - _EARLIEST:
        raise refuse(words.TOO_EARLY, day=show(on))


def _in_order(handoff: Handoff, gate: Gate, on: date, setting: Setting) -> None:
    """A move comes after what it needs, and before what needs it."""
    kind = setting.kind
    rule = gates.rule(kind, gate)
    for need in rule.needs if rule else ():
        mark = gates.met(handoff, kind, need)
        if mark and mark.on and on < min(mark.on, setting.today):  # today is another day elsewhere
            named = gates.rule(kind, need)
            template = words.BEFORE_MOVE if named else words.BEFORE_DISCUSSION
            raise refuse(template, day=show(mark.on), what=named.text if named else "")
    later = handoff.transferred if gate is Gate.MOVED else None
    if later and later.on and on > later.on and kind.transferred:
        raise refuse(words.AFTER_TRANSFER, what=kind.transferred.text, day=show(later.on))


def _on(mark: Mark | None) -> dict[str, date | None]:
    return {"on": mark.on} if mark else {}
