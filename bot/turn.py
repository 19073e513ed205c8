"""One delivery while it is dealt with: decided once, in a unit of work, and then finished."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from bot import patience, references, showing
from bot.acquaintance import NEEDS, Acquaintance
from bot.origin import NOWHERE, Origin, Place
from bot.outbox import Outbox
from bot.scheduling.results import Results
from bot.store.store import Store, Work
from bot.store.turns import OWNER, Answer, Delivery, Seen, State
from dialogs.desk import Desk
from dialogs.message import Given, Message, Reply
from dialogs.operation import Operation
from dialogs.turn import Outcome

_Result = TypeVar("_Result")
Decide = Callable[[Message, Desk], Awaitable[_Result]]
_LEASE = timedelta(seconds=15)  # by then a turn has decided, and all that it sends was sent
_SHORTEST_WAIT, _LONGEST_WAIT = 0.01, 0.2  # seconds between two looks at another process's turn


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An answer that was sent, and the id of its message."""

    given: Given
    message: str


@dataclass(frozen=True, kw_only=True)
class Later:
    """A message that is still to be sent, in `wait` seconds."""

    payload: Mapping[str, Any]
    wait: float


@dataclass(frozen=True)
class _Decided(Generic[_Result]):
    result: _Result


@dataclass(kw_only=True)
class Turn:
    """One delivery while it is dealt with."""

    delivery: Delivery
    arrived: datetime
    store: Store
    desk: Callable[[Work, Outbox], Desk]
    origin: Origin = NOWHERE
    acquaintance: Acquaintance | None = None
    wake: Callable[[], None] = lambda: None
    repeated: Answer | None = None  # what was answered when it ran before
    missed: bool = False  # something said earlier may not have arrived
    told: bool = False  # and this turn says so
    unknown: bool = False  # what this turn said may not have arrived
    sent: list[Sent] = field(default_factory=list)
    later: list[Later] = field(default_factory=list)  # what is still to be sent
    results: Results = field(default_factory=Results.none)  # of operations, as they come in this process
    coming: set[str] = field(default_factory=set)  # tokens of messages that this turn is still to send
    shown: dict[str, str] = field(default_factory=dict)  # and of those that were sent, with Teams' id
    operations: dict[str, Operation] = field(default_factory=dict)  # by the token of what shows them
    answered: dict[str, str] = field(default_factory=dict)  # tokens of pressed cards, with Teams' id
    failed: bool = False
    begun: bool = False
    leaving: bool = False  # Baton was removed from the chat
    owner: str = field(default_factory=lambda: secrets.token_hex(OWNER // 2))

    async def decide(self, message: Message, decide: Decide[_Result]) -> _Result | None:
        """Run the dialog and commit; None where the delivery ran before, and then `repeated` is set."""
        waiting_for, wait = "", _SHORTEST_WAIT
        while self.repeated is None:
            found = await self._until_settled(message, decide)
            if isinstance(found, _Decided):
                return found.result
            if found is None or await self._settle(found):
                continue
            # Whenever another turn has come before this one, it may soon be this one's.
            wait = min(wait * 2, _LONGEST_WAIT) if found.activity == waiting_for else _SHORTEST_WAIT
            waiting_for = found.activity
            await asyncio.sleep(wait)
        return None

    async def look(self, message: Message, decide: Decide[_Result]) -> _Result:
        """Run the dialog and take back whatever it writes: only what it answers is of interest."""
        async with self.store.work(self.delivery.tenant) as work:
            desk, _ = self._at(work)
            return await decide(message, desk)

    def token(self, reply: Reply) -> str:
        """What stands for the id of a message that is kept up to date until it is sent, "" for any other."""
        if reply.operation:
            return self._token_of(reply.operation)
        return showing.token(f"{self.owner}:{reply.live}") if reply.live else ""

    def _token_of(self, operation: str) -> str:
        return showing.token(f"{self.owner}:{operation}", operation=True)

    async def _until_settled(
        self, message: Message, decide: Decide[_Result]
    ) -> _Decided[_Result] | Seen | None:
        """Decide, and again where someone else changed the same rows first, or who is who had to be asked."""
        while True:
            try:
                return await patience.decided(lambda: self._once(message, decide))
            except NEEDS as need:
                if self.acquaintance is None:
                    raise
                await self.acquaintance.learn(need, message)

    async def _once(self, message: Message, decide: Decide[_Result]) -> _Decided[_Result] | Seen | None:
        """What was decided, else what stands in the way; None where that has ended just now."""
        async with self.store.work(self.delivery.tenant) as work:
            place, own = self._chat(message)
            opened = await work.begin(self.delivery, self.owner, self.arrived, place, own)
            if opened is None:
                return await work.turns.find(self.delivery, self.arrived)
            if self.leaving:
                await references.leave(work, place, own)
            elif not opened.placed:
                await references.renew(work, place, own)
            if self.delivery.action:
                await work.turns.renew_action(self.delivery)
            self.missed = opened.missed
            work.handoffs.holds = True
            desk, outbox = self._at(work)
            result: Any = await decide(message, desk)
            if isinstance(result, Outcome):
                result = self._sendable(message, result, outbox)
                await self._show(message, result, work)
                await self._show_operations(message, result, work, outbox)
            await outbox.flush()
            await work.commit()
            self.begun = True
        if work.jobs.is_due:
            self.wake()
        return _Decided(result)

    def _chat(self, message: Message) -> tuple[Place, str]:
        """Where this is, and the Teams user whose own chat it is, "" for a group."""
        place = Place.at(self.origin, self.delivery.conversation)
        return place, self.delivery.person if message.private else ""

    def _at(self, work: Work) -> tuple[Desk, Outbox]:
        if self.acquaintance:
            work.people.roster = self.acquaintance.members
        outbox = Outbox(work, self.delivery.tenant, self.origin, self.owner, self.arrived)
        return self.desk(work, outbox), outbox

    async def _show(self, message: Message, outcome: Outcome, work: Work) -> None:
        """Note the live cards that this turn is to send, so that no change by others misses them."""
        self.coming = set()
        for reply in outcome.replies:
            if reply.live:
                viewer = (await work.people.account(message.person)).id if message.private else ""
                where = (reply.live, message.conversation, viewer, self.origin.service_url)
                await work.cards.put(*where, reply.revision, self.token(reply))
                self.coming.add(self.token(reply))

    def _sendable(self, message: Message, outcome: Outcome, outbox: Outbox) -> Outcome:
        """With the card of an operation as a message, where no press of a button is answered by a card."""
        shown = _shown_on(message, outcome, outbox)
        if not shown or not self.delivery.repeatable:
            return outcome
        reply = Reply(card=outcome.card, operation=shown[0].id, revision=shown[0].revision)
        return replace(outcome, card=None, replies=(*outcome.replies, reply))

    async def _show_operations(self, message: Message, outcome: Outcome, work: Work, outbox: Outbox) -> None:
        """Note which messages will show operations: those that are sent, and the card that was pressed."""
        self.operations, self.answered = {}, {}
        for reply in outcome.replies:
            if reply.operation:
                token = self.token(reply)
                await work.operations.show(reply.operation, token, reply.revision)
                self.coming.add(token)
                if reply.operation in outbox.operations.touched:
                    self.operations[token] = outbox.operations.touched[reply.operation]
        for operation in _shown_on(message, outcome, outbox):
            token = self._token_of(operation.id)
            await work.operations.show(operation.id, token, operation.revision)
            self.operations[token], self.answered[token] = operation, message.on

    async def _settle(self, seen: Seen) -> bool:
        """Deal with what stands in the way; False where there is nothing to do but wait."""
        if seen.state is not State.RUNNING:
            self.repeated = seen.answer
            return True
        if seen.began + _LEASE > self.store.now():
            return False
        async with self.store.work(self.delivery.tenant) as work:
            await work.turns.give_up(self.delivery, seen, Answer(status=HTTPStatus.OK))
            here = (self.delivery.tenant, self.delivery.conversation)
            await showing.lose(work.connection, *here, seen.owner)
            await work.commit()
        return True


def _shown_on(message: Message, outcome: Outcome, outbox: Outbox) -> list[Operation]:
    """The operation that the outcome's card shows, in the message whose button was pressed."""
    touched = outbox.operations.touched.values() if outcome.card and message.on else ()
    return [operation for operation in touched if operation.message == message.on][:1]
