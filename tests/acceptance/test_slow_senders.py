"""A request whose body comes slowly, not at all, or not to its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import adapter
from tests.program import running
from tests.teams import Teams

_HEAD = (
    b"POST /api/messages HTTP/1.1\r\nHost: baton\r\n"
    b"Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
)


async def test_a_body_without_end_is_not_waited_for(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "_LONGEST_READ", 0.2)

    async def drip() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" "
            await asyncio.sleep(0.05)

    headers = {"Content-Type": "application/json"}
    async with (
        asyncio.timeout(4),
        teams.client.post("/api/messages", data=drip(), headers=headers) as response,
    ):
        assert response.status == 408


async def test_who_hangs_up_in_the_middle_is_no_error_of_ours(tmp_path: Path) -> None:
    async with running(tmp_path) as (program, _):
        _, writer = await asyncio.open_connection("127.0.0.1", int(program.url.rpartition(":")[2]))
        writer.write(_HEAD)
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.transport.abort()

        await program.until("Refused: not readable")
        assert "ERROR" not in program.said
