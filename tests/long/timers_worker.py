"""One process that carries out timers: python -m tests.long.timers_worker DATABASE SERVICE CONCURRENCY."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence

from bot.connector import Connector, Limits, open_session
from bot.jobs import Worker
from bot.kinds import Due, Message, MessageKind, Payload
from bot.leases import Pace
from bot.store.store import Store

LEASE = 2.0
LIMITS = Limits(total=2.0, connect=0.5, patience=1.0, pause=0.2)


def compose(service_url: str, due: Due, missed: Sequence[Payload]) -> Message:
    """The numbers that may not have arrived, and this timer's own."""
    said = [payload["number"] for payload in (*missed, due.payload)]
    activity = {"type": "message", "text": f"{len(said)}", "value": said}
    return Message(service_url=service_url, conversation=due.target, activity=activity)


async def _token() -> str:
    return ""


async def _work(database: str, service_url: str, concurrency: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    store, session = Store(database), open_session(LIMITS)
    await store.open()
    kind = MessageKind(name="timer", version=1, compose=lambda due, missed: compose(service_url, due, missed))
    worker = Worker(
        queue=store.queue,
        connector=Connector(lambda: session, _token, LIMITS),
        kinds=[kind],
        pace=Pace(lease=LEASE, poll=0.2, concurrency=concurrency, first_delay=0.5, longest_delay=2),
    )
    worker.start()
    await stop.wait()
    await worker.stop(grace=5)
    await session.close()
    await store.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(_work(sys.argv[1], sys.argv[2], int(sys.argv[3])))
