"""The fake Graph by hand (`make fake-graph`): the people of the Playground and what is in their calendars.

What others would do in Outlook is done with the routes under /_control (tests/graph/control.py).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest

from tests.graph.calls import Call
from tests.graph.contract import contract
from tests.graph.example import populate
from tests.graph.server import FakeGraph
from tests.graph.tokens import LEAST

PORT = 4010
TOKEN = "example-token-of-ana"
_ANA = "ana@contoso.com"
_CALL = "{call.status} {call.method} {call.path}\n"
_VIOLATION = "Not as the contract has it: {words}\n"
_NO_CONTRACT = "The fake Graph keeps to Microsoft's contract, and {missing}.\n"
_HELLO = """The fake Graph answers at {url}

Start Baton with
  BATON_LOCAL=1 GRAPH_BASE_URL={url} GRAPH_ACCESS_TOKEN={token} make run

As if in Outlook, for the meeting that was made last:
  curl {control}/events
  curl -d '{{"mail": "megan@contoso.com", "response": "declined"}}' {control}/respond
  curl -d '{{"minutes": 60}}' {control}/move
  curl -d '{{}}' {control}/delete
Somebody else takes a time, and an answer gets lost after a meeting was made:
  curl -d '{{"mail": "alex@contoso.com", "start": "2027-01-11T16:00", "end": "2027-01-11T17:00"}}' \\
    {control}/busy
  curl -d '{{"method": "POST", "path": "events", "what": "dropped", "done": true}}' {control}/fault
Ctrl-C ends it.
"""


class _Told(list[Call]):
    """A log that is also shown as it grows."""

    def append(self, call: Call) -> None:
        super().append(call)
        _say(_CALL.format(call=call))


class _Complaints(list[str]):
    """Violations, shown at once."""

    def append(self, words: str) -> None:
        _say(_VIOLATION.format(words=words))


async def main() -> int:
    """Run until told to stop (0), or not at all without the contract (1)."""
    try:
        contract()
    except pytest.skip.Exception as missing:
        _say(_NO_CONTRACT.format(missing=missing))
        return 1
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    graph = FakeGraph(port=int(os.environ.get("FAKE_GRAPH_PORT", PORT)))
    graph.calls, graph.violations = _Told(), _Complaints()
    populate(graph)
    graph.tokens.issue(graph.directory.named(_ANA), LEAST, TOKEN)
    async with graph:
        control = graph.url.replace("/v1.0", "/_control")
        _say(_HELLO.format(url=graph.url, control=control, token=TOKEN))
        await ended.wait()
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
