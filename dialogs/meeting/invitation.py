"""The invitation file of a meeting, made when it is downloaded from what was kept of that change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dialogs.desk import Desk
from dialogs.handoff.view import actor_of, names_of, people_of
from handoffs import views
from handoffs.model import Handoff
from meetings import agenda, invite
from meetings.invite import Invitation, Snapshot
from meetings.outside import is_outside


async def build(desk: Desk, kept: Mapping[str, Any]) -> tuple[str, Invitation] | None:
    """File name and file; None for what there is not, or what its organiser may not see (any more).

    Times and people are those of the change; the agenda is of today. A cancellation has none, and its
    organiser may send it whatever else they may see: those who were invited have to know.
    """
    snapshot = _read(kept)
    handoff = await desk.handoffs.find(snapshot.number) if snapshot else None
    if snapshot is None or handoff is None:
        return None
    contacts = await desk.people.contacts({*people_of(handoff), *snapshot.people})
    if not snapshot.cancelled and not views.may_see(handoff, actor_of(snapshot.organiser, contacts)):
        return None
    names, addresses = names_of(contacts), await desk.people.addresses(snapshot.people)
    written = _agenda(desk, handoff, snapshot, names, addresses)
    file = invite.write(snapshot, written, names, addresses, desk.now)
    return f"meeting-{snapshot.number}-{snapshot.sequence}.ics", file


def _read(kept: Mapping[str, Any]) -> Snapshot | None:
    try:
        return invite.from_json(kept)
    except ValueError:
        return None


def _agenda(
    desk: Desk,
    handoff: Handoff,
    snapshot: Snapshot,
    names: Mapping[str, str],
    addresses: Mapping[str, str],
) -> agenda.Agenda:
    """For people outside where anyone was outside then, or is by their address now."""
    organiser = addresses.get(snapshot.organiser, "")
    reached = [addresses.get(guest.person, "") for guest in snapshot.guests]
    return agenda.write(
        handoff,
        desk.expert.kinds[handoff.kind],
        names=names,
        zone=invite.zone_of(snapshot.zone),
        external=snapshot.external or any(is_outside(address, organiser) for address in reached if address),
    )
