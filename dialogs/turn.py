"""One turn of a conversation: what came in, and what goes out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.desk import Desk, Profile
from dialogs.message import Card, Message, Reply
from dialogs.state import State


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a turn says and leaves behind.

    `state` None: nothing is to be remembered. `card` replaces the card whose button was pressed.
    `understood` False: the button is not one of ours.
    """

    replies: tuple[Reply, ...] = ()
    state: State | None = None
    card: Card | None = None
    understood: bool = True


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A message with all that is needed to answer it."""

    message: Message
    text: str
    state: State
    profile: Profile
    desk: Desk

    def say(self, text: str, *, suggestions: tuple[str, ...] = ()) -> Outcome:
        return self.reply(Reply(text=text, suggestions=suggestions))

    def reply(self, *replies: Reply) -> Outcome:
        return Outcome(replies=replies, state=self.state)

    def within(self, state: State) -> Turn:
        return replace(self, state=state)
