"""Start the bot and the Teams-like client on free loopback ports, and stop them again."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.browser import tools

_ROOT = Path(__file__).resolve().parents[2]
_LOOPBACK = _ROOT / "scripts" / "loopback.cjs"  # it would listen on every network
_SEAT = tools.HERE / "playground.yml"
SEATS = _ROOT / "scripts" / "playground"  # of two people who work with one bot
_PLAYGROUND = "@microsoft/m365agentsplayground/cli.js"
_PATIENCE = 30.0  # seconds for a program to answer its first request
_GRACE = 5.0  # seconds for a program to end when asked to


@dataclass(frozen=True, kw_only=True)
class Running:
    """A program that answers at `url`; its output goes to `log`."""

    url: str
    log: Path


def check() -> None:
    """Skip, or fail, before anything is started in vain."""
    tools.node()
    tools.package(_PLAYGROUND)


@asynccontextmanager
async def bot(folder: Path, module: str = "app", **more: str) -> AsyncIterator[Running]:
    """Baton in local mode, run by `module`, with a database of its own in `folder` and `more` settings."""
    port = _free_port()
    settings = {
        "BATON_LOCAL": "1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'baton.db'}",
        **more,
    }
    log = folder / "bot.log"
    async with _program([sys.executable, "-m", module], settings, log, cwd=_ROOT):
        yield await _ready(f"http://127.0.0.1:{port}", "/readyz", log)


@asynccontextmanager
async def playground(folder: Path, bot_url: str, seat: Path = _SEAT, **more: str) -> AsyncIterator[Running]:
    """Microsoft 365 Agents Playground against that bot, for who sits there; it opens no browser by itself.

    `more`: settings, as TZ for where they sit.
    """
    port = _free_port()
    settings = {
        "TEAMSAPPTESTER_BROWSER": "none",
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(seat),
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / f"{seat.stem}-details.log"),
        **more,
    }
    start = [tools.node(), "--require", str(_LOOPBACK), str(tools.package(_PLAYGROUND))]
    options = ["--app-endpoint", f"{bot_url}/api/messages", "--channel-id", "msteams", "--port", str(port)]
    options += ["--service-url", f"http://127.0.0.1:{port}/_connector"]
    log = folder / f"{seat.stem}.log"
    async with _program([*start, *options, "--disable-telemetry"], settings, log, cwd=folder):
        yield await _ready(f"http://127.0.0.1:{port}", "/", log)


@asynccontextmanager
async def _program(
    command: list[str], settings: Mapping[str, str], log: Path, *, cwd: Path
) -> AsyncIterator[None]:
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *command, env={**_environment(), **settings}, cwd=cwd, stdout=output, stderr=output
        )
        try:
            yield
        finally:
            await _stop(process)


def _environment() -> dict[str, str]:
    """The machine's, without settings of Baton's and without a proxy, which loopback does not need."""
    own = ("BATON_", "Microsoft", "GRAPH_", "OAuth", "HOST", "PORT", "DATABASE_URL")
    foreign = (*own, "HTTP_PROXY", "http_proxy")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


async def _ready(url: str, path: str, log: Path) -> Running:
    """Ask until the program answers."""
    async with aiohttp.ClientSession() as session:
        deadline = asyncio.get_running_loop().time() + _PATIENCE
        while not await _answers(session, url + path):
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError(f"{url} does not answer; its output: {log}")
            await asyncio.sleep(0.1)
    return Running(url=url, log=log)


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.ok
    except aiohttp.ClientError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
