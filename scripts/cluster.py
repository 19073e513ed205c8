"""Start PostgreSQL, three instances of Baton and a round robin before them; Ctrl-C ends them all."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from scripts import node, ports, run
from scripts.children import Child, Children
from scripts.database import Database, DatabaseError
from scripts.round_robin import RoundRobin

INSTANCES = 3
FIRST_BEHIND = 3  # ports after the one in front
FOLDER = Path("var/cluster")
PROGRAM = (sys.executable, "app.py")
MIGRATION = (sys.executable, "-m", "bot.store.migrate")
BETWEEN_STARTS = 1.0  # seconds; what cannot start is not tried without a pause

STARTS = "Starting PostgreSQL, {count} instances of Baton and a round robin before them ..."
NOT_MIGRATED = "The database could not be brought up to date."
NAME = "Instance {number}"
AGAIN = "{name} has ended and is started again."
FRONT = "\nThe cluster runs at http://127.0.0.1:{port} (local mode: no sign-in, only from this machine)."
BEHIND = "{name}: http://127.0.0.1:{port}, process {id}. Kill or stop it: it is left out until it is back."
DATA = "Its data is in {folder}."


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where it runs, and what its instances are told besides. `program`: what an instance is."""

    front: int
    instances: tuple[int, ...]
    folder: Path = FOLDER
    program: Sequence[str] = PROGRAM
    settings: Mapping[str, str] = field(default_factory=dict)


class Cluster:
    """`async with Cluster(plan)`: everything is ready inside, and has ended outside.

    run.EndedError or DatabaseError where a part does not start. An instance that ends is started again.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.children = Children()
        self._stack = AsyncExitStack()
        self._instances: list[Child] = []

    @property
    def ids(self) -> list[int]:
        """The process of each instance as it is now."""
        return [each.process.pid for each in self._instances]

    @property
    def ready(self) -> frozenset[int]:
        """The ports of the instances that get requests."""
        return self._front.ready

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self._database = await stack.enter_async_context(Database(self.plan.folder))
            await stack.enter_async_context(self.children)
            stack.callback(self._go_on)
            await self._migrate()
            await self._start_all()
            front = RoundRobin(self.plan.front, self.plan.instances)
            self._front = await stack.enter_async_context(front)
            stack.callback(asyncio.create_task(self._keep()).cancel)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def database_url(self) -> str:
        return self._database.url

    def tell(self, number: int, what: signal.Signals) -> None:
        """Send a signal to an instance, unless it has just ended by itself."""
        with suppress(ProcessLookupError):
            self._instances[number].process.send_signal(what)

    async def _migrate(self) -> None:
        child = await self.children.start("The migration", MIGRATION, self._settings(self.plan.front))
        if await child.process.wait():
            raise run.EndedError(NOT_MIGRATED)

    async def _start_all(self) -> None:
        self._instances = [await self._start(number) for number in range(len(self.plan.instances))]
        for child, port in zip(self._instances, self.plan.instances, strict=True):
            await run.ready(child, port, "/readyz")

    async def _start(self, number: int) -> Child:
        name, settings = NAME.format(number=number + 1), self._settings(self.plan.instances[number])
        return await self.children.start(name, self.plan.program, settings)

    def _settings(self, port: int) -> dict[str, str]:
        mine = {"BATON_LOCAL": "1", "HOST": "127.0.0.1", "PORT": str(port)}
        shared = {
            "DATABASE_URL": self._database.url,
            "BATON_PUBLIC_URL": f"http://127.0.0.1:{self.plan.front}",
        }
        return {**mine, **shared, **self.plan.settings}

    async def _keep(self) -> None:
        """Start again what has ended, as the platforms do on which clusters run."""
        while True:
            await asyncio.sleep(BETWEEN_STARTS)
            for number, child in enumerate(self._instances):
                if child.has_ended:
                    print(AGAIN.format(name=child.name), flush=True)
                    self._instances[number] = await self._start(number)

    def _go_on(self) -> None:
        """Wake what was stopped: it could not end otherwise."""
        for number in range(len(self._instances)):
            self.tell(number, signal.SIGCONT)


def main() -> int:
    """Run until told to stop (0), or until something cannot start (1)."""
    try:
        front = ports.wanted("PORT", run.BOT_PORT)
        behind = tuple(front + FIRST_BEHIND + number for number in range(INSTANCES))
        chat = ports.wanted("PLAYGROUND_PORT", run.PLAYGROUND_PORT)
        for name, port in [*(("PORT", port) for port in (front, *behind)), ("PLAYGROUND_PORT", chat)]:
            ports.need_free(name, port, "cluster")
        problem = node.problem()
        plan = Plan(front=front, instances=behind)
        return asyncio.run(run.until_told(_run(plan, {} if problem else {"ana": chat}, problem)))
    except KeyboardInterrupt:
        return 0
    except (ports.PortError, run.EndedError, DatabaseError) as error:
        print(error, file=sys.stderr)
        return 1


async def _run(plan: Plan, seats: Mapping[str, int], problem: str) -> int:
    """Start everything, say where it is, and wait."""
    print(STARTS.format(count=len(plan.instances)), flush=True)
    async with Cluster(plan) as cluster:
        await run.open_chats(cluster.children, plan.front, seats)
        print(FRONT.format(port=plan.front))
        for number, (id, port) in enumerate(zip(cluster.ids, plan.instances, strict=True), 1):
            print(BEHIND.format(name=NAME.format(number=number), port=port, id=id))
        print(DATA.format(folder=plan.folder))
        run.say_where(seats, problem)
        await asyncio.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
