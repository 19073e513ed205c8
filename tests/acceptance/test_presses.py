"""What a press answers in its response, and what it says in the chat; a look does neither but show."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs import cards, texts
from dialogs.desk import Desk, RosterNeededError, StrangerError
from dialogs.message import Message, Reply
from dialogs.turn import Outcome
from tests import contracts
from tests.teams import Teams

_CARD = cards.chosen("fresh")
_SHOWN, _TOLD = "application/vnd.microsoft.card.adaptive", "application/vnd.microsoft.activity.message"
_PRESS = {"action": {"type": "Action.Execute", "verb": "any", "data": {"handoff": 12}}}


class _Dialog:
    """Answers with what it was given, and remembers what it heard."""

    def __init__(self) -> None:
        self.outcome: Outcome | Exception = Outcome()
        self.heard: list[Message] = []

    async def __call__(self, message: Message, desk: Desk) -> Outcome:
        self.heard.append(message)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch) -> _Dialog:
    found = _Dialog()
    monkeypatch.setattr("dialogs.conversation.respond", found)
    return found


async def _press(teams: Teams, trigger: str = "manual") -> tuple[dict[str, Any], list[str]]:
    """The body of the response, and the texts that came into the chat."""
    before = len(teams.connector.sent)
    status, body = await teams.invoke("adaptiveCard/action", {**_PRESS, "trigger": trigger})
    assert status == 200
    contracts.check_action_response(body)
    return body, [sent.get("text") or "a card" for sent in teams.connector.sent[before:]]


async def test_a_refused_press_shows_the_fresh_card_and_says_why(teams: Teams, dialog: _Dialog) -> None:
    dialog.outcome = Outcome(card=_CARD, replies=(Reply(text="Changed by Ana at 10:02."),))

    body, said = await _press(teams)

    assert (body["type"], said) == (_SHOWN, ["Changed by Ana at 10:02."])
    assert "fresh" in str(body["value"])


async def test_one_word_alone_is_said_where_the_button_was_pressed(teams: Teams, dialog: _Dialog) -> None:
    dialog.outcome = Outcome(replies=(Reply(text="Saved."),))

    body, said = await _press(teams)

    assert (body["type"], body["value"], said) == (_TOLD, "Saved.", [])


async def test_a_card_that_is_to_stay_is_posted(teams: Teams, dialog: _Dialog) -> None:
    dialog.outcome = Outcome(replies=(Reply(text="Contoso", card=_CARD),))

    body, said = await _press(teams)

    assert (body["type"], said) == (_TOLD, ["a card"])


async def test_a_press_that_says_nothing_is_answered(teams: Teams, dialog: _Dialog) -> None:
    assert (await _press(teams))[1] == []


async def test_a_look_shows_the_card_says_nothing_and_is_taken_again(teams: Teams, dialog: _Dialog) -> None:
    dialog.outcome = Outcome(card=_CARD, replies=(Reply(text="not for a look"),))

    for _ in range(2):
        body, said = await _press(teams, "automatic")
        assert (body["type"], said) == (_SHOWN, [])
    assert [message.refresh for message in dialog.heard] == [True, True]


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(),
        Outcome(understood=False),
        Outcome(replies=(Reply(text="x"),)),
        StrangerError(),
        RosterNeededError(),
    ],
)
async def test_where_a_look_finds_nothing_the_client_keeps_its_card(
    teams: Teams, dialog: _Dialog, outcome: Outcome | Exception
) -> None:
    dialog.outcome = outcome

    body, said = await _press(teams, "automatic")

    assert (body["statusCode"], body["value"]["message"], said) == (400, texts.OLD_BUTTON, [])
    assert teams.connector.asked == []
