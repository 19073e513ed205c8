"""Meetings in the organiser's calendar: booked once, moved and nothing else of them, cancelled, found."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, TypeVar

from msgraph.generated.models.event import Event as GraphEvent
from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.generated.users.item.events.item.event_item_request_builder import EventItemRequestBuilder

from bot.graph import drafts, moments
from bot.graph.client import IMMUTABLE, UTC_TIMES, asking
from bot.graph.failures import Aim, Permission, Way
from bot.graph.mailbox import Mailbox
from meetings.errors import AwayError, EventGoneError, MeetingError, RefusedError, UnknownOutcomeError
from meetings.model import Event, Plan

logger = logging.getLogger(__name__)

T = TypeVar("T")

_LIST = Aim(permission=Permission.CALENDARS)
_LOOK = Aim(permission=Permission.CALENDARS, gone=True)
_CHANGE = Aim(permission=Permission.CALENDARS, gone=True, way=Way.AGAIN)
_MAKE = Aim(permission=Permission.CALENDARS, way=Way.ONCE)
_FIELDS = "id iCalUId start end isCancelled onlineMeeting attendees createdDateTime".split()


async def book(mailbox: Mailbox, plan: Plan) -> Event:
    """Book it, or find what was booked under its key; UnknownOutcomeError where nobody can tell."""
    found = await _of_key(mailbox, plan.key)
    if not found:
        made = await _made(mailbox, plan)
        if (made.start, made.end) != (plan.start, plan.end):
            logger.warning("A meeting was made at another time than was asked for")
        listed = await _looked(mailbox, plan.key)
        found = listed if made.id in [each.id for each in listed] else [*listed, made]
    first, *others = found
    for each in others:
        await _drop(mailbox, each)
    return await _with_link(mailbox, first)


async def move(mailbox: Mailbox, event: Event, start: datetime, end: datetime) -> Event:
    """Send start and end and nothing else: with anything else the link to join may be lost."""
    try:
        await _patch(mailbox, event.id, start, end)
    except EventGoneError:
        event = await _again(mailbox, event)
        await _patch(mailbox, event.id, start, end)
    except UnknownOutcomeError:
        now = await _settled(find(mailbox, event.key, event.id))
        if now is None or (now.start, now.end) != (start, end):
            raise
    moved = await _quietly(mailbox, event) or dataclasses.replace(event, start=start, end=end)
    if (moved.start, moved.end) != (start, end):
        raise UnknownOutcomeError
    if event.link and moved.link != event.link:
        logger.warning("A meeting's link is another one since it was moved")
    return moved


async def cancel(mailbox: Mailbox, event: Event, comment: str) -> None:
    try:
        await _cancel(mailbox, event, comment)
    except EventGoneError:
        for each in await _others(mailbox, event):
            await _cancel(mailbox, each, comment)
    except UnknownOutcomeError:
        now = await _settled(find(mailbox, event.key, event.id))
        if now is not None and not now.cancelled:
            raise


async def find(mailbox: Mailbox, key: str, id: str = "") -> Event | None:
    """By its id, else by its key; None where it is in the calendar no more."""
    if id:
        try:
            return await _of_id(mailbox, id, key)
        except EventGoneError:
            pass
    return next(iter(await _of_key(mailbox, key)), None)


async def _made(mailbox: Mailbox, plan: Plan) -> Event:
    """Send it once. What became of an answer that was lost is found out by looking."""
    draft = drafts.of(plan, mailbox.organiser)
    try:
        made = await mailbox.ask(lambda: mailbox.user.events.post(draft, asking(IMMUTABLE, UTC_TIMES)), _MAKE)
        if made is None or not made.id:
            raise UnknownOutcomeError
        return drafts.read(made, plan.key)
    except (UnknownOutcomeError, ValueError, TypeError, AttributeError):
        for pause in mailbox.errand.limits.for_event:
            if not await mailbox.errand.pause(pause):
                break
            if found := await _settled(_of_key(mailbox, plan.key)):
                return found[0]
        raise UnknownOutcomeError from None
    except RefusedError:  # what a service says that knows this transaction is written nowhere
        if found := await _settled(_of_key(mailbox, plan.key)):
            return found[0]
        raise


async def _settled(looking: Coroutine[Any, Any, T]) -> T:
    """What a look after a request in doubt finds; where it fails, the doubt stays."""
    try:
        return await looking
    except MeetingError:
        raise UnknownOutcomeError from None


async def _of_key(mailbox: Mailbox, key: str) -> list[Event]:
    """All that were booked under a key and stand, the oldest first. There is one; a second is a mishap."""
    query = EventsRequestBuilder.EventsRequestBuilderGetQueryParameters(
        filter=drafts.by_key(key), expand=[drafts.EXPANDED], select=_FIELDS, top=10
    )
    page = await mailbox.read(
        lambda: mailbox.user.events.get(asking(IMMUTABLE, UTC_TIMES, query=query)), _LIST
    )
    events = sorted(page.value, key=_age)
    return [event for each in events if not (event := _read(each, key)).cancelled]


def _age(event: Any) -> tuple[float, str]:
    made = moments.answered(event.created_date_time)
    return (made.timestamp() if made else 0.0, event.id or "")


async def _of_id(mailbox: Mailbox, id: str, key: str) -> Event:
    query = EventItemRequestBuilder.EventItemRequestBuilderGetQueryParameters(
        expand=[drafts.EXPANDED], select=_FIELDS
    )
    found = await mailbox.read(
        lambda: mailbox.user.events.by_event_id(id).get(asking(IMMUTABLE, UTC_TIMES, query=query)), _LOOK
    )
    if not found.id:
        raise EventGoneError
    return _read(found, key)


def _read(event: Any, key: str) -> Event:
    try:
        return drafts.read(event, key)
    except (ValueError, TypeError, AttributeError):  # an answer of another shape
        raise RefusedError("UnreadableEvent") from None


async def _looked(mailbox: Mailbox, key: str) -> list[Event]:
    """What stands under a key after booking; that nobody can tell is no reason to fail."""
    try:
        return await _of_key(mailbox, key)
    except MeetingError:
        return []


async def _with_link(mailbox: Mailbox, event: Event) -> Event:
    """Teams makes the link a little later; a meeting whose link does not come is booked all the same."""
    for pause in mailbox.errand.limits.for_link:
        if event.link or not await mailbox.errand.pause(pause):
            break
        event = await _quietly(mailbox, event) or event
    return event


async def _quietly(mailbox: Mailbox, event: Event) -> Event | None:
    try:
        return await _of_id(mailbox, event.id, event.key)
    except MeetingError:
        return None


async def _again(mailbox: Mailbox, event: Event) -> Event:
    """The event under the id that it has by now; EventGoneError."""
    others = await _others(mailbox, event)
    if not others:
        raise EventGoneError
    return others[0]


async def _others(mailbox: Mailbox, event: Event) -> list[Event]:
    """What stands under its key with another id; AwayError where Graph has it and says that it has not."""
    found = await _of_key(mailbox, event.key)
    if any(each.id == event.id for each in found):
        raise AwayError
    return found


async def _patch(mailbox: Mailbox, id: str, start: datetime, end: datetime) -> None:
    change = GraphEvent(start=moments.written(start), end=moments.written(end))
    await mailbox.ask(
        lambda: mailbox.user.events.by_event_id(id).patch(change, asking(IMMUTABLE, UTC_TIMES)), _CHANGE
    )


async def _cancel(mailbox: Mailbox, event: Event, comment: str) -> None:
    item = mailbox.user.events.by_event_id(event.id)
    if not event.attending:  # nobody to be told: Graph cancels nothing that has no attendees
        await mailbox.ask(lambda: item.delete(asking(IMMUTABLE)), _CHANGE)
        return
    body = CancelPostRequestBody(comment=comment)
    await mailbox.ask(lambda: item.cancel.post(body, asking(IMMUTABLE)), _CHANGE)


async def _drop(mailbox: Mailbox, event: Event) -> None:
    """Delete what was made twice, before anybody has counted on it."""
    logger.warning("A meeting was made twice; the later one is deleted")
    try:
        await mailbox.ask(
            lambda: mailbox.user.events.by_event_id(event.id).delete(asking(IMMUTABLE)), _CHANGE
        )
    except MeetingError as error:
        logger.warning("It could not be deleted: %s", type(error).__name__)
