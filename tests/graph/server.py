"""The fake Graph: an aiohttp server that checks every request and every answer of its own.

    async with FakeGraph(now=clock) as graph:
        ana = graph.add(Mailbox(mail="ana@contoso.com"))
        token = graph.token("ana@contoso.com")
        ... GRAPH_BASE_URL=graph.url, token ...
        assert len(graph.events("ana@contoso.com")) == 1
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Self

from tests.graph.calendars import Meeting
from tests.graph.calls import Call
from tests.graph.directory import Directory, Mailbox
from tests.graph.faults import Fault, Repeat
from tests.graph.tokens import APP, LEAST, Tokens


class FakeGraph:
    """`violations`: what broke the contract; leaving the context fails if there is any.

    `latency`: seconds before each answer. `link_after`: GETs until a new meeting has its link (0: at once).
    `repeat`: what a second POST of a transactionId gives. `link_lost_on_move`: start and end alone lose it too.
    """

    def __init__(self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC), port: int = 0) -> None:
        self.now, self.port = now, port
        self.directory, self.tokens = Directory(), Tokens()
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.latency = 0.0
        self.link_after = 0
        self.link_lost_on_move = False
        self.repeat = Repeat.SAME

    async def __aenter__(self) -> Self:
        raise NotImplementedError

    async def __aexit__(self, *error: object) -> None:
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1.0"

    # --- who is there, and what they may

    def add(self, mailbox: Mailbox) -> Mailbox: ...
    def token(self, mail: str, *scopes: str) -> str:
        """A user's token; without scopes the ones Baton asks for."""
    def app_token(self, *roles: str, only: tuple[str, ...] | None = None) -> str:
        """The app's own token; `only`: addresses an administrator limits it to."""
    def expire(self, token: str) -> None: ...

    # --- as if in Outlook

    def events(self, mail: str) -> list[Meeting]:
        """The meetings in somebody's calendar that are not cancelled or deleted."""
    def busy(self, mail: str, start: datetime, end: datetime, status: str = "busy") -> None: ...
    def respond(self, meeting: Meeting, mail: str, response: str, *, silent: bool = False) -> None:
        """accepted, declined, tentativelyAccepted; `silent`: without sending a response (#24)."""
    def move(self, meeting: Meeting, start: datetime, end: datetime) -> None: ...
    def delete(self, meeting: Meeting, mail: str = "") -> None:
        """The organiser's (it is cancelled for all), or somebody's copy."""

    # --- what was counted

    def most_at_once(self, mail: str) -> int:
        """The most requests that were under way for a mailbox at a time."""

    async def settle(self) -> None:
        """Wait until all notifications are delivered (or lost)."""
    async def lifecycle(self, subscription: str, event: str) -> None:
        """Send reauthorizationRequired, subscriptionRemoved (which ends it) or missed."""
