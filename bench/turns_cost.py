"""What a tick costs beside a question, in processor time of one Baton.

Once its turn: the change, its history, the answer, and the new content of both people's cards as rows. And
once with all that is sent after it, until the last card has arrived.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

from aiohttp import ClientSession, web

from bench import bots, report
from bench.bots import BenchError
from bench.questions import ROOT
from bench.spread import Spread, ratios, spread
from dialogs import verbs

MOST = 3.0  # times what a question costs
ROUNDS, TIMES = 7, 24
ASK = "a question"
TYPED, PRESSED = "the turn of a tick, typed", "the turn of a tick, by its button"
TYPED_WHOLE = "a tick, typed, until both cards have arrived"

_PATIENCE = 20.0  # seconds
_TENANT = "00000000-0000-0000-0000-0000000000aa"
_QUESTIONS = (
    "who leads stage 3?",
    "what does the CSAM do in stage 4?",
    "who secures the technical decision?",
)
_START = 'new handoff atu-stu for Contoso, "Azure", value 250000, due 2031-01-15, to megan@contoso.com'
_HEAD = "| what | ms: minimum | median | maximum |\n| --- | ---: | ---: | ---: |"
_RATIOS = (
    "| what / a question | minimum | median | maximum | median at most |\n| --- | ---: | ---: | ---: | ---: |"
)

Found = Mapping[str, tuple[float, ...]]  # ms of processor time for one turn, by round


@dataclass(kw_only=True)
class _Channel:
    """Takes all that Baton sends, and knows who is who."""

    cards: dict[str, dict[str, Any]] = field(default_factory=dict)  # what came last in each chat
    updates: int = 0
    messages: int = 0
    url: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        chat = "/v3/conversations/{chat}"
        app.router.add_get(f"{chat}/members/{{member}}", self._member)
        app.router.add_post(f"{chat}/activities", self._take)
        app.router.add_route("*", f"{chat}/activities/{{activity}}", self._take)
        return app

    async def _member(self, request: web.Request) -> web.Response:
        name = unquote(request.match_info["member"]).removeprefix("29:")
        return web.json_response({"id": f"29:{name}", "name": name, "email": f"{name}@contoso.com"})

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body.get("attachments"):
            self.cards[unquote(request.match_info["chat"])] = body["attachments"][0]["content"]
        self.updates += request.method == "PUT"
        self.messages += body.get("type") == "message" and request.method == "POST"
        return web.json_response({"id": f"reply-{self.updates + self.messages}"})


@dataclass(kw_only=True)
class _Chat:
    """One person's chat with Baton."""

    client: ClientSession
    channel: _Channel
    name: str
    ids: Iterator[int]
    revision: int = 0  # of the card in this chat

    async def post(self, **fields: Any) -> Any:
        activity = {
            "type": "message",
            "id": f"m{next(self.ids)}",
            "channelId": "msteams",
            "serviceUrl": self.channel.url,
            "from": {"id": f"29:{self.name}", "name": self.name, "aadObjectId": self.name},
            "recipient": {"id": "28:baton", "name": "Baton"},
            "conversation": {"id": f"a:{self.name}", "conversationType": "personal", "tenantId": _TENANT},
            "channelData": {"tenant": {"id": _TENANT}},
            **fields,
        }
        async with self.client.post("/api/messages", json=activity) as response:
            if response.status >= 300:
                raise BenchError(f"the bot answered with status {response.status}")
            is_json = response.content_type == "application/json"
            return await response.json() if is_json else None

    async def say(self, text: str) -> None:
        await self.post(text=text, textFormat="plain")

    async def press(self, verb: str, **data: Any) -> None:
        """Press a button of the card as it is by now; the response is the next card."""
        action = {"type": "Action.Execute", "verb": verb, "data": {**data, "revision": self.revision}}
        value = {"action": action, "trigger": "manual"}
        answer = await self.post(type="invoke", name="adaptiveCard/action", value=value)
        self.revision = _revision(answer)


Act = Callable[[_Chat, int], Awaitable[None]]


async def _ask(chat: _Chat, n: int) -> None:
    await chat.say(_QUESTIONS[n % len(_QUESTIONS)])


async def _tick(chat: _Chat, n: int) -> None:
    await chat.say("undo 1" if n % 2 else "done 1")
    chat.revision += 1


async def _press(chat: _Chat, n: int) -> None:
    await chat.press(verbs.HANDOFF_DONE, handoff=1, items="2", note=f"seen {n}")


async def _tick_whole(chat: _Chat, n: int) -> None:
    await _until_shown(chat, lambda: chat.say("undo 1" if n % 2 else "done 1"))


TURNS: Mapping[str, Act] = {ASK: _ask, TYPED: _tick, PRESSED: _press}
WHOLE: Mapping[str, Act] = {ASK: _ask, TYPED_WHOLE: _tick_whole}


async def _until_shown(chat: _Chat, act: Callable[[], Awaitable[None]]) -> None:
    """Act, and wait until the cards of both people show it."""
    before = chat.channel.updates
    await act()
    async with asyncio.timeout(_PATIENCE):
        while chat.channel.updates < before + 2:  # noqa: ASYNC110 - the channel has no event to wait for
            await asyncio.sleep(0.001)


def _revision(card: Mapping[str, Any]) -> int:
    """Of which revision a card's buttons are."""
    text = json.dumps(card)
    return int(text.partition('"revision": ')[2].partition("}")[0].partition(",")[0])


def processor_time(process: int) -> float:
    """Milliseconds that all threads of a process have run, as Linux tells it."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text("ascii").split()[0]) for thread in threads) / 1e6


def _is_told() -> bool:
    return Path("/proc/self/schedstat").exists()


async def measure() -> Found:
    """Rounds of each in turns; nothing where the system does not tell (it is not Linux)."""
    if not _is_told():
        return {}
    return {**await _measured(WHOLE, "app"), **await _measured(TURNS, "bench.unsent")}


async def _measured(acts: Mapping[str, Act], program: str) -> Found:
    found: dict[str, list[float]] = {name: [] for name in acts}
    async with _started(program) as (process, chat):
        for number in range(ROUNDS + 1):
            for name, act in acts.items():
                milliseconds = await _round(process, chat, act, number * TIMES)
                if number:  # the first one only warms up
                    found[name].append(milliseconds)
    return {name: tuple(values) for name, values in found.items()}


async def _round(process: int, chat: _Chat, act: Act, first: int) -> float:
    began = processor_time(process)
    for n in range(first, first + TIMES):
        await act(chat, n)
    await asyncio.sleep(0.1)  # until the ends of the last ones are written
    return (processor_time(process) - began) / TIMES


@asynccontextmanager
async def _started(program: str) -> AsyncIterator[tuple[int, _Chat]]:
    """Baton, and Ana with a handoff to Megan under way."""
    channel = _Channel()
    runner = web.AppRunner(channel.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", bots.free_port())
    await site.start()
    channel.url = f"{site.name}/"
    try:
        with TemporaryDirectory() as folder, bots.started(_paced(Path(folder), program)) as bot:
            await asyncio.to_thread(bot.first_answer, _QUESTIONS[0], "")
            async with ClientSession(f"http://127.0.0.1:{bot.port}") as client:
                ids = itertools.count()
                ana, megan = (
                    _Chat(client=client, channel=channel, name=name, ids=ids) for name in ("ana", "megan")
                )
                await megan.say("hello")
                await ana.say(_START)
                await ana.say("yes")
                await asyncio.sleep(1.0)
                if "a:megan" not in channel.cards:
                    raise BenchError("the handoff was not started")
                ana.revision = _revision(channel.cards["a:ana"])
                yield bot.process.pid, ana
    finally:
        await runner.cleanup()


@dataclass(frozen=True, kw_only=True)
class _Unhindered(bots.Command):
    """Baton, to whom one may write as fast as one can."""

    def environment(self, port: int) -> dict[str, str]:
        return {**super().environment(port), "BATON_RATE_LIMIT": "0", "PYTHONPATH": str(ROOT)}


def _paced(folder: Path, program: str) -> bots.Command:
    return _Unhindered(arguments=("-m", program), folder=folder)


def compare(found: Found) -> dict[str, Spread]:
    """How many times as much as a question, within each round."""
    return {name: spread(ratios(values, found[ASK])) for name, values in found.items() if name != ASK}


def table(found: Found) -> str:
    """One line a kind of turn, then one a ratio; nothing where nothing was measured."""
    if not found:
        return ""
    lines = [_HEAD, *(f"| {name} | {report.cells(spread(values))} |" for name, values in found.items())]
    rows = [
        f"| {name} | {report.cells(each)} | {f'{MOST:g}' if name in TURNS else ''} |"
        for name, each in compare(found).items()
    ]
    return "\n".join([*lines, "", _RATIOS, *rows])


def missed(found: Found) -> list[str]:
    """A sentence for each turn that costs too much."""
    return [
        f"{name}: {ratio.middle:.2f} times a question, at most {MOST:g}"
        for name, ratio in compare(found).items()
        if name in TURNS and ratio.middle > MOST
    ]
