"""Start Baton on this machine and a Playground to talk to it (`--two`: two people); Ctrl-C ends them all."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Mapping
from typing import Any

from scripts import node, playground, ports
from scripts.children import Child, Children

BOT_PORT = 3978
PLAYGROUND_PORT = 56150
LONGEST_START = 90.0  # seconds; a first start also compiles everything and makes the database
BETWEEN_LOOKS = 1.0

STARTS = "Starting Baton ..."
BATON = "\nBaton runs at http://127.0.0.1:{port} (local mode: no sign-in, only from this machine)."
CHAT = "Open http://127.0.0.1:{port} in a browser to chat with it as {person}."
ALONE = "There is no chat window: {problem}."
CTRL_C = "Ctrl-C ends everything.\n"
NO_START = "{name} did not start."
ENDED = "{name} has ended, so everything else is ended too."


class EndedError(Exception):
    """A program ended by itself; the message is for the person who watches."""


def main() -> int:
    """Run until told to stop (0), or until something cannot start or ends by itself (1)."""
    people = ["ana", "megan"] if "--two" in sys.argv[1:] else ["ana"]
    try:
        bot = ports.wanted("PORT", BOT_PORT)
        first = ports.wanted("PLAYGROUND_PORT", PLAYGROUND_PORT)
        seats = {person: first + number for number, person in enumerate(people)}
        ports.need_free("PORT", bot)
        for port in seats.values():
            ports.need_free("PLAYGROUND_PORT", port)
        problem = node.problem()
        return asyncio.run(until_told(run(bot, {} if problem else seats, problem)))
    except KeyboardInterrupt:
        return 0
    except (ports.PortError, EndedError) as error:
        print(error, file=sys.stderr)
        return 1


async def until_told(doing: Coroutine[Any, Any, int]) -> int:
    """Do it until a signal comes or make is gone; EndedError if something else ends it."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    running = asyncio.create_task(doing)
    ends = [running, asyncio.create_task(told.wait()), asyncio.create_task(make_is_gone())]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for task in ends:
        task.cancel()
    await asyncio.gather(*ends, return_exceptions=True)
    # Ctrl-C in a terminal reaches the children as well, and one of them may be the first to end.
    if running.cancelled() or told.is_set():
        return 0
    return running.result()


async def run(bot: int, seats: Mapping[str, int], problem: str) -> int:
    """Start everything, say where it is, and wait; leave nothing running."""
    async with Children() as children:
        print(STARTS, flush=True)
        settings = {"BATON_LOCAL": "1", "HOST": "127.0.0.1", "PORT": str(bot)}
        baton = await children.start("Baton", [sys.executable, "app.py"], settings)
        await ready(baton, bot, "/readyz")
        await open_chats(children, bot, seats)
        print(BATON.format(port=bot))
        say_where(seats, problem)
        ended = await children.first_to_end()
        raise EndedError(ENDED.format(name=ended.name))


async def open_chats(children: Children, bot: int, seats: Mapping[str, int]) -> None:
    """Start a chat window for each person, talking to the bot at that port."""
    for person, port in seats.items():
        command, settings = playground.command(bot, port), playground.settings(person)
        seat = await children.start(playground.name(person), command, settings, quiet=True)
        await ready(seat, port, "/")


def say_where(seats: Mapping[str, int], problem: str) -> None:
    """Say where the chat windows are, or why there are none, and how all is ended."""
    for person, port in seats.items():
        print(CHAT.format(port=port, person=person.capitalize()))
    print(*([ALONE.format(problem=problem)] if problem else []), CTRL_C, sep="\n", flush=True)


async def ready(child: Child, port: int, path: str) -> None:
    if not await child.answers(port, path, LONGEST_START):
        raise EndedError(NO_START.format(name=child.name))


async def make_is_gone() -> None:
    """Wait until the `make` that started this was killed, which tells nobody."""
    parent = os.getppid()
    while True:
        await asyncio.sleep(BETWEEN_LOOKS)
        if "MAKELEVEL" in os.environ and os.getppid() != parent:
            return


if __name__ == "__main__":
    sys.exit(main())
