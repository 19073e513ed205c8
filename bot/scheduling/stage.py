"""The turn of somebody who has not written just now: what the worker finds is said as if they had."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.desks import Desks
from bot.origin import Place
from bot.outbox import Outbox
from bot.store import accounts
from bot.store.store import Store, Work
from bot.store.turns import OWNER
from dialogs.desk import Profile
from dialogs.message import Message, Person
from dialogs.state import State
from dialogs.turn import Turn
from handoffs.change import Actor


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A turn within a unit of work, and what it sends to others."""

    turn: Turn
    outbox: Outbox


@dataclass(frozen=True, kw_only=True)
class Stages:
    """Makes them, each for one person in their own chat."""

    store: Store
    desks: Desks

    async def of(self, work: Work, tenant: str, person: str, place: Place) -> Stage | None:
        """As if this person id had written in that chat; None where nobody knows them any more."""
        work.people.trusts = True  # nobody is there who could be asked
        known = (await work.people.contacts([person]))[person]
        user = known.user or known.object_id
        if not user:
            return None
        if not known.user:  # they never wrote
            ids = await accounts.ids(work.people, tenant, person)
            work.people.assumed[user] = Actor(id=person, ids=frozenset(ids))
        now = self.store.now()
        outbox = Outbox(work, tenant, place, secrets.token_hex(OWNER // 2), now)
        who = Person(tenant=tenant, id=user, object_id=known.object_id, name=known.name)
        state = await work.conversations.load(place.conversation, user)
        kept = await work.profiles.find(user)
        turn = Turn(
            message=Message(person=who, conversation=place.conversation),
            text="",
            state=state or State(),
            profile=kept or Profile(person=user, object_id=known.object_id),
            desk=self.desks.at(work, outbox, tenant, now),
        )
        return Stage(turn=turn, outbox=outbox)
