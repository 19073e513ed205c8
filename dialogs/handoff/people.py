"""The people of a running handoff: a side passes to somebody else, an escalation contact, further people."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from dialogs import texts, utterance
from dialogs.desk import RosterHiddenError
from dialogs.handoff import access, acting, live, words
from dialogs.handoff.access import Case
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.view import names_of
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs import calendars, facts, people
from handoffs.change import Change, Setting, side_of
from handoffs.model import Handoff, Status
from knowledge.handoffs import Side

_EMAIL = re.compile(r"[^\s,;<>@\"()]{1,64}@[^\s,;<>@\"()]{1,190}\.[^\s,;<>@\"().]{2,24}")
_LONGEST_COUNTRY = 60
_COUNTRY_ALONE = re.compile(r"(?:the )?[^\W\d_]{4,30}(?: [^\W\d_]{2,30}){0,3}")  # a short one is any word
_ME = frozenset(("me", "myself"))
_MOST_RUNNING = 50  # handoffs whose dates one person's country changes at once

Set = Callable[[Handoff, str, Setting], Change]


async def assign(case: Case, asked: Asked) -> Outcome:
    """Give a side to somebody: the one that was named, else the own side of who writes."""
    own = [side for side in side_of(case.handoff, case.actor) if side is not Side.OTHER]
    side = asked.side or (own[0] if len(own) == 1 else None)
    if side is None:
        return await access.answer(case, Reply(text=words.WHICH_SIDE))
    country = await case.country_of(await whom(case, asked)) if side is Side.RECEIVER else ""
    return await _set(
        case,
        asked,
        lambda handoff, who, setting: people.assign(handoff, side, who, setting, country=country),
    )


async def escalate(case: Case, asked: Asked) -> Outcome:
    return await _set(case, asked, people.escalate)


async def add(case: Case, asked: Asked) -> Outcome:
    return await _set(case, asked, people.add_other)


async def _set(case: Case, asked: Asked, change: Set) -> Outcome:
    if len({found.casefold() for found in _EMAIL.findall(asked.text)}) > 1:
        return await access.answer(case, Reply(text=words.ONE_PERSON))
    person = await whom(case, asked)
    if not person:
        return await access.answer(case, Reply(text=words.WHO))
    return await acting.carry_out(case, asked, lambda case, asked: change(case.handoff, person, case.setting))


async def whom(case: Case, asked: Asked) -> str:
    """The person id of who was mentioned, addressed or named; "" where that is nobody we know."""
    desk = case.desk
    if asked.mentioned:
        return await as_named(case, (await desk.people.by_user(asked.mentioned)).id)
    if address := _EMAIL.search(asked.text):
        return await as_named(case, (await desk.people.by_email(address[0])).id)
    if utterance.normalise(asked.text) in _ME:
        return case.actor.id
    return await _named(case, utterance.normalise(asked.text))


async def as_named(case: Case, person: str) -> str:
    """The id under which the handoff has this person: who was met twice has two, and stays one person."""
    parties = case.handoff.parties
    there = filter(None, (parties.receiver, parties.giver, *parties.others, parties.escalation))
    contacts = await case.desk.people.contacts([person, *parties.all()])
    user = contacts[person].user if person in contacts else ""
    return next((id for id in there if user and id in contacts and contacts[id].user == user), person)


async def _named(case: Case, name: str) -> str:
    """Somebody on the handoff or in this group, by first or whole name, if there is just one."""
    known = dict(await case.desk.people.contacts(case.handoff.parties.all()))
    if not case.turn.message.private:
        with suppress(RosterHiddenError):
            members = await case.desk.people.members(case.turn.message.conversation)
            known |= {contact.id: contact for contact in members}
    names = {id: utterance.normalise(shown) for id, shown in names_of(known).items()}
    found = [id for id, shown in names.items() if name and name in (shown, shown.partition(" ")[0])]
    return found[0] if len(found) == 1 else ""


def said_country(turn: Turn) -> Asked | None:
    """ "norway" alone, from somebody with a handoff who was or may be asked for it."""
    text = turn.text.strip(" .!")
    asked_for = turn.message.private and turn.state.handoff and not turn.profile.country
    if not asked_for or not _COUNTRY_ALONE.fullmatch(text) or calendars.is_country(text) is None:
        return None
    return Asked(command=HandoffCommand.COUNTRY, text=text)


async def country(turn: Turn, asked: Asked) -> Outcome:
    """Keep a person's country, and count the dates of what they receive by it."""
    if not turn.message.private:
        return turn.say(texts.PRIVATE)
    code = calendars.is_country(asked.text)
    if code is None:
        return turn.say(words.NO_COUNTRY)
    person = turn.message.person
    await turn.desk.profiles.keep(person.id, person.object_id, country=code)
    turn = replace(turn, profile=replace(turn.profile, country=code))
    await _recount(turn, code)
    return turn.say(words.COUNTRY_KEPT.format(country=_shown(asked.text, code)))


def _shown(typed: str, code: str) -> str:
    """ "Norway (NO)"."""
    name = utterance.show(typed, _LONGEST_COUNTRY)
    return code if name.upper() == code else f"{name[:1].upper()}{name[1:]} ({code})"


async def _recount(turn: Turn, code: str) -> None:
    actor = await turn.desk.people.account(turn.message.person)
    for handoff in await turn.desk.handoffs.open_of(actor.ids, limit=_MOST_RUNNING):
        if not actor.is_one_of(handoff.parties.receiver) or handoff.country == code:
            continue
        if handoff.status is Status.DRAFT:
            continue  # its creator's to change; the country is looked up as it starts
        change = facts.country(handoff, code, Case(turn, handoff, actor).setting)
        if not change.is_empty:
            await turn.desk.handoffs.save(change)
            await live.refresh_all(turn, change.handoff)


ACTS: dict[HandoffCommand, acting.Act] = {
    HandoffCommand.ASSIGN: assign,
    HandoffCommand.ESCALATE: escalate,
    HandoffCommand.ADD_PERSON: add,
}
