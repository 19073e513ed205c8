"""An event as it is sent to Graph and as it comes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event as GraphEvent
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType
from msgraph.generated.models.sensitivity import Sensitivity
from msgraph.generated.models.single_value_legacy_extended_property import SingleValueLegacyExtendedProperty

from bot.graph import moments
from meetings.model import Attending, Event, Invitee, Plan, Response
from meetings.ports import Organiser

# Baton's mark on its meetings: the only kind of property that can be searched for.
_PROPERTY = "String {6f2b3c1e-4d0a-4b57-9a7e-2c8f0d51b9a4} Name BatonMeeting"
EXPANDED = f"singleValueExtendedProperties($filter=id eq '{_PROPERTY}')"


def by_key(key: str) -> str:
    """The filter that finds a meeting by its key."""
    value = key.replace("'", "''")
    return f"singleValueExtendedProperties/Any(ep: ep/id eq '{_PROPERTY}' and ep/value eq '{value}')"


def of(plan: Plan, organiser: Organiser) -> GraphEvent:
    """A plan as it is posted."""
    return GraphEvent(
        transaction_id=plan.key,
        subject=plan.subject,
        body=ItemBody(content_type=BodyType.Html, content=plan.agenda_html),
        start=moments.written(plan.start),
        end=moments.written(plan.end),
        attendees=[_attendee(each) for each in _invited(plan.invitees, organiser)],
        sensitivity=Sensitivity.Private,  # whoever may look into a calendar is not on the handoff by that
        is_online_meeting=True,
        online_meeting_provider=OnlineMeetingProviderType.TeamsForBusiness,
        allow_new_time_proposals=True,
        single_value_extended_properties=[
            SingleValueLegacyExtendedProperty(id=_PROPERTY, value=plan.key),
        ],
    )


def read(event: Any, key: str) -> Event:
    """An event of Graph's; ValueError where its times are none. `key`: where it does not tell its own."""
    online = event.online_meeting
    return Event(
        id=event.id,
        key=_key(event) or key,
        start=moments.read(event.start),
        end=moments.read(event.end),
        uid=event.i_cal_u_id or "",
        link=(online.join_url or "") if online else "",
        cancelled=bool(event.is_cancelled),
        attending=tuple(found for each in event.attendees or () if (found := _attending(each)).address),
    )


def _invited(invitees: Iterable[Invitee], organiser: Organiser) -> list[Invitee]:
    """Who is sent an invitation: each address once, as required where it is both, and not the organiser."""
    invited: dict[str, Invitee] = {}
    for each in invitees:
        address = each.address.casefold()
        if not address or _is_organiser(each, organiser):
            continue
        known = invited.get(address)
        if known is None or (each.required and not known.required):
            invited[address] = each
    return list(invited.values())


def _is_organiser(invitee: Invitee, organiser: Organiser) -> bool:
    return (
        invitee.person == organiser.person
        or bool(organiser.object_id and invitee.object_id == organiser.object_id)
        or bool(organiser.address and invitee.address.casefold() == organiser.address.casefold())
    )


def _attendee(invitee: Invitee) -> Attendee:
    kind = AttendeeType.Required if invitee.required else AttendeeType.Optional
    return Attendee(email_address=EmailAddress(address=invitee.address, name=invitee.name), type=kind)


def _attending(attendee: Any) -> Attending:
    status = attendee.status
    return Attending(
        address=((attendee.email_address and attendee.email_address.address) or "").casefold(),
        response=Response(status.response.value) if status and status.response else Response.NONE,
        required=attendee.type is not AttendeeType.Optional,
        at=moments.answered(status.time) if status else None,
    )


def _key(event: Any) -> str:
    for each in event.single_value_extended_properties or ():
        if (each.id or "").casefold() == _PROPERTY.casefold():
            return each.value or ""
    return ""
