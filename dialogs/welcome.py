"""The first hello: one card for each person, one line for each group."""

from __future__ import annotations

from dialogs import texts
from dialogs.desk import Desk
from dialogs.message import Message, Reply
from dialogs.state import State
from dialogs.turn import Outcome


async def greet(message: Message, desk: Desk) -> Outcome:
    """Greet once, however often Teams reports the installation."""
    return await (_greet_person if message.private else _greet_group)(message, desk)


async def _greet_person(message: Message, desk: Desk) -> Outcome:
    if not await desk.profiles.welcome(message.person.id, message.person.object_id):
        return Outcome()
    from dialogs import cards

    profile = await desk.profiles.find(message.person.id)
    card = cards.welcome(desk.expert.roles, profile.role if profile else "")
    return Outcome(replies=(Reply(text=texts.WELCOME_TITLE, card=card),))


async def _greet_group(message: Message, desk: Desk) -> Outcome:
    if await desk.conversations.load(message.conversation, "") is not None:
        return Outcome()
    await desk.conversations.save(message.conversation, "", State())
    return Outcome(replies=(Reply(text=texts.WELCOME_GROUP),))
