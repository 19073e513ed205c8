"""Who is free when: getSchedule, the only thing that is asked of other people's calendars."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import (
    GetSchedulePostRequestBody,
)
from msgraph.generated.users.item.mailbox_settings.mailbox_settings_request_builder import (
    MailboxSettingsRequestBuilder,
)

from bot.graph import moments, people
from bot.graph.client import UTC_TIMES, asking
from bot.graph.failures import Aim, Permission
from bot.graph.mailbox import Mailbox, together
from meetings import zones
from meetings.errors import MeetingError, RefusedError
from meetings.model import Availability, Blind, Busy, FreeBusy, Invitee, Span

_AIM = Aim(permission=Permission.CALENDARS)
_SETTINGS = Aim(permission=Permission.SETTINGS)
_MOST = 20  # mailboxes of one request
_LONGEST = timedelta(days=42)  # of one request; Exchange has a limit and does not say which
_STEP = 15  # minutes of one digit of the availability view
_BRIEFLY = 3.0  # seconds that the organiser's own settings are worth
_NOT_FOUND = frozenset(("ErrorMailRecipientNotFound", "ErrorInvalidSmtpAddress", "ErrorRecipientNotFound"))
_DIGITS = {
    "1": FreeBusy.TENTATIVE,
    "2": FreeBusy.BUSY,
    "3": FreeBusy.OUT_OF_OFFICE,
    "4": FreeBusy.ELSEWHERE,
}

_Told = dict[str, list[tuple[datetime, Any]]]  # Graph's scheduleInformation by address in small letters


async def availabilities(
    mailbox: Mailbox, invitees: Sequence[Invitee], window: Span
) -> tuple[Availability, ...]:
    """In the order of `invitees`; two round trips in a row where an address is missing, else one."""
    first: list[Any] = [people.complete(mailbox, invitees), _own_settings(mailbox)]
    if all(each.address for each in invitees):
        asked, own, told = await together([*first, _schedules(mailbox, _addresses(invitees), window)])
    else:
        asked, own = await together(first)
        told = await _schedules(mailbox, _addresses(asked), window)
    seen = _Seen(mailbox, asked, told, own)
    return tuple(seen.availability(each) for each in asked)


async def _own_settings(mailbox: Mailbox) -> Any:
    """The organiser's mailboxSettings, or None: they only make up for what a schedule does not tell."""
    query = MailboxSettingsRequestBuilder.MailboxSettingsRequestBuilderGetQueryParameters(
        select=["timeZone", "workingHours"]
    )
    try:
        async with asyncio.timeout(_BRIEFLY):
            return await mailbox.ask(
                lambda: mailbox.user.mailbox_settings.get(asking(query=query)), _SETTINGS
            )
    except (MeetingError, TimeoutError):
        return None


def _addresses(invitees: Sequence[Invitee]) -> list[str]:
    """Each once, though somebody may be invited twice."""
    return list({each.address.casefold(): each.address for each in invitees if each.address}.values())


async def _schedules(mailbox: Mailbox, addresses: Sequence[str], window: Span) -> _Told:
    """What Graph tells of each address: an answer for each part of the window, with its start."""
    chunks = [addresses[start : start + _MOST] for start in range(0, len(addresses), _MOST)]
    asked = [(chunk, span) for chunk in chunks for span in _spans(window)]
    answers = await together([_chunk(mailbox, chunk, span) for chunk, span in asked])
    told: _Told = {}
    for (_, span), answer in zip(asked, answers, strict=True):
        for each in answer:
            told.setdefault((each.schedule_id or "").casefold(), []).append((span.start, each))
    return told


def _spans(window: Span) -> Iterator[Span]:
    """The window in parts that Graph takes; one without length too, for the hours of work."""
    start, end = window.start, max(window.end, window.start + timedelta(minutes=_STEP))
    while start < end:
        yield Span(start=start, end=min(start + _LONGEST, end))
        start += _LONGEST


async def _chunk(mailbox: Mailbox, addresses: Sequence[str], span: Span) -> list[Any]:
    """One address that Graph will not have spoils its whole request: the others are asked without it."""
    body = GetSchedulePostRequestBody(
        schedules=list(addresses),
        start_time=moments.written(span.start),
        end_time=moments.written(span.end),
        availability_view_interval=_STEP,
    )
    try:
        answer = await mailbox.read(
            lambda: mailbox.user.calendar.get_schedule.post(body, asking(UTC_TIMES)), _AIM
        )
    except RefusedError:
        if len(addresses) == 1:
            return []
        half = len(addresses) // 2
        parts = [_chunk(mailbox, part, span) for part in (addresses[:half], addresses[half:])]
        return [each for part in await together(parts) for each in part]
    return list(answer.value)


class _Seen:
    """What was answered, read for one person at a time."""

    def __init__(self, mailbox: Mailbox, invitees: Sequence[Invitee], told: _Told, own: Any) -> None:
        self._organiser, self._told, self._own = mailbox.organiser, told, own
        self._fallback: tzinfo | None = moments.named_zone(own) or zones.zone(self._organiser.zone)
        inside = [each.address for each in invitees if not each.external and each.address]
        self._domains = {_domain(each) for each in (*inside, self._organiser.address) if each}

    def availability(self, invitee: Invitee) -> Availability:
        parts = self._told.get(invitee.address.casefold(), []) if invitee.address else []
        told = [each for _, each in parts]
        blind = self._blind(invitee, told)
        busy: tuple[Busy, ...] = ()
        if blind is None:
            try:
                busy = tuple(each for start, part in parts for each in taken(part, start))
            except (ValueError, TypeError, AttributeError):  # times that are none
                blind = Blind.NOT_VISIBLE
        hours = self._hours(invitee, told)
        return Availability(
            invitee=invitee,
            week=moments.week(invitee, hours, self._fallback),
            busy=busy,
            blind=blind,
            placed=moments.is_placed(invitee, hours) or self._is_organiser(invitee),
        )

    def _is_organiser(self, invitee: Invitee) -> bool:
        return invitee.person == self._organiser.person

    def _hours(self, invitee: Invitee, told: Sequence[Any]) -> Any:
        """Graph's workingHours, or None."""
        hours = next((each.working_hours for each in told if each.working_hours), None)
        if hours is None and self._own is not None and self._is_organiser(invitee):
            return self._own.working_hours
        return hours

    def _blind(self, invitee: Invitee, told: Sequence[Any]) -> Blind | None:
        errors = [each.error for each in told if each.error]
        if told and not errors:
            return None
        if invitee.external and _domain(invitee.address) not in self._domains:
            return Blind.EXTERNAL
        if not errors or any(error.response_code in _NOT_FOUND for error in errors):
            return Blind.NOT_FOUND
        return Blind.NOT_VISIBLE


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def taken(told: Any, start: datetime) -> list[Busy]:
    """What stands in a calendar: from the items; where only the view is told, from its digits."""
    if told.schedule_items is None:
        return list(_viewed(told.availability_view or "", start))
    return [_item(each) for each in told.schedule_items]


def _item(item: Any) -> Busy:
    status = FreeBusy(item.status.value) if item.status else FreeBusy.UNKNOWN
    return Busy(start=moments.read(item.start), end=moments.read(item.end), status=status)


def _viewed(view: str, start: datetime) -> Iterator[Busy]:
    step = timedelta(minutes=_STEP)
    for place, digit in enumerate(view):
        if digit != "0":
            begins = (start + place * step).astimezone(UTC)
            yield Busy(start=begins, end=begins + step, status=_DIGITS.get(digit, FreeBusy.UNKNOWN))
