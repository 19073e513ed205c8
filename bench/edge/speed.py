"""Turns per second: Baton beside its peers, in turns, each round in the opposite order of the last."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from enum import StrEnum

from bench.bots import BenchError
from bench.edge import launch, postgres
from bench.edge.ground import ECHOED, Ground
from bench.edge.load import Round, Talk
from bench.edge.servers import serve

REPETITIONS = 3
_WARM_UP = 1.0
_SECONDS = 4.0
_SIGNED = 45_000  # tokens made beforehand, so that signing them is no part of what is measured


class Subject(StrEnum):
    """Who is measured, in the order in which they are shown."""

    BARE = "aiohttp alone: echo"
    SHIPPED = "botbuilder 4.17.1 as shipped: echo"
    AGENTS = "microsoft-agents 1.9.0: echo"
    ECHO = "Baton's adapter: echo, authenticated"
    ASK = "Baton: whole ask turn, authenticated, SQLite"
    ASK_NEW = "Baton: the same, no answer remembered"
    ASK_POSTGRES = "Baton: whole ask turn, authenticated, PostgreSQL"


Rounds = Mapping[Subject, list[Round]]
ECHOES = frozenset((Subject.BARE, Subject.SHIPPED, Subject.AGENTS, Subject.ECHO))
_ANONYMOUS = frozenset((Subject.BARE, Subject.SHIPPED, Subject.AGENTS))


async def measure(ground: Ground) -> Rounds:
    """All rounds of all subjects."""
    rounds: dict[Subject, list[Round]] = {subject: [] for subject in Subject}
    async with AsyncExitStack() as stack:
        signed = ground.issuer.stock(_SIGNED)
        url = stack.enter_context(postgres.database())
        talks = {
            subject: await _talk(stack, ground, subject, _program(ground, subject, url), signed)
            for subject in Subject
        }
        gc.collect()
        gc.disable()  # a pause of the client would be seen as one of the server
        stack.callback(gc.enable)
        for repetition in range(REPETITIONS):
            for subject in list(Subject)[:: -1 if repetition % 2 else 1]:
                rounds[subject].append(await _round(subject, talks[subject]))
    return rounds


async def _talk(
    stack: AsyncExitStack, ground: Ground, subject: Subject, program: launch.Program, signed: Iterator[str]
) -> Talk:
    server = stack.enter_context(launch.started(program))
    said = ECHOED if subject in ECHOES else ground.questions
    return await stack.enter_async_context(
        ground.talk(server, said, None if subject in _ANONYMOUS else signed)
    )


def _program(ground: Ground, subject: Subject, url: str) -> launch.Program:
    programs = {
        Subject.BARE: lambda: launch.peer("bare", launch.OURS),
        Subject.SHIPPED: lambda: launch.peer("shipped"),
        Subject.AGENTS: lambda: launch.peer("agents"),
        Subject.ECHO: lambda: launch.ours("echo", ground.settings()),
        Subject.ASK: lambda: launch.ours("ask", ground.settings()),
        Subject.ASK_NEW: lambda: launch.ours("ask", {**ground.settings(), serve.REMEMBERED: "0"}),
        Subject.ASK_POSTGRES: lambda: launch.ours("ask", ground.settings(url)),
    }
    return programs[subject]()


async def _round(subject: Subject, talk: Talk) -> Round:
    found = await talk.run(warm_up=_WARM_UP, seconds=_SECONDS)
    if not is_complete(subject, found):
        raise BenchError(f"{subject}: {found.turns} turns, {found.sent} messages sent, {found.cited} cite")
    return found


def is_complete(subject: Subject, found: Round) -> bool:
    """Whether an echo said each thing once, and an ask turn answered; some questions have no source."""
    if subject in ECHOES:
        return found.sent == found.turns
    return found.sent >= found.turns and found.cited >= found.turns / 2
