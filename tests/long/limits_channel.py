"""A channel of its own process that notes when what was sent arrives.

python -m tests.long.limits_channel LOG

It says its port on stdout, and at SIGTERM writes the log: a line for each request, {"at": seconds on this
machine's monotonic clock, "conversation": id ("" for a new one), "reminds": bool}.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from bench.edge import wire

_PATH = "/v3/conversations"
_FIRST = -10  # it stands for another machine, so it does not wait for those that it hears


class Channel:
    """Takes everything at once."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, bytes, bool]] = []
        self.listener = wire.Listener(self._answer)

    def _answer(self, line: bytes, body: bytes) -> bytes:
        self.calls.append((time.monotonic(), line, b'"attachments"' in body))
        return wire.response("201 Created", b'{"id":"1:%012d"}' % len(self.calls))

    def write(self, log: Path) -> None:
        with log.open("w", encoding="utf-8") as file:
            for at, line, reminds in self.calls:
                path = line.decode().split(" ")[1].partition(_PATH)[2]
                conversation = unquote(path.strip("/").split("/")[0])
                about = {"at": at, "conversation": conversation, "reminds": reminds}
                file.write(json.dumps(about) + "\n")


async def _serve(log: Path) -> None:
    channel, stop = Channel(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sys.stdout.write(f"{await channel.listener.start()}\n")
    sys.stdout.flush()
    await stop.wait()
    channel.listener.close()
    channel.write(log)


if __name__ == "__main__":
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, _FIRST)
    gc.disable()
    asyncio.run(_serve(Path(sys.argv[1])))
