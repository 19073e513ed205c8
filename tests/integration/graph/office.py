"""Ana, Megan and Alex at Contoso, and a meeting of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.graph.calendars import GraphCalendars
from bot.graph.policy import Limits
from meetings.model import Availability, Invitee, Plan, Span
from meetings.ports import Organiser
from tests.graph.directory import Mailbox
from tests.graph.server import FakeGraph

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
START = NOW + timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)
WINDOW = Span(start=NOW, end=NOW + timedelta(days=10))
LIMITS = Limits(
    attempt=1.0,
    total=6.0,
    pause=0.02,
    longest_pause=0.1,
    for_link=(0.0, 0.02, 0.02, 0.02),
    for_event=(0.02, 0.05, 0.05),
)

ANA = partial(Mailbox, mail="ana@contoso.com", department="Sales")
MEGAN = partial(Mailbox, mail="megan@contoso.com", zone="GMT Standard Time", department="Solutions")
ALEX = partial(Mailbox, mail="alex@contoso.com", zone="Pacific Standard Time")

ORGANISER = Organiser(
    tenant="contoso",
    person="ana",
    object_id="ana-object",
    user="29:ana",
    name="Ana",
    address="ana@contoso.com",
    zone="Europe/Oslo",
)


def invitee(name: str, **more: object) -> Invitee:
    values = {"person": name, "name": name.title(), "address": f"{name}@contoso.com", **more}
    return Invitee(**values)  # type: ignore[arg-type]


def plan(*invitees: Invitee, key: str = "key-1") -> Plan:
    return Plan(
        key=key,
        number=12,
        subject="Transition discussion: Contoso",
        start=START,
        end=START + HALF_HOUR,
        invitees=invitees or (invitee("ana"), invitee("megan"), invitee("alex", required=False)),
        agenda_html="<p>Agreed: nothing yet</p>",
        agenda_text="Agreed: nothing yet",
    )


@dataclass
class Way:
    """Calendars by the token that is set."""

    calendars: GraphCalendars
    token: str

    async def look(self, *invitees: Invitee, window: Span = WINDOW) -> list[Availability]:
        return list(await self.calendars.availabilities(ORGANISER, invitees, window))


def way_of(graph: FakeGraph, token: str, *, app_only: bool = False, limits: Limits = LIMITS) -> Way:
    async def token_of(organiser: Organiser) -> str:
        return way.token

    calendars = GraphCalendars(graph.url, token_of, lambda: NOW, app_only=app_only, limits=limits)
    way = Way(calendars, token)
    return way


def paths(graph: FakeGraph) -> list[str]:
    """What was asked, without the parts of batches."""
    return [f"{call.method} {call.path}" for call in graph.calls if not call.part]
