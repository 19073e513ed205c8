"""The message of an operation in the states that people meet, from "schedule" to what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from dialogs.desk import Defaults
from dialogs.message import Card
from meetings.errors import AwayError, MeetingError, NotAllowedError, SignInError, UnknownOutcomeError
from meetings.model import Blind
from meetings.ports import Found
from tests.browser.gallery import Cast, Scene
from tests.unit.dialogs.meeting.planner import Planner

_ZONES = {"ana": "Europe/Oslo", "megan": "America/New_York", "alex": "America/New_York"}
_TUESDAY = datetime(2026, 11, 24, 13, tzinfo=UTC)
_ALEXES = [
    Found(object_id="o-1", name="Alex Wilber", address="alexw@contoso.com", department="Sales"),
    Found(object_id="o-2", name="Alex Berg", address="alexb@contoso.com", department=""),
    Found(object_id="o-3", name="Alex " + "W" * 60, address="alexc@contoso.com", department="Support " * 9),
]
_OTHERS = tuple(f"ana: add person {name}@contoso.com" for name in ("alex", "colleague1", "colleague2"))

Ground = Callable[["Meeting"], object]


class Meeting:
    """The people of the gallery in two zones, with calendars; `handoff`: of whom and of what."""

    def __init__(self, *, checks: bool = True) -> None:
        self.cast = Cast()
        self.office = self.cast.office
        self.office.defaults = Defaults(checks=checks)
        for name in ("colleague1", "colleague2"):
            self.cast.people[name] = self.office.hire(name.title(), time_zone="Europe/Oslo")
        for name, zone in _ZONES.items():
            person = self.cast.people[name]
            self.office.contacts[person.id] = replace(self.office.contacts[person.id], time_zone=zone)
            profile = self.office.profiles_kept[person.user]
            self.office.profiles_kept[person.user] = replace(profile, time_zone=zone)
        self.planner = Planner(self.office)

    def away(self, who: str, **length: float) -> None:
        self.planner.block(self.cast.people[who], self.office.now, **length)

    async def play(self, *lines: str) -> Card:
        """Each line as `Cast` has it, "..." for the calendars' answer; the card that it all ends with."""
        card: Card | None = None
        for line in lines:
            if line == "...":
                card = (await self.planner.run(self.cast.people["ana"])).card
            else:
                outcome = await self.cast.play(line)
                assert outcome is not None
                card = outcome.card or next((reply.card for reply in outcome.replies if reply.card), None)
        assert card, lines
        return card


def _shown(*lines: str, checks: bool = True, before: Ground | None = None) -> Scene:
    async def scene() -> Card:
        meeting = Meeting(checks=checks)
        await meeting.cast.start()
        if before:
            before(meeting)
        return await meeting.play(*lines)

    return scene


def _failing(error: MeetingError, *lines: str) -> Scene:
    """What is shown where the last answer of the calendars is this."""

    async def scene() -> Card:
        meeting = Meeting()
        await meeting.cast.start()
        if lines:
            await meeting.play(*lines)
        meeting.planner.errors.append(error)
        return await meeting.play(*([] if lines else ["ana: schedule"]), "...")

    return scene


def _blind(meeting: Meeting) -> None:
    meeting.planner.blind[meeting.cast.people["megan"].id] = Blind.NOT_VISIBLE


def _alex_is_busy(meeting: Meeting) -> None:
    meeting.planner.block(meeting.cast.people["alex"], _TUESDAY, hours=8)


def _nobody_is_free(meeting: Meeting) -> None:
    meeting.away("megan", days=19)
    meeting.away("ana", days=3)


def _never(meeting: Meeting) -> None:
    for name in ("ana", "megan"):
        meeting.away(name, days=200)


def _three_of_a_name(meeting: Meeting) -> None:
    meeting.planner.directory = _ALEXES


async def _taken() -> Card:
    meeting = Meeting()
    await meeting.cast.start()
    await meeting.play(*_CHOSEN)
    meeting.planner.block(meeting.cast.people["megan"], _TUESDAY)
    return await meeting.play("ana: yes", "...")


async def _overtaken() -> Card:
    """An old card, pressed once the operation is over."""
    meeting = Meeting()
    await meeting.cast.start()
    card = await meeting.play("ana: schedule tuesday", "...")
    await meeting.play("ana: schedule", "...")
    outcome = await meeting.cast.people["ana"].press("More times", card=card)
    assert outcome.card
    return outcome.card


_CHOSEN = ("ana: schedule tuesday", "...", "ana: 1")
_BOOKED = (*_CHOSEN, "ana: yes", "...")
_MOVED = (*_BOOKED, "ana: reschedule wednesday", "...", "ana: 2")
_OUTSIDE = ("ana: schedule tuesday with pat@fabrikam.com", "...", "ana: 1")

MADE: Mapping[str, Scene] = {
    "made-looking": _shown("ana: schedule"),
    "made-searching": _shown("ana: schedule tuesday with Zelda and Pat"),
    "made-offer": _shown("ana: schedule", "..."),
    "made-offer-five": _shown(*_OTHERS, "ana: schedule tuesday", "...", before=_alex_is_busy),
    "made-offer-unsure": _shown("ana: schedule", "...", before=_blind),
    "made-offer-file": _shown("ana: schedule", "...", checks=False),
    "made-offer-unknown": _shown("ana: schedule tuesday with Zelda", "..."),
    "made-none": _shown("ana: schedule", "...", before=_nobody_is_free),
    "made-none-exact": _shown("ana: schedule tuesday at 22:00", "..."),
    "made-none-helps-not": _shown("ana: schedule", "...", before=_never),
    "made-which": _shown("ana: schedule with Alex too", "...", before=_three_of_a_name),
    "made-confirm": _shown(*_CHOSEN),
    "made-confirm-five": _shown(*_OTHERS, *_CHOSEN, before=_alex_is_busy),
    "made-confirm-outside": _shown(*_OUTSIDE),
    "made-confirm-file": _shown(*_CHOSEN, checks=False),
    "made-booked": _shown(*_BOOKED),
    "made-booked-file": _shown(*_BOOKED, checks=False),
    "made-taken": _taken,
    "made-confirm-move": _shown(*_MOVED),
    "made-moved": _shown(*_MOVED, "ana: yes", "..."),
    "made-confirm-cancel": _shown(*_BOOKED, "ana: cancel meeting because Megan is ill"),
    "made-cancelled-file": _shown(*_BOOKED, "ana: cancel meeting", "ana: yes", "...", checks=False),
    "made-not-allowed": _failing(NotAllowedError("MailboxSettings.Read")),
    "made-failed-booking": _failing(AwayError(open=True), *_CHOSEN, "ana: yes"),
    "made-unknown": _failing(UnknownOutcomeError(), *_CHOSEN, "ana: yes"),
    "made-sign-in": _failing(SignInError()),
    "line-overtaken": _overtaken,
}
