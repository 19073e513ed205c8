"""Start a handoff: what the sentence says is taken in, and the rest asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs import flow, texts, utterance, verbs
from dialogs.commands import Command
from dialogs.desk import RosterHiddenError
from dialogs.handoff import choices
from dialogs.handoff.drafts import answering, draft, prompts, words
from dialogs.handoff.drafts.answering import Fact
from dialogs.handoff.drafts.waiting import FLOW, OF_MILESTONE, SIDES, absorb, refuse, take, wait
from dialogs.handoff.typed import sentence
from dialogs.handoff.typed.asked import Asked
from dialogs.handoff.typed.sentence import Said
from dialogs.handoff.values import UnreadableError
from dialogs.handoff.view import names_of, title
from dialogs.message import Mentioned, Reply
from dialogs.turn import Outcome, Turn
from handoffs.change import Actor, RefusedError
from handoffs.model import Handoff, Status
from knowledge.handoffs import Side

_MOST_DRAFTS = 50
_MOST_PICKS = 6  # people of a group
_MOST_WORDS = 3  # of what is meant as the name of a kind
_ANOTHER = re.compile(r"\b(?:an?other|a new|second)\b", re.I)
_ORDER = (
    *("customer", "opportunity", "link", "unified", "value", "due", "workload"),
    *("giver", "receiver", "meet_by"),
)

Understood = Command | Asked | None


async def start(turn: Turn, asked: Asked) -> Outcome:
    """Take in what the sentence says, and ask for the rest."""
    said = sentence.read(asked.text, turn.desk.expert.kinds)
    actor = await turn.desk.people.account(turn.message.person)
    if not turn.message.private:
        return await _in_own_chat(turn, actor, said, asked.text)
    waiting = await waiting_draft(turn, actor)
    if waiting and not said.facts and not said.kind and not _ANOTHER.search(asked.text):
        return _offer(turn, waiting)
    lead = words.DRAFT_WAITS.format(number=waiting.number, title=title(waiting)) if waiting else ""
    return await _begin(turn, actor, said, lead)


async def waiting_draft(turn: Turn, actor: Actor) -> Handoff | None:
    """The draft that this person is at, else the newest that they left."""
    running = await turn.desk.handoffs.open_of(actor.ids, limit=_MOST_DRAFTS)
    drafts = [
        each for each in running if each.status is Status.DRAFT and actor.is_one_of(each.parties.creator)
    ]
    progress = turn.state.progress
    at = progress.data.get("number") if progress and progress.flow == FLOW else 0
    return max(drafts, key=lambda each: (each.number == at, each.changed), default=None)


async def _in_own_chat(turn: Turn, actor: Actor, said: Said, typed: str) -> Outcome:
    """A handoff is prepared between two: what was said in a group is gone on with in one's own chat."""
    contacts = await turn.desk.people.contacts(actor.ids)
    if not any(contact.reachable for contact in contacts.values()):
        return turn.say(words.OPEN_CHAT)
    number, picks = 0, []
    if said.kind:
        new = draft.new(turn, actor, said.kind)
        await absorb(new, _facts(turn, said))
        number = new.handoff.number
        picks = [] if new.handoff.parties.receiver else await _picks(turn, actor, number)
    text = words.RESUMED.format(number=number) if number else words.START_HERE
    label, hint = (words.GO_ON, "") if number else (words.START, words.START_TYPED)
    meant = words.OPEN_DRAFT.format(number=number) if number else sentence.without_people(typed)
    card = choices.card(text, [*picks, (label, verbs.HANDOFF_TYPED, {"text": meant})], hint)
    told = await turn.desk.outbox.tell(actor.id, Reply(text=text, card=card))
    return turn.say(words.IN_OWN_CHAT if told else words.OPEN_CHAT)


async def _picks(turn: Turn, actor: Actor, number: int) -> list[choices.Button]:
    """A button for everybody in the group who may be the receiver, as long as they are few."""
    try:
        members = await turn.desk.people.members(turn.message.conversation)
    except RosterHiddenError:
        return []
    names = names_of({contact.id: contact for contact in members if contact.id not in actor.ids})
    return [
        (words.RECEIVES.format(name=name), verbs.HANDOFF_RECEIVER, {"handoff": number, "person": id})
        for id, name in sorted(names.items(), key=lambda item: item[1])[:_MOST_PICKS]
    ]


async def picked(turn: Turn) -> Outcome:
    """Somebody of the group in which it was begun is to receive it; the draft goes on from there."""
    number, person = turn.message.data.get("handoff"), turn.message.data.get("person")
    if not (turn.message.private and isinstance(number, int) and isinstance(person, str)):
        return turn.say(texts.OLD_BUTTON)
    actor = await turn.desk.people.account(turn.message.person)
    handoff = await turn.desk.handoffs.find(number)
    contact = (await turn.desk.people.contacts([person])).get(person)
    if handoff is None or not actor.is_one_of(handoff.parties.creator) or not (contact and contact.user):
        return turn.say(texts.OLD_BUTTON)
    if handoff.status is not Status.DRAFT:
        return turn.say(words.DRAFT_GONE.format(number=number))
    present = draft.stored(turn, actor, handoff)
    try:
        await present.assign(Side.RECEIVER, person)
    except (RefusedError, UnreadableError) as problem:
        step = next(iter(present.missing()), prompts.CONFIRM)
        return await refuse(present, step, (), problem)
    await present.keep()
    outcome = await take(present, (), (), prompts.noted(await present.case.view(), Side.RECEIVER.value))
    return replace(outcome, card=choices.card(words.RECEIVES.format(name=utterance.show(contact.name)), []))


def _offer(turn: Turn, waiting: Handoff) -> Outcome:
    text = words.DRAFT_OFFER.format(number=waiting.number, title=title(waiting))
    buttons = [
        (words.GO_ON, verbs.HANDOFF_TYPED, {"text": words.OPEN_DRAFT.format(number=waiting.number)}),
        (words.START_ANOTHER, verbs.HANDOFF_TYPED, {"text": words.NEW_ANOTHER}),
    ]
    hint = words.GO_ON_TYPED.format(number=waiting.number)
    return turn.reply(Reply(text=text, card=choices.card(text, buttons, hint)))


async def _begin(turn: Turn, actor: Actor, said: Said, lead: str = "") -> Outcome:
    if not said.kind:
        people = {
            side: vars(who) for side in SIDES if (who := answering.mentioned(turn, said.facts.get(side, "")))
        }
        data = {"number": 0, "facts": dict(said.facts), "unified": said.unified, "people": people}
        return wait(turn, prompts.KIND, data, prompts.which_kind(turn.desk.expert.kinds.values(), lead))
    new = draft.new(turn, actor, said.kind)
    return await take(new, _facts(turn, said), (), lead)


def _facts(turn: Turn, said: Said, people: Mapping[str, Any] | None = None) -> list[Fact]:
    """What was said, in the order in which it is taken in; a workload may be called as the opportunity."""
    kept = dict(said.facts)
    if said.unified is not None:
        kept["unified"] = words.YES if said.unified else words.NO
    if {"value", "due"} & kept.keys() and "opportunity" in kept:
        kept.setdefault("workload", kept["opportunity"])
    known = {side: Mentioned(**who) for side, who in (people or {}).items()}
    return [
        Fact(
            step=f"{name}:1" if name in OF_MILESTONE else name,
            text=kept[name],
            mentioned=known.get(name) or answering.mentioned(turn, kept[name] if name in SIDES else ""),
        )
        for name in _ORDER
        if name in kept
    ]


async def no_kind(turn: Turn, asked: Asked) -> Outcome:
    """A form is for one kind of handoff."""
    return turn.say(words.FORM_KIND_FIRST)


async def kind(turn: Turn, progress: flow.Progress, understood: Understood) -> Outcome | None:
    """Which handoff it is: by its number in the list, or by one of its names."""
    if understood is Command.CANCEL:
        return turn.within(replace(turn.state, progress=None)).say(texts.CANCELLED)
    if understood is Command.BACK:
        return turn.say(texts.NOTHING_BEFORE)
    if understood is not None:
        return None
    kinds = turn.desk.expert.kinds
    place = int(turn.text[:3]) if turn.text.isdecimal() else 0
    named = prompts.in_order(kinds.values())[place - 1].name if 0 < place <= len(kinds) else turn.text
    picked = sentence.kind_of(named, kinds)
    if not picked:
        return (
            None
            if answering.is_aside(turn) or len(turn.text.split()) > _MOST_WORDS
            else turn.say(words.KIND_AGAIN)
        )
    data = progress.data
    said = Said(kind=picked, facts=data.get("facts", {}), unified=data.get("unified"))
    actor = await turn.desk.people.account(turn.message.person)
    return await take(draft.new(turn, actor, picked), _facts(turn, said, data.get("people")), ())
