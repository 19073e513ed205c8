"""Ana's personal chat with the dialogs over a real store, without a channel: what she types and hears."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.desks import Desks
from bot.errors import UnreachableError
from bot.links import Links, Signer
from bot.origin import NOWHERE
from bot.outbox import Outbox
from bot.roster import Roster
from bot.store.store import Store, Work, utc_now
from bot.store.tables import conversation as table
from bot.store.turns import Answer, Delivery
from bot.turn import Turn
from bot.turns import Turns
from dialogs import conversation
from dialogs.desk import Defaults, Desk, Expert
from dialogs.message import Message, Person
from dialogs.state import State

_TENANT, _CONVERSATION, _PERSON = "t", "c", "ana"


def desks(expert: Expert) -> Desks:
    """What the desks of turns are made of, with defaults and a key for tests."""
    signer = Signer(b"links", utc_now)

    def links(tenant: str) -> Links:
        return Links(signer=signer, address="https://baton.example.com", tenant=tenant)

    return Desks(expert=expert, defaults=Defaults(), links=links, seal=b"seal")


class _Silent:
    """A channel that does not say who is who."""

    async def member(self, service_url: str, conversation: str, user: str) -> Mapping[str, Any]:
        raise UnreachableError

    async def members(self, service_url: str, conversation: str) -> Sequence[Mapping[str, Any]]:
        raise UnreachableError


def turns(store: Store, expert: Expert) -> Turns:
    """Turns without a channel."""
    return Turns(store=store, desks=desks(expert), roster=Roster(channel=_Silent()))


@dataclass
class Chat:
    store: Store
    expert: Expert
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    async def say(self, text: str) -> list[str]:
        """Type a message; the texts of the replies."""
        message = Message(person=Person(tenant=_TENANT, id=_PERSON), conversation=_CONVERSATION, text=text)
        said: list[str] = []

        async def respond(turn: Turn) -> Answer:
            outcome = await turn.decide(message, conversation.respond)
            assert outcome
            said.extend(reply.text for reply in outcome.replies)
            return Answer(status=201)

        await self._turns.run(self._delivery(), respond)
        return said

    def desk(self, work: Work) -> Desk:
        """What the dialogs work with."""
        now = self.store.now()
        return desks(self.expert).at(work, Outbox(work, _TENANT, NOWHERE, "", now), _TENANT, now)

    async def put(self, state: str) -> None:
        """Have this text stand where the state is, whatever it is."""
        async with self.store.work(_TENANT) as work:
            if await work.conversations.load(_CONVERSATION, _PERSON) is None:
                await work.conversations.save(_CONVERSATION, _PERSON, State())
            json_type = "JSON" if work.connection.dialect.name == "postgresql" else "TEXT"
            replaced = sa.text(f"UPDATE conversation SET state = CAST(:state AS {json_type})")
            await work.connection.execute(replaced, {"state": state})
            await work.commit()

    async def kept(self) -> dict[str, Any]:
        """The state as it is stored."""
        async with self.store.work(_TENANT) as work:
            state = (await work.connection.execute(sa.select(table.c.state))).scalar_one()
        assert isinstance(state, dict)
        return state

    @property
    def _turns(self) -> Turns:
        return turns(self.store, self.expert)

    def _delivery(self) -> Delivery:
        id = f"a{next(self._ids)}"
        return Delivery(tenant=_TENANT, conversation=_CONVERSATION, activity=id, person=_PERSON, content=id)
