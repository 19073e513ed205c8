"""A change in the making: what follows from it, what the history keeps, and who is to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from handoffs import clock, gates, views, words
from handoffs.change import Call, Change, Event, Notice, Sentence, Setting, What, Who, Words
from handoffs.model import Deadline, Handoff, Mark, Status, Talk
from handoffs.status import settle
from handoffs.steps import Step

_DATES = ("deadline", "meet_by", "expected")


class Making:
    """Collects what one change does to a handoff; `done` draws the consequences."""

    def __init__(self, handoff: Handoff, setting: Setting) -> None:
        self.before = handoff
        self.handoff = handoff
        self.setting = setting
        self._events: list[Event] = []
        self._notices: dict[str, Notice] = {}

    def put(self, **fields: Any) -> None:
        self.handoff = replace(self.handoff, **fields)

    def mark(self, **fields: Any) -> Mark:
        """A mark of the one who acts, now."""
        return Mark(by=self.setting.actor.id, at=self.setting.now, **fields)

    def log(
        self,
        what: What,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        why: str = "",
    ) -> None:
        self._events.append(
            Event(
                what=what,
                person=self.setting.actor.id,
                at=self.setting.now,
                before=before or {},
                after=after or {},
                why=why,
            )
        )

    def tell(self, people: Iterable[str], call: Call, template: str, **values: Any) -> None:
        """One message a person: the first that is noted, and none to whoever acts."""
        values |= {"actor": Who(id=self.setting.actor.id), "title": title(self.handoff)}
        for person in people:
            if person and person not in self.setting.actor.ids and person not in self._notices:
                sentence = Sentence(template=template, values=values)
                self._notices[person] = Notice(to=person, call=call, sentence=sentence)

    def done(self, *, may_end: bool = True, tells_move: bool = True) -> Change:
        """The change as a whole; empty where nothing was logged. `tells_move`: to those whose move it is."""
        if not self._events:
            return Change(handoff=self.before)
        self._count_dates()
        self.handoff = settle(self.handoff, self.setting.kind)
        if may_end:
            self._end()
        if self.handoff.status is not self.before.status:
            self.log(
                What.STATUS_CHANGED,
                {"status": self.before.status.value},
                {"status": self.handoff.status.value},
            )
        if tells_move:
            self._tell_whose_move()
        self.put(
            revision=self.before.revision + 1, changed=self.setting.now, changed_by=self.setting.actor.id
        )
        return Change(handoff=self.handoff, events=tuple(self._events), notices=self._told())

    def _count_dates(self) -> None:
        self.handoff = clock.reckon(self.handoff, self.setting.kind)
        for name in _DATES:
            before, after = getattr(self.before, name), getattr(self.handoff, name)
            if before != after:
                why = clock.why(before, after) if after or name != "expected" else self._why_not_expected()
                self.log(What.DEADLINE_SET, _dated(name, before), _dated(name, after), why)

    def _why_not_expected(self) -> str:
        is_held = self.handoff.discussion.state is Talk.HELD
        return words.WHY_HELD if is_held else words.WHY_NOT_BOOKED

    def _end(self) -> None:
        kind, handoff = self.setting.kind, self.handoff
        under_way = not handoff.is_over and handoff.status is not Status.DRAFT
        if under_way and gates.is_flywheel(kind) and gates.is_clear(handoff, kind, None):
            self.put(status=Status.CLOSED, before_end=handoff.status, ended=self.mark())
            self.log(What.CLOSED, why=words.WHY_SETTLED)
            self.tell(everyone(handoff), Call.ENDED, words.TOLD_SETTLED)

    def _tell_whose_move(self) -> None:
        kind = self.setting.kind
        now = self.setting.now
        before, after = views.whose_move(self.before, kind, now), views.whose_move(self.handoff, kind, now)
        had = before.people if before.step is after.step else ()
        if after.people:
            rule = kind.moved if after.step is Step.MOVED else kind.transferred
            step = words.STEPS[after.step].format(what=rule.text if rule else "")
            self.tell(
                (person for person in after.people if person not in had),
                Call.YOUR_MOVE,
                words.TOLD_YOUR_MOVE,
                step=step,
            )

    def _told(self) -> tuple[Notice, ...]:
        """Nobody hears of a draft but from its start."""
        drafted = Status.DRAFT in (self.before.status, self.handoff.status)
        started = any(notice.call is Call.STARTED for notice in self._notices.values())
        return () if drafted and not started else tuple(self._notices.values())


def _dated(name: str, date: Deadline | None) -> dict[str, Any]:
    return {"of": name} | ({"due": date.due, "text": date.text} if date else {})


def title(handoff: Handoff) -> Sentence:
    """What people call a handoff: customer and opportunity."""
    named = handoff.opportunity
    return Sentence(
        template=words.TITLE, values={"customer": Words(text=named.customer), "name": Words(text=named.name)}
    )


def everyone(handoff: Handoff) -> tuple[str, ...]:
    """All who act on a handoff, the giver first."""
    parties = handoff.parties
    people = (parties.giver, parties.receiver, *parties.others, parties.creator)
    return tuple(dict.fromkeys(person for person in people if person))
