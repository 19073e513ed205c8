"""Which handoff is meant, who may see it, and where it may be spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from dialogs import utterance
from dialogs.desk import Contact, Desk, RosterHiddenError
from dialogs.handoff import choices, words
from dialogs.handoff.typed.asked import Asked
from dialogs.handoff.view import View, actor_of, names_of, people_of, shown, title, view, zone_of
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs import calendars
from handoffs.change import Actor, RefusedError, Setting
from handoffs.model import Handoff
from handoffs.views import may_see
from knowledge.handoffs import HandoffKind

_MOST_NUMBER = 2**31
_MOST_CHOICES = 5


@dataclass(frozen=True)
class Case:
    """A handoff that the one who writes may see, and their turn."""

    turn: Turn
    handoff: Handoff
    actor: Actor

    @property
    def desk(self) -> Desk:
        return self.turn.desk

    @property
    def kind(self) -> HandoffKind:
        return self.desk.expert.kinds[self.handoff.kind]

    @cached_property
    def zone(self) -> ZoneInfo:
        return zone_of(self.turn.profile.time_zone, self.desk.defaults.time_zone)

    @property
    def today(self) -> date:
        return self.desk.now.astimezone(self.zone).date()

    @property
    def setting(self) -> Setting:
        return Setting(kind=self.kind, actor=self.actor, now=self.desk.now, today=self.today)

    async def view(self) -> View:
        return await view(self.desk, self.handoff, self.actor, self.zone)

    def moment(self, at: datetime) -> str:
        """A day and time where the person is."""
        here = at.astimezone(self.zone)
        return words.DAY_AND_TIME.format(day=calendars.show(here.date()), time=f"{here:%H:%M}")

    async def reasons(self, refused: RefusedError) -> list[str]:
        """Why something cannot be, a sentence each."""
        names = names_of(await self.desk.people.contacts(people_of(self.handoff)))
        return [sentence.say(names) for sentence in refused.sentences]

    async def country_of(self, person: str) -> str:
        """Whose public holidays count where this person receives a handoff."""
        contact = (await self.desk.people.contacts([person])).get(person) if person else None
        return (contact.country if contact else "") or self.desk.defaults.country

    def within(self, handoff: Handoff) -> Case:
        return Case(self.turn, handoff, self.actor)


async def find(turn: Turn, asked: Asked) -> Case | Outcome:
    """The handoff that is meant: by number, by name, the open one here, else the only one.

    What does not exist and what one may not see get the same answer.
    """
    actor = await turn.desk.people.account(turn.message.person)
    if asked.handoff:
        return await _numbered(turn, actor, asked.handoff)
    if asked.name:
        return await _named(turn, actor, asked)
    if turn.state.handoff:
        found = await _numbered(turn, actor, turn.state.handoff)
        if isinstance(found, Case) and not found.handoff.is_over:
            return await _sure(found)
    elif sent := await _sent(turn, actor):
        return sent
    running = await turn.desk.handoffs.open_of(actor.ids, limit=_MOST_CHOICES)
    if turn.state.handoff and not running:
        return await _numbered(turn, actor, turn.state.handoff)
    # Where another one was open here, what was typed may be meant for that one, which is over.
    return await _one_of(turn, actor, running, words.NONE_OPEN, sure=not turn.state.handoff)


async def _sent(turn: Turn, actor: Actor) -> Case | None:
    """The handoff whose card was sent to this chat last, where none was opened here."""
    last = await turn.desk.outbox.newest(turn.message.conversation)
    handoff = await turn.desk.handoffs.find(last) if last else None
    if handoff is None or handoff.is_over or not may_see(handoff, actor):
        return None
    return _case(turn, actor, handoff)


async def _sure(found: Case) -> Case | Outcome:
    """Where the card of another handoff has come meanwhile, ask once which of the two is meant."""
    turn, number = found.turn, found.handoff.number
    last = await turn.desk.outbox.newest(turn.message.conversation)
    if last in (0, number, turn.state.beside):
        return found
    other = await turn.desk.handoffs.find(last)
    if other is None or other.is_over or not may_see(other, found.actor):
        return found
    asking = turn.within(replace(turn.state, beside=last))
    return await privately(asking, found.actor, choices.which(asking, [found.handoff, other]))


async def _numbered(turn: Turn, actor: Actor, number: int) -> Case | Outcome:
    handoff = await turn.desk.handoffs.find(number) if 0 < number < _MOST_NUMBER else None
    if handoff is None or not may_see(handoff, actor):
        return turn.say(words.UNKNOWN.format(number=number))
    return _case(turn, actor, handoff)


async def _named(turn: Turn, actor: Actor, asked: Asked) -> Case | Outcome:
    found = await turn.desk.handoffs.named(actor.ids, asked.name, limit=_MOST_CHOICES)
    mine = [handoff for handoff in found if may_see(handoff, actor)]
    running = [handoff for handoff in mine if not handoff.is_over]
    name = shown(utterance.without_addresses(asked.name))
    return await _one_of(turn, actor, running or mine, words.UNKNOWN_NAME.format(name=name))


async def _one_of(
    turn: Turn, actor: Actor, found: Sequence[Handoff], none: str, *, sure: bool = True
) -> Case | Outcome:
    if not found:
        return turn.say(none)
    if len(found) == 1 and sure:
        present = await turn.desk.handoffs.find(found[0].number)  # from here on nobody else changes it
        return _case(turn, actor, present or found[0])
    return await privately(turn, actor, choices.which(turn, found))


def _case(turn: Turn, actor: Actor, handoff: Handoff) -> Case:
    """From now on this one is the open one in this chat."""
    if handoff.number != turn.state.handoff:
        turn = turn.within(replace(turn.state, handoff=handoff.number, since=0))
    return Case(turn, handoff, actor)


async def is_public(turn: Turn, handoff: Handoff) -> bool:
    """Whether everybody who reads this chat may see the handoff; not where it is unknown who does."""
    if turn.message.private:
        return True
    try:
        members = await turn.desk.people.members(turn.message.conversation)
    except RosterHiddenError:
        return False
    return all_may_see(members, handoff)


def all_may_see(members: Sequence[Contact], handoff: Handoff) -> bool:
    contacts = {contact.id: contact for contact in members}
    return all(may_see(handoff, actor_of(contact.id, contacts)) for contact in members)


async def answer(case: Case, *replies: Reply) -> Outcome:
    """Say it here where everybody may hear it, else in one's own chat."""
    return await said(case, case.turn.reply(*replies))


async def said(case: Case, outcome: Outcome) -> Outcome:
    """What answers a button is shown to the one who pressed it, and to nobody else."""
    if case.turn.message.verb or await is_public(case.turn, case.handoff):
        return outcome
    return await privately(case.turn, case.actor, outcome)


async def privately(turn: Turn, actor: Actor, outcome: Outcome) -> Outcome:
    """In a group: what was to be said goes to one's own chat, and one line says so."""
    if turn.message.private or not outcome.replies:
        return outcome
    told = [await turn.desk.outbox.tell(actor.id, reply) for reply in outcome.replies]
    line = words.OWN_CHAT if all(told) else words.OPEN_CHAT
    return replace(outcome, replies=(Reply(text=line),))


def label(case: Case, text: str) -> str:
    """A line that names the handoff it is about."""
    return words.SAID.format(title=title(case.handoff), number=case.handoff.number, text=text)
