"""Ana's personal chat with the dialogs over a real store, without a channel: what she types and hears."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.store.store import Store, Work
from bot.store.tables import conversation as table
from bot.store.turns import Answer, Delivery
from bot.turn import Turn
from bot.turns import Turns
from dialogs import conversation
from dialogs.desk import Defaults, Desk, Expert
from dialogs.message import Message, Person
from dialogs.state import State

_TENANT, _CONVERSATION, _PERSON = "t", "c", "ana"


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
        return self._turns._desk(work)

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
        return Turns(store=self.store, expert=self.expert, defaults=Defaults())

    def _delivery(self) -> Delivery:
        id = f"a{next(self._ids)}"
        return Delivery(tenant=_TENANT, conversation=_CONVERSATION, activity=id, person=_PERSON, content=id)
