"""One person's mailbox during one errand: where its requests go, and how they are asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.graph.client import Client
from bot.graph.failures import Aim, doubtful
from bot.graph.policy import Errand
from meetings.ports import Organiser

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """`object_id`: whose it is, "" for who the token is of."""

    organiser: Organiser
    object_id: str
    client: Client
    errand: Errand

    @property
    def path(self) -> str:
        return f"users/{self.object_id}" if self.object_id else "me"

    @property
    def user(self) -> Any:
        """The SDK's builder of its requests."""
        return self.client.mailbox(self.object_id)

    async def ask(self, send: Callable[[], Awaitable[T]], aim: Aim) -> T:
        return await self.errand.ask(send, aim)

    async def read(self, send: Callable[[], Awaitable[Any]], aim: Aim) -> Any:
        """As `ask`, of a request whose answer says something: an empty one is none, and says nothing."""

        async def told() -> Any:
            answer = await send()
            if answer is None or getattr(answer, "value", answer) is None:
                raise doubtful("an empty answer")
            return answer

        return await self.errand.ask(told, aim)


async def together(calls: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """Await all of them at once; the first error ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(call) for call in calls]
    except ExceptionGroup as failed:
        first: Exception = failed
        while isinstance(first, ExceptionGroup):
            first = first.exceptions[0]
        raise first from None
    return [task.result() for task in tasks]
