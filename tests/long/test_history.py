"""One conversation's state under eight writers in two processes, of which some are killed.

An offline checker reads what the writers noted after their commits, and then the row: no write that was
acknowledged is lost, none was made twice, and nothing was written that nobody wrote.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from bot.store.tables import conversation
from tests.long.history_writer import CONVERSATION, PERSON, TENANT, WRITERS

_ROOT = Path(__file__).resolve().parents[2]
_WRITES = 2_000
_KILLS = (300, 800, 1_300)  # the count at which one of the processes dies and another takes its place
_MOST_SECONDS = 60

pytestmark = [
    pytest.mark.long,
    pytest.mark.engines("sqlite", "postgresql"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@dataclass
class _Processes:
    """Those that write now; each has a name of its own."""

    command: list[str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    started: int = 0

    def start(self) -> None:
        command = [*self.command, f"process {self.started}", str(_WRITES)]
        self.running.append(subprocess.Popen(command, cwd=_ROOT))
        self.started += 1

    def kill(self) -> None:
        """Kill the one that runs longest."""
        oldest = self.running.pop(0)
        assert oldest.poll() is None
        oldest.kill()
        oldest.wait(10)

    def destroy(self) -> None:
        for process in self.running:
            process.kill()
            process.wait(10)


async def test_no_acknowledged_write_is_lost(database_url: str, store: Store, tmp_path: Path) -> None:
    log = tmp_path / "writes.jsonl"
    log.touch()
    with _processes(database_url, log) as processes:
        for _ in range(2):
            processes.start()
        for at in _KILLS:
            await _until(log, at, processes)
            processes.kill()
            processes.start()
        for process in processes.running:
            assert await asyncio.to_thread(process.wait, _MOST_SECONDS) == 0

    _check(_read(log), *await _row(store))


@contextmanager
def _processes(database_url: str, log: Path) -> Iterator[_Processes]:
    processes = _Processes([sys.executable, "-m", "tests.long.history_writer", database_url, str(log)])
    try:
        yield processes
    finally:
        processes.destroy()


async def _until(log: Path, count: int, processes: _Processes) -> None:
    """Wait until that many writes were acknowledged."""
    async with asyncio.timeout(_MOST_SECONDS):
        while sum("count" in line for line in _read(log)) < count:
            assert all(process.poll() is None for process in processes.running)
            await asyncio.sleep(0.01)


def _read(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_bytes().splitlines()]


async def _row(store: Store) -> tuple[int, dict[str, Any]]:
    """The revision and the thread that are there in the end."""
    query = sa.select(conversation.c.revision, conversation.c.state).where(
        conversation.c.tenant == TENANT,
        conversation.c.conversation == CONVERSATION,
        conversation.c.person == PERSON,
    )
    async with store.work(TENANT) as work:
        row = (await work.connection.execute(query)).one()
    return row.revision, row.state["thread"]


def _check(lines: list[dict[str, Any]], revision: int, thread: dict[str, Any]) -> None:
    acknowledged = [line["count"] for line in lines if "count" in line]
    own, count = thread["own"], thread["count"]

    assert len(set(acknowledged)) == len(acknowledged)  # nobody wrote over another's write
    assert set(acknowledged) <= set(range(1, count + 1))
    assert count == revision == sum(own.values())  # each commit added one, and is still there
    for writer, writes in Counter(line["writer"] for line in lines if "count" in line).items():
        assert own[writer] >= writes
    # What was committed and not acknowledged, a kill or a broken connection cut off.
    cut_off = len(_KILLS) * WRITERS + sum("unknown" in line for line in lines)
    assert _WRITES <= count <= len(acknowledged) + cut_off


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize(
    ("counts", "revision", "own"),
    [
        ([1, 2, 2], 2, {"a": 2}),  # one wrote over another
        ([1, 2, 3], 2, {"a": 2}),  # the last is lost
        ([1, 2], 3, {"a": 2}),  # a write that changed nothing
        ([1, 2], 2, {"a": 1, "b": 1}),  # another's instead of its own
        ([1], 40, {"a": 40}),  # written and never acknowledged
    ],
)
def test_the_checker_notices(counts: list[int], revision: int, own: dict[str, int]) -> None:
    base = [{"writer": "z", "count": n} for n in range(1, _WRITES + 1)]
    lines = base + [{"writer": "a", "count": _WRITES + n} for n in counts]
    thread = {"count": _WRITES + sum(own.values()), "own": {"z": _WRITES, **own}}

    with pytest.raises(AssertionError):
        _check(lines, _WRITES + revision, thread)
