"""What the worker is to do for an operation, as things stand now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from dialogs.desk import Contact, Desk
from dialogs.handoff.view import actor_of, names_of, people_of
from dialogs.meeting import guests, scene
from dialogs.meeting.asked import Prepared
from dialogs.operation import Operation, Purpose, Stage
from handoffs import clock
from handoffs.model import Handoff, Talk
from handoffs.views import may_see
from meetings import agenda, window
from meetings.model import Invitee, Plan, Window, Wishes

SIGNING = frozenset((Purpose.SIGN_IN, Purpose.SIGN_OUT))


async def prepare(desk: Desk, operation: Operation) -> Prepared | None:
    """What to do for it; None: nothing any more (the handoff is gone or over, or another meeting stands)."""
    organiser = await guests.organiser(desk, operation)
    if operation.purpose in SIGNING:
        return Prepared(organiser=organiser)
    handoff = await desk.handoffs.find(operation.number)
    if handoff is None or not _is_wanted(handoff, operation):
        return None
    if operation.stage is Stage.LOOKING and not await _may_look(desk, handoff, operation.person):
        return None
    if operation.purpose is Purpose.CANCEL:
        return Prepared(organiser=organiser, comment=operation.comment)
    if operation.stage is Stage.LOOKING and operation.names:
        return Prepared(organiser=organiser, search=operation.names)
    invitees = await guests.invitees(desk, handoff, operation)
    prepared = Prepared(organiser=organiser, invitees=invitees)
    contact = (await desk.people.contacts([operation.person]))[operation.person]
    zone = scene.zone(contact, desk)
    if operation.stage is Stage.LOOKING:
        return replace(prepared, window=reach(desk, handoff, operation.wishes, contact, zone))
    if operation.chosen is None:
        return None
    chosen = Window(start=operation.chosen.start, end=operation.chosen.end)
    return replace(prepared, window=chosen, plan=await _plan(desk, handoff, operation, invitees, zone))


def _is_wanted(handoff: Handoff, operation: Operation) -> bool:
    """Whether it can still be done: what was confirmed stays so, even where the handoff ended meanwhile."""
    meeting = handoff.discussion.meeting
    has_key = meeting is not None and meeting.key == operation.key
    if operation.stage is Stage.ACTING or operation.purpose is not Purpose.BOOK:
        return has_key
    return not handoff.is_over and handoff.discussion.state is not Talk.HELD


async def _may_look(desk: Desk, handoff: Handoff, person: str) -> bool:
    """Whether who asked is still on the handoff: what is looked at is for its people."""
    contacts = await desk.people.contacts({*people_of(handoff), person})
    return may_see(handoff, actor_of(person, contacts))


def latest(desk: Desk, handoff: Handoff, country: str, today: date) -> date:
    """The discussion's latest day: by a rule or by choice, else Baton's suggestion; once passed, likewise."""
    kind = desk.expert.kinds[handoff.kind]
    found = clock.latest(handoff, kind)
    if found is None or found.due < today:
        return clock.suggest_meet_by(today, country)
    return found.due


def base(desk: Desk, handoff: Handoff, contact: Contact, zone: ZoneInfo) -> Window:
    """From soon on until the discussion's latest day."""
    country = handoff.country or contact.country or desk.defaults.country
    today = desk.now.astimezone(zone).date()
    return window.window(desk.now, latest(desk, handoff, country, today), zone, country=country)


def reach(desk: Desk, handoff: Handoff, asked: Wishes, contact: Contact, zone: ZoneInfo) -> Window:
    """For which time calendars are looked at: also for what waiting would give, and for what was asked."""
    whole = base(desk, handoff, contact, zone)
    far, wished = window.reach(whole, zone), window.for_wishes(whole, beyond(asked, whole), zone)
    return replace(far, end=max(far.end, wished.end))


def beyond(asked: Wishes, whole: Window) -> Wishes:
    """Who asks for days after the latest one means it; that it is after it is said beside the times."""
    if whole.latest is None:
        return asked
    days = [day for day in (asked.last, asked.first) if day is not None]
    after = max(((day - whole.latest).days for day in days), default=0)
    return replace(asked, beyond=max(asked.beyond, min(after, window.MOST.days), 0))


async def _plan(
    desk: Desk, handoff: Handoff, operation: Operation, invitees: tuple[Invitee, ...], zone: ZoneInfo
) -> Plan | None:
    """All that goes out; who was not found inside the organization by the last look counts as outside."""
    chosen = operation.chosen
    if chosen is None:
        return None
    inside = {operation.person, *(each.person for each in operation.invitees if not each.external)}
    invitees = tuple(replace(each, external=each.person not in inside) for each in invitees)
    contacts = await desk.people.contacts({*people_of(handoff), *(each.person for each in invitees)})
    written = agenda.write(
        handoff,
        desk.expert.kinds[handoff.kind],
        names=names_of(contacts),
        zone=zone,
        external=not operation.invitees or any(each.external for each in invitees),
    )
    return Plan(
        key=operation.key,
        number=handoff.number,
        subject=written.subject,
        start=chosen.start,
        end=chosen.end,
        invitees=invitees,
        agenda_html=written.html,
        agenda_text=written.text,
    )
