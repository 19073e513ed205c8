"""People who act on one handoff at the same time, and what each of them is told."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum, auto

from bot.inbound import ACTION
from dialogs import texts, verbs
from tests.fakes import FakeConnector
from tests.teams import Teams, find_button

MOST_SECONDS = 60.0
_ACCEPTED = re.compile(r"Noted\.|\d+ done, \d+ left")


class Verb(StrEnum):
    """What somebody does; the last two are the buttons of the live card."""

    NOTE = auto()
    DONE = auto()
    UNDO = auto()
    PRESS = auto()


class Came(StrEnum):
    """What became of an action, as the one who acted was told."""

    ACCEPTED = auto()
    REFUSED = auto()
    FAILED = auto()


@dataclass(frozen=True, kw_only=True)
class Action:
    """`marker` is in the text that goes with it, and in that of no other action."""

    person: str
    verb: Verb
    item: int
    marker: str
    came: Came = Came.FAILED


@dataclass(kw_only=True)
class Room:
    """The people, each with a way to every process."""

    connector: FakeConnector
    doors: Sequence[dict[str, Teams]]
    actions: list[Action] = field(default_factory=list)
    pressed: dict[str, str] = field(default_factory=dict)  # the marker by the activity of the press

    async def act(self, action: Action, door: int) -> None:
        person = self.doors[door][action.person]
        came = await self._press(person, action) if action.verb is Verb.PRESS else await _type(person, action)
        self.actions.append(replace(action, came=came))

    async def _press(self, person: Teams, action: Action) -> Came:
        """Look at the present card, as a client does, and press its button."""
        first, fresh = person.cards[0], await person.refresh(person.cards[-1])
        # Whoever has nothing left to tick has no button; the one of a card of long ago is still there.
        button = find_button(fresh if verbs.HANDOFF_DONE in json.dumps(fresh) else first, verbs.HANDOFF_DONE)
        # Each card that is sent has buttons with ids of their own.
        filled = {**button["data"], ACTION: action.marker, "items": f"{action.item}", "note": action.marker}
        value = {"action": {**button, "data": filled}, "trigger": "manual"}
        activity = person.activity(type="invoke", name="adaptiveCard/action", value=value)
        self.pressed[activity["id"]] = action.marker
        status, body = await person.post(activity)
        if status != 200 or "error" in body["type"]:
            return Came.FAILED
        if "message" in body["type"]:
            return Came.REFUSED
        return Came.ACCEPTED

    def settle(self) -> list[Action]:
        """What was done; a press that was answered with the card and a line had been overtaken."""
        lines = {self.pressed.get(str(sent.get("replyToId"))) for sent in self.connector.sent}
        return [
            replace(action, came=Came.REFUSED) if action.marker in lines else action
            for action in self.actions
        ]


async def _type(person: Teams, action: Action) -> Came:
    said = {
        Verb.NOTE: f"note {action.item} {action.marker}",
        Verb.DONE: f"done {action.item} {action.marker}",
        Verb.UNDO: f"undo {action.item}",
    }
    # The same words twice at once would be one delivery and its repetition; so each quotes another message.
    quoted = f"quoted-{action.marker}"
    activity = person.activity(text=said[action.verb], textFormat="plain", replyToId=quoted)
    status, _ = await person.post(activity)
    if status not in (200, 201, 202):
        return Came.FAILED
    return await _told(person, activity["id"])


async def _told(person: Teams, id: str) -> Came:
    """What the reply says; a reply that could not be sent at once comes later."""

    def replies() -> list[str]:
        return [str(sent.get("text")) for sent in person.connector.sent if sent.get("replyToId") == id]

    await person.until(lambda: any(text != "None" for text in replies()), MOST_SECONDS)
    text = " ".join(replies())
    if texts.APOLOGY.partition("{")[0] in text:
        return Came.FAILED
    return Came.ACCEPTED if _ACCEPTED.search(text) else Came.REFUSED
