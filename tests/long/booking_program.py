"""Baton as processes that kill themselves, with calendars by Graph: by the app's right, and not patient."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from aiohttp import web
from azure.core.credentials import AccessToken

from bot import card_updates, compose, jobs, turn
from bot.graph import client, policy
from bot.leases import Pace
from bot.scheduling import messages, running, work
from knowledge.expert import Expert
from tests.long import handoff_program
from tests.long.handoff_program import APP, settings_of

client.load_models()  # once, before there are processes
_LEASE = 1.0  # seconds, as are all of these
_PACE = partial(Pace, lease=_LEASE, poll=0.05, first_delay=0.05, longest_delay=0.2)
_LIMITS = policy.Limits(
    attempt=1.0,
    total=4.0,
    pause=0.05,
    longest_pause=0.2,
    for_link=(0.0, 0.05, 0.1),
    for_event=(0.05, 0.1, 0.2),
)
_APP = {name: str(uuid.UUID(int=1)) for name in APP}


class _Credential:
    """The right of an app, as the fake Graph gave it."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_token(self, *scopes: str) -> AccessToken:
        return AccessToken(self._token, int(time.time()) + 3600)

    async def close(self) -> None:
        """Nothing is open."""


def _build(environment: Mapping[str, str], expert: Expert) -> web.Application:
    _hurry()
    settings, credential = settings_of({**environment, **_APP}), _Credential(environment["GRAPH_TOKEN"])
    return compose.build_app(settings, expert=expert, credential=credential)


def _hurry() -> None:
    """What waits, waits shortly; for as long as this process lives."""
    stack = ExitStack()
    for module, name, new in (
        (jobs, "Pace", _PACE),
        (work, "PACE", _PACE(concurrency=16)),
        (turn, "_LEASE", timedelta(seconds=_LEASE)),
        (policy, "Limits", lambda: _LIMITS),
        (running, "_FIRST", timedelta(seconds=0.2)),
        (messages, "_LOST", 1.0),
        (card_updates, "_LOST", 1.0),
        (messages, "_ANSWERED", timedelta(seconds=0.1)),
    ):
        stack.enter_context(patch.object(module, name, new))


if __name__ == "__main__":
    handoff_program.main(_build)
