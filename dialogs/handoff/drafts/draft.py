"""A handoff that is being prepared: each fact that is said becomes a change of its row at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dialogs import utterance
from dialogs.handoff import people, values
from dialogs.handoff.access import Case
from dialogs.handoff.drafts import words
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.values import UnreadableError
from dialogs.message import Mentioned
from dialogs.turn import Turn
from handoffs import clock, facts, starting
from handoffs import people as sides
from handoffs.change import Actor, Change, Event, Notice, Setting
from handoffs.model import Handoff
from knowledge.handoffs import Side

_YES = frozenset(
    ("yes", "y", "yep", "yeah", "unified", "true", "it is", "yes it is", "they have", "yes they have")
)
_NO = frozenset(
    ("no", "n", "nope", "not unified", "non unified", "false", "no it is not", "they have not", "not")
)
_SAME = frozenset(("same", "the same", "same name", "same as the opportunity", "keep"))


_ADDRESS = re.compile(r"\S@\S+\.\S")


class Draft:
    """Collects what one turn changes, and keeps it as one change.

    `case.handoff` is as it is by now. A draft of which nothing is known yet has no row, and the number 0.
    """

    def __init__(self, case: Case, *, stored: int, events: tuple[Event, ...] = ()) -> None:
        self.case = case
        self._stored = stored  # the revision of the row
        self._events = list(events)
        self._notices: list[Notice] = []
        self._changed = False

    @property
    def handoff(self) -> Handoff:
        return self.case.handoff

    def missing(self) -> tuple[str, ...]:
        """The facts to ask for, by the names of their steps."""
        return starting.missing_facts(self.handoff, self.case.kind)

    def put(self, change: Change) -> None:
        if not change.is_empty:
            self.case = self.case.within(change.handoff)
            self._events += change.events
            self._notices += change.notices
            self._changed = True

    async def keep(self) -> Change:
        """Write the row; one revision however much was said."""
        handoff = replace(self.handoff, revision=self._stored + 1)
        change = Change(handoff=handoff, events=tuple(self._events), notices=tuple(self._notices))
        store = self.case.desk.handoffs
        if not self._changed:
            return Change(handoff=self.handoff)
        if self._stored:
            await store.save(change)
        else:
            change = replace(change, handoff=replace(handoff, number=await store.next_number()))
            await store.add(change)
        self._stored, self._changed = change.handoff.revision, False
        self._events, self._notices = [], []
        self.case = self.case.within(change.handoff)
        return change

    async def say(self, fact: str, text: str, mentioned: Mentioned | None = None) -> None:
        """Take in one fact as typed; UnreadableError or RefusedError say why it cannot be."""
        name, _, place = fact.partition(":")
        if name in ("giver", "receiver"):
            await self._person(Side(name), text, mentioned)
        else:
            self.put(_SET[name](self.case, int(place or 1), text))

    async def _person(self, side: Side, text: str, mentioned: Mentioned | None) -> None:
        asked = Asked(command=HandoffCommand.ASSIGN, text=text, mentioned=mentioned, side=side)
        person = await people.whom(self.case, asked)
        if not person:
            raise UnreadableError(words.SAY_WHO)
        await self.assign(side, person)

    async def assign(self, side: Side, person: str) -> None:
        """Put somebody on a side; the receiver's country counts the days."""
        parties, actor = self.handoff.parties, self.case.actor
        person = actor.id if person in actor.ids else await people.as_named(self.case, person)
        if person == (parties.giver if side is Side.RECEIVER else parties.receiver):
            raise UnreadableError(words.YOURSELF)
        country = await self.case.country_of(person) if side is Side.RECEIVER else self.handoff.country
        self.put(sides.assign(self.handoff, side, person, self.case.setting, country=country))

    async def check_sides(self) -> None:
        """Refuse one person on both sides: who was met twice may have turned out to be one since."""
        parties = self.handoff.parties
        contacts = await self.case.desk.people.contacts([parties.giver, parties.receiver])
        users = [contacts[id].user for id in (parties.giver, parties.receiver) if id in contacts]
        if all(users) and len(set(users)) < len(users):
            raise UnreadableError(words.YOURSELF)

    async def recount(self) -> None:
        """Look the receiver's country up again: they may have said it since."""
        country = await self.case.country_of(self.handoff.parties.receiver)
        self.put(facts.country(self.handoff, country, self.case.setting))

    def suggest(self) -> date | None:
        """The discussion's latest day that Baton proposes; None where a rule or a person gives one."""
        if self.case.kind.discussion.latest or self.handoff.discussion.meet_by:
            return None
        return clock.suggest_meet_by(self.case.today, self.handoff.country)


def new(turn: Turn, actor: Actor, kind_id: str) -> Draft:
    """A draft of which nothing is stored yet; who writes gives it."""
    kind = turn.desk.expert.kinds[kind_id]
    now = turn.desk.now
    setting = Setting(kind=kind, actor=actor, now=now, today=now.date())
    change = starting.draft(0, kind_id, setting, country=turn.desk.defaults.country)
    return Draft(Case(turn, change.handoff, actor), stored=0, events=change.events)


def stored(turn: Turn, actor: Actor, handoff: Handoff) -> Draft:
    return Draft(Case(turn, handoff, actor), stored=handoff.revision)


def _name(text: str) -> str:
    """A name is shown to everybody on the handoff, so no address may stand in it."""
    if _ADDRESS.search(text):
        raise UnreadableError(words.NO_ADDRESS)
    return values.name(text)


def _customer(case: Case, place: int, text: str) -> Change:
    return facts.opportunity(case.handoff, case.setting, customer=_name(text))


def _opportunity(case: Case, place: int, text: str) -> Change:
    return facts.opportunity(case.handoff, case.setting, name=_name(text))


def _link(case: Case, place: int, text: str) -> Change:
    return facts.opportunity(case.handoff, case.setting, link=text.strip())


def _unified(case: Case, place: int, text: str) -> Change:
    said = utterance.unpad(utterance.normalise(text)) or utterance.normalise(text)
    if said not in _YES | _NO:
        raise UnreadableError(words.ASK_YES_NO)
    return facts.opportunity(case.handoff, case.setting, unified=said in _YES)


def _workload(case: Case, place: int, text: str) -> Change:
    same = utterance.normalise(text) in _SAME and case.handoff.opportunity.name
    name = case.handoff.opportunity.name if same else _name(text)
    return facts.workload(case.handoff, place, name, case.setting)


def _value(case: Case, place: int, text: str) -> Change:
    default = values.currency(_without(case.handoff, place), case.desk.defaults.currency)
    return facts.value(case.handoff, place, values.amount(text, default), case.setting)


def _without(handoff: Handoff, place: int) -> Handoff:
    others = tuple(each for at, each in enumerate(handoff.milestones, 1) if at != place)
    return replace(handoff, milestones=others)


def _due(case: Case, place: int, text: str) -> Change:
    day = values.future_day(case, text, f"due {place}")
    return facts.due(case.handoff, place, day, case.setting)


def _meet_by(case: Case, place: int, text: str) -> Change:
    day = values.future_day(case, text, "meet by")
    return facts.meet_by(case.handoff, day, case.setting)


_SET: dict[str, Callable[[Case, int, str], Change]] = {
    "customer": _customer,
    "opportunity": _opportunity,
    "link": _link,
    "unified": _unified,
    "workload": _workload,
    "value": _value,
    "due": _due,
    "meet_by": _meet_by,
}
