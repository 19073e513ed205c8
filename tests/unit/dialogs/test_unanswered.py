"""The list of what could not be answered."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs import unanswered
from dialogs.desk import Group
from dialogs.message import Message, Person
from dialogs.turn import Turn


class _Questions:
    async def grouped(self, limit: int) -> tuple[list[Group], int]:
        return [Group(number=1, question="who is megan@contoso.com", count=2)], 1


@pytest.mark.parametrize("admin", [True, False])
async def test_an_address_that_was_kept_before_is_not_shown(admin: bool) -> None:
    desk: Any = type("Desk", (), {"questions": _Questions()})()
    message = Message(person=Person(tenant="contoso", id="29:ana", admin=admin), conversation="chat")
    nothing: Any = None
    turn = Turn(message=message, text="unanswered", state=nothing, profile=nothing, desk=desk)

    said = (await unanswered.show(turn)).replies[0].text

    assert "contoso" not in said
    assert ("who is ..." in said) is admin
