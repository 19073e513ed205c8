from __future__ import annotations

import pytest

from handoffs.model import State
from tests.office import Colleague, Office


async def _state(office: Office, number: int) -> tuple[State, str]:
    item = next(item for item in office.handoffs_kept[1].items if item.number == number)
    return item.state, item.mark.reason if item.mark else ""


@pytest.mark.parametrize(("typed", "state"), [("waive 5", State.WAIVED), ("n/a 5", State.NOT_APPLICABLE)])
async def test_a_reason_may_come_as_the_next_message(
    typed: str, state: State, office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)

    assert "Please give a reason" in await ana.say(typed)
    await ana.say("because the budget comes in March")

    assert await _state(office, 5) == (state, "the budget comes in March")


@pytest.mark.parametrize("typed", ["who leads stage 3?", "thanks", "cancel", "done 1", "help", "my handoffs"])
async def test_anything_else_is_no_reason_and_ends_the_wait(
    typed: str, office: Office, ana: Colleague, megan: Colleague
) -> None:
    await office.start(ana, megan)
    await ana.say("waive 5")

    await ana.say(typed)
    await ana.say("the budget comes in March")

    assert await _state(office, 5) == (State.OPEN, "")


async def test_several_items_wait_for_one_reason(office: Office, ana: Colleague, megan: Colleague) -> None:
    await office.start(ana, megan)
    await ana.say("waive 4 5")

    await ana.say("not before the new fiscal year")

    assert [(await _state(office, number))[0] for number in (4, 5)] == [State.WAIVED, State.WAIVED]


async def test_what_the_rules_refuse_otherwise_waits_for_nothing(
    office: Office, ana: Colleague, megan: Colleague, alex: Colleague
) -> None:
    await office.start(ana, megan)

    await alex.say("waive 5")

    kept = office.states.get((alex.chat, alex.user))
    assert kept is None or kept.progress is None
