"""The live card of a handoff: shown, kept up to date, and the people told whose move it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dialogs import utterance
from dialogs.desk import Contact, RosterNeededError, Shown
from dialogs.handoff import access, answers, words
from dialogs.handoff.access import Case
from dialogs.handoff.view import View, actor_of, names_of, people_of, seen, title, zone_of
from dialogs.message import Card, Reply
from dialogs.turn import Outcome, Turn
from handoffs.change import Actor, Change, Notice
from handoffs.model import Handoff
from handoffs.views import may_see

MOST_SINCE = 5  # messages after which a card has scrolled out of sight
_LONGEST_LEAD = 300


@dataclass(frozen=True)
class _Scene:
    """One change or look with everything about it that was read from outside."""

    case: Case
    contacts: Mapping[str, Contact]
    shown: Sequence[Shown]
    made: dict[str, Card] = field(default_factory=dict)  # by viewer, for a press shows what its chat shows

    @property
    def handoff(self) -> Handoff:
        return self.case.handoff

    def view(self, viewer: Actor | None) -> View:
        """As somebody sees it, in their own time zone."""
        known = self.contacts.get(viewer.id) if viewer else None
        if viewer is not None and viewer.id == self.case.actor.id:
            zone = self.case.zone
        else:
            zone = zone_of(known.time_zone if known else "", self.case.desk.defaults.time_zone)
        return seen(self.case.desk, self.handoff, self.contacts, viewer, zone)

    def mine(self) -> View:
        return self.view(self.case.actor)

    def card(self, view: View) -> Card:
        """The live card as somebody sees it, made once."""
        from dialogs.handoff.card import layout

        viewer = view.viewer.id if view.viewer else ""
        if viewer not in self.made:
            self.made[viewer] = layout.live(view)
        return self.made[viewer]

    def here(self) -> Shown | None:
        """The live card in the chat of this turn."""
        conversation = self.case.turn.message.conversation
        return next((shown for shown in self.shown if shown.conversation == conversation), None)

    def chats_of(self, people: Collection[str]) -> list[Shown]:
        return [shown for shown in self.shown if shown.person and shown.person in people]


async def changed(turn: Turn, change: Change, *, say: str = "", before: Handoff | None = None) -> Outcome:
    """Bring all live cards up to date after a change that was saved, tell the others, and answer this turn.

    `say` is what answers a typed action; without it the answer is made from the change. With `before`,
    whose move it is is said only where that is another one now.
    """
    scene, unreached = await _spread(turn, change)
    after = answers.unreached(scene.mine(), unreached)
    text = say or answers.said(scene.mine(), change, before)
    line = access.label(scene.case, " ".join(filter(None, (text, after))))
    if turn.message.verb:
        return await _pressed(scene, after)
    return await _typed(scene, line)


async def spread(turn: Turn, change: Change) -> list[str]:
    """Bring all live cards up to date after a change that was saved, and tell the others; answer nobody.

    Gives whom that could not reach, by person id.
    """
    return (await _spread(turn, change))[1]


async def _spread(turn: Turn, change: Change) -> tuple[_Scene, list[str]]:
    scene = await _scene(await _case(turn, change.handoff), [notice.to for notice in change.notices])
    told, unreached = await _tell(scene, change.notices)
    await _update(scene, told)
    return scene, unreached


async def opened(turn: Turn, handoff: Handoff, lead: str = "") -> Outcome:
    """Show the live card in this chat, after a line that leads up to it."""
    scene = await _scene(await _case(turn, handoff), ())
    pressed_in_group = bool(turn.message.verb) and not turn.message.private
    if not pressed_in_group and await access.is_public(turn, handoff):
        await _retire(scene, [scene.here()])
        return _stay(scene, 0).reply(_shown_here(scene, lead))
    reply = _live(scene, scene.case.actor, lead)
    await _retire(scene, scene.chats_of(scene.case.actor.ids))
    outcome = await access.privately(scene.case.turn, scene.case.actor, _stay(scene, 0).reply(reply))
    if pressed_in_group:
        return replace(outcome, card=(await _for_group(scene, turn.message.conversation)).card)
    if scene.here():
        return outcome
    return replace(outcome, replies=(*outcome.replies, _group(scene)))


async def card_for(turn: Turn, handoff: Handoff) -> Card:
    """The present card as the one who presses or looks sees it."""
    from dialogs.handoff.card import layout

    scene = await _scene(await _case(turn, handoff), ())
    return layout.live(scene.mine())


async def refresh_all(turn: Turn, handoff: Handoff) -> None:
    """Bring all live cards up to date, and say nothing."""
    await _update(await _scene(await _case(turn, handoff), ()), frozenset())


async def _case(turn: Turn, handoff: Handoff) -> Case:
    actor = await turn.desk.people.account(turn.message.person)
    if turn.state.handoff != handoff.number:
        turn = turn.within(replace(turn.state, handoff=handoff.number, since=0))
    return Case(turn, handoff, actor)


async def _scene(case: Case, others: Collection[str]) -> _Scene:
    shown = await case.desk.outbox.cards(case.handoff.number)
    people = {
        *people_of(case.handoff),
        *others,
        case.actor.id,
        *(each.person for each in shown if each.person),
    }
    return _Scene(case, await case.desk.people.contacts(people), shown)


async def _tell(scene: _Scene, notices: Sequence[Notice]) -> tuple[frozenset[str], list[str]]:
    """Post the card to everyone who is to know; their chats, and whom that could not reach."""
    chats: set[str] = set()
    unreached = []
    names = names_of(scene.contacts)
    for notice in notices:
        actor = actor_of(notice.to, scene.contacts)
        lead = utterance.show(notice.sentence.say(names), _LONGEST_LEAD)
        older = scene.chats_of(actor.ids) if scene.contacts[notice.to].reachable else []
        # first, for a chat has one live card of a handoff
        await _retire(scene, older, words.POINTER if may_see(scene.handoff, actor) else words.LEFT)
        chats.update(shown.conversation for shown in older)
        if not await scene.case.desk.outbox.tell(notice.to, _told(scene, actor, lead)):
            unreached.append(notice.to)
    return frozenset(chats), unreached


def _told(scene: _Scene, viewer: Actor, lead: str) -> Reply:
    """The card under a line that says why it comes; the line alone to whoever has left the handoff."""
    return _live(scene, viewer, lead) if may_see(scene.handoff, viewer) else Reply(text=lead)


async def _update(scene: _Scene, told: frozenset[str]) -> None:
    """Put the present state into every live card but those that a new one has replaced."""
    for shown in scene.shown:
        if shown.conversation in told:
            continue
        if shown.person and not may_see(scene.handoff, _viewer(scene, shown.person)):
            await _retire(scene, [shown], words.LEFT)
        else:
            await scene.case.desk.outbox.update(shown, await _content(scene, shown))


async def _content(scene: _Scene, shown: Shown) -> Reply:
    if shown.person:
        return _live(scene, _viewer(scene, shown.person))
    return await _for_group(scene, shown.conversation)


async def _for_group(scene: _Scene, conversation: str) -> Reply:
    return _whole(scene) if await _is_open_there(scene, conversation) else _group(scene)


async def _is_open_there(scene: _Scene, conversation: str) -> bool:
    """Whether everybody in a group may see it; where its members are not known by now, they may not."""
    try:
        members = await scene.case.desk.people.members(conversation)
    except RosterNeededError:
        return False
    return access.all_may_see(members, scene.handoff)


def _viewer(scene: _Scene, person: str) -> Actor:
    actor = scene.case.actor
    return actor if person in actor.ids else actor_of(person, scene.contacts)


async def _pressed(scene: _Scene, after: str) -> Outcome:
    """The card shows what the press did; only what it cannot show is said."""
    outcome = Outcome(state=scene.case.turn.state, card=scene.card(scene.mine()))
    if not after:
        return outcome
    said = await access.answer(scene.case, Reply(text=access.label(scene.case, after)))
    return replace(outcome, replies=said.replies)


async def _typed(scene: _Scene, line: str) -> Outcome:
    """One line; and the card again where it has scrolled away, or was never shown in one's own chat."""
    turn, reply, here = scene.case.turn, Reply(text=line), scene.here()
    is_lost = turn.state.since > MOST_SINCE if here else turn.message.private
    if not is_lost or not await access.is_public(turn, scene.handoff):
        return await access.answer(scene.case, reply)
    await _retire(scene, [here])
    return _stay(scene, 0).reply(reply, _shown_here(scene, ""))


def _stay(scene: _Scene, since: int) -> Turn:
    turn = scene.case.turn
    return turn.within(replace(turn.state, handoff=scene.handoff.number, since=since))


def _shown_here(scene: _Scene, lead: str) -> Reply:
    if scene.case.turn.message.private:
        return _live(scene, scene.case.actor, lead)
    return _whole(scene, lead)


async def _retire(scene: _Scene, cards: Collection[Shown | None], phrase: str = words.POINTER) -> None:
    from dialogs.handoff.card import layout

    text = phrase.format(title=title(scene.handoff), number=scene.handoff.number)
    for shown in filter(None, cards):
        await scene.case.desk.outbox.retire(shown, Reply(text=text, card=layout.line(text)))


def _live(scene: _Scene, viewer: Actor | None, lead: str = "") -> Reply:
    from dialogs.handoff.card import layout

    view = scene.view(viewer)
    return _reply(scene, layout.summary(view, lead), layout.live(view, lead) if lead else scene.card(view))


def _whole(scene: _Scene, lead: str = "") -> Reply:
    """In a group where everybody may see it: for nobody in particular."""
    return _live(scene, None, lead)


def _group(scene: _Scene) -> Reply:
    from dialogs.handoff.card import layout

    view = scene.view(None)
    return _reply(scene, layout.group_title(view), layout.group(view))


def _reply(scene: _Scene, text: str, card: Card) -> Reply:
    return Reply(text=text, card=card, live=scene.handoff.number, revision=scene.handoff.revision)
