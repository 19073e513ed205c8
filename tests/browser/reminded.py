"""The card of a morning, with one or many reminders, and after its buttons were pressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from dialogs.message import Card
from tests.browser.gallery import ALL_DONE, Cast, Scene
from tests.unit.dialogs.meeting_play import book
from tests.unit.dialogs.reminding.morning import card_of, meet_by, reminded

_MANY = 13
_LONG = "Contoso Pharmaceuticals and Life Sciences of Northern and Central Europe " + "W" * 40


async def _due(*customers: str) -> Cast:
    """The first is due on Tue 1 Dec; of the others the discussion is still to be booked."""
    cast = Cast()
    await cast.start()
    await cast.play("ana: escalate to alex@contoso.com", "ana: held today")
    for number, customer in enumerate(customers, start=2):
        await cast.start(customer=customer)
        meet_by(cast.office, cast.people["ana"], number, days=10 + number)
    return cast


async def _one() -> Card:
    return await card_of((await _due()).people["ana"])


async def _agreement() -> Card:
    cast = await _due()
    await cast.play(*ALL_DONE)
    return await card_of(cast.people["ana"])


async def _overdue() -> Card:
    cast = await _due()
    cast.office.later(days=14)
    return (await reminded(cast.people["ana"], again=True, last=True)).card or {}


async def _escalated() -> Card:
    cast = await _due()
    cast.office.later(days=14)
    return await card_of(cast.people["alex"])


async def _held() -> Card:
    return await card_of((await _over()).people["ana"])


async def _over() -> Cast:
    cast = Cast()
    await cast.start()
    book(cast.office, cast.people["ana"])
    cast.office.now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    return cast


async def _several() -> Card:
    cast = await _over()
    for number, customer in ((2, "Fabrikam"), (3, "Northwind")):
        await cast.start(customer=customer)
        await cast.play(f"ana: open {number}", "ana: done 1 to 10")
        meet_by(cast.office, cast.people["ana"], number, days=number)
    return await card_of(cast.people["ana"])


async def _many() -> Card:
    cast = await _due(*(f"{_LONG} {number}" for number in range(_MANY)))
    return await card_of(cast.people["ana"])


async def _snoozed() -> Card:
    cast = await _due("Fabrikam")
    ana = cast.people["ana"]
    outcome = await ana.press("Snooze until then", card=await card_of(ana), until1="2026-11-30")
    assert outcome.card
    return outcome.card


async def _done() -> Card:
    cast = await _over()
    ana = cast.people["ana"]
    outcome = await ana.press("It took place", card=await card_of(ana))
    assert outcome.card
    return outcome.card


MADE: Mapping[str, Scene] = {
    "made-one": _one,
    "made-agreement": _agreement,
    "made-overdue": _overdue,
    "made-escalated": _escalated,
    "made-held": _held,
    "made-several": _several,
    "made-many": _many,
    "made-snoozed": _snoozed,
    "made-done": _done,
}
