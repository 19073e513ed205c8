"""Live cards of a handoff whose discussion is booked, in the states that people meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from dialogs.message import Card
from handoffs import booking
from handoffs.model import Attendee, Reply
from tests.browser.gallery import AGREED, Cast, Scene
from tests.unit.dialogs import meeting_play as meetings

Then = Callable[[Cast], object]


def live(*lines: str, by: str = "ana", then: Then | None = None, **values: Any) -> Scene:
    """What one person sees once the discussion is booked and this happened."""

    async def scene() -> Card:
        cast = Cast()
        await cast.start()
        await cast.play(*AGREED)
        ana, megan, alex = (cast.people[name] for name in ("ana", "megan", "alex"))
        invited = (Attendee(person=megan.id), Attendee(person=alex.id, required=False))
        meetings.book(cast.office, ana, *invited, **values)
        if then:
            then(cast)
        await cast.play(*lines)
        return await cast.people[by].opens()

    return scene


def _answered(**replies: Reply) -> Then:
    def then(cast: Cast) -> None:
        said = {cast.people[name].id: reply for name, reply in replies.items()}
        meetings.answer(cast.office, cast.people["ana"], said)

    return then


def _unseen(cast: Cast) -> None:
    office, ana = cast.office, cast.people["ana"]
    meetings.changed(office, ana, lambda h, setting: booking.unseen(h, "k1", office.now, setting))


def _over(cast: Cast) -> None:
    cast.office.now = meetings.END + timedelta(hours=2)


async def _being_booked() -> Card:
    cast = Cast()
    await cast.start()
    await cast.play(*AGREED)
    meetings.want(cast.office, cast.people["megan"])
    return await cast.people["ana"].opens()


CARD: Mapping[str, Scene] = {
    "live-being-booked": _being_booked,
    "live-booked": live(),
    "live-booked-receiver": live(by="megan"),
    "live-booked-file": live(link="", in_calendar=False),
    "live-booked-accepted": live(then=_answered(megan=Reply.ACCEPTED, alex=Reply.ACCEPTED)),
    "live-booked-declined": live(then=_answered(megan=Reply.DECLINED)),
    "live-booked-unseen": live(then=_unseen),
    "live-booked-over": live(then=_over),
    "live-booked-handoff-cancelled": live("ana: cancel 1 because the customer has stopped"),
}
