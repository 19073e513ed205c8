"""One process of four writers: python -m tests.long.history_writer DATABASE LOG NAME LAST.

Each reads one conversation's state, adds one to its count and writes it back, as turns do. What was
written is noted in the log once the commit is over, so that what the log holds was acknowledged.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from bot.errors import ConflictError, UnavailableError
from bot.store.store import Store, Work
from dialogs.state import State

WRITERS = 4  # of a process
TENANT, CONVERSATION, PERSON = "t", "c", "ana"

Note = Callable[[dict[str, Any]], None]


async def _write(store: Store, note: Note, writer: str, last: int) -> None:
    count = 0
    while count < last:
        try:
            async with store.work(TENANT) as work:
                count = await _increment(work, writer)
                await work.commit()
        except ConflictError:
            note({"writer": writer, "lost": True})  # another was first: read the truth again
            count = 0
        except UnavailableError:
            note({"writer": writer, "unknown": True})
            count = 0
        else:
            note({"writer": writer, "count": count})


async def _increment(work: Work, writer: str) -> int:
    """Add one to the count of all and to the writer's own."""
    state = await work.conversations.load(CONVERSATION, PERSON) or State()
    count = int(state.thread.get("count", 0)) + 1
    own = dict(state.thread.get("own", {}))
    own[writer] = own.get(writer, 0) + 1
    await work.conversations.save(CONVERSATION, PERSON, State(thread={"count": count, "own": own}))
    return count


async def _work(database: str, log: str, name: str, last: int) -> None:
    # One write for each line, so that lines of several processes do not mix and a kill tears none.
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(line: dict[str, Any]) -> None:
        os.write(file, json.dumps(line).encode() + b"\n")

    store = Store(database)
    await store.open()
    await asyncio.gather(*(_write(store, note, f"{name}.{n}", last) for n in range(WRITERS)))
    await store.close()


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
