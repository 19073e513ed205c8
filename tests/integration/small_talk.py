"""A small conversation about a meeting in the place of the real one: what counts is who says it when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.scheduling.talk import Talk
from dialogs.desk import Desk
from dialogs.meeting.working import Findings, Prepared
from dialogs.message import Message, Reply
from dialogs.operation import Operation, Purpose, Stage
from dialogs.turn import Outcome, Turn
from handoffs.model import Handoff
from meetings.errors import MeetingError, SignInError, UnknownOutcomeError
from meetings.model import Event, Invitee, Plan, Window
from meetings.ports import Organiser

START = datetime(2026, 12, 1, 10, tzinfo=UTC)
END = START + timedelta(minutes=30)
_WINDOW = Window(start=START, end=END)


@dataclass
class SmallTalk:
    """`schedule` looks, `yes` books what was offered last, `sign in` asks for it; a press looks once more."""

    free: bool = True
    followed: list[tuple[Event | None, MeetingError | None]] = field(default_factory=list)
    before: list[Callable[[], Any]] = field(default_factory=list)  # called by the next `acted`, one each
    last: str = ""
    gone: bool = False  # the handoff has changed, and nothing is left to do

    def talk(self) -> Talk:
        return Talk(
            prepare=self.prepare,
            looked=self.looked,
            still_free=lambda operation, availabilities: self.free,
            taken=self.taken,
            acted=self.acted,
            followed=self.follow,
        )

    async def respond(self, message: Message, desk: Desk) -> Outcome:
        """The turn of a person."""
        message = replace(message, text=message.text.removeprefix("@Baton").strip())
        if message.verb:
            return await self._press(message, desk)
        if message.text == "yes":
            return await self._confirm(desk)
        person = (await desk.people.account(message.person)).id
        purpose = Purpose.SIGN_IN if message.text == "sign in" else Purpose.BOOK
        if message.text not in ("schedule", "sign in"):
            return Outcome(replies=(Reply(text=f"heard {message.text}"),))
        new = Operation(id="", number=0, person=person, purpose=purpose, stage=Stage.LOOKING)
        begun = await desk.operations.begin(new)
        self.last = begun.id
        looking = self._reply(begun, "Looking")
        if message.private:
            return Outcome(replies=(looking,))
        await desk.outbox.tell(person, looking)
        return Outcome(replies=(Reply(text="I wrote to you"),))

    async def _confirm(self, desk: Desk) -> Outcome:
        kept = await desk.operations.find(self.last)
        assert kept
        saved = await desk.operations.save(replace(kept, stage=Stage.ACTING, key=f"key of {kept.id}"))
        return Outcome(replies=(self._reply(saved, "Booking"),))

    async def _press(self, message: Message, desk: Desk) -> Outcome:
        kept = await desk.operations.find(self.last)
        assert kept
        saved = await desk.operations.save(replace(kept, stage=Stage.LOOKING, message=message.on))
        return Outcome(card=_card("Looking again", saved.revision))

    async def prepare(self, desk: Desk, operation: Operation) -> Prepared | None:
        if self.gone:
            return None
        contact = (await desk.people.contacts([operation.person]))[operation.person]
        me = Organiser(tenant=desk.tenant, person=contact.id, object_id=contact.object_id, user=contact.user)
        invitee = Invitee(person=contact.id, name=contact.name)
        plan = Plan(
            key=operation.key,
            number=operation.number,
            subject="Handoff",
            start=START,
            end=END,
            invitees=(invitee,),
            agenda_html="",
            agenda_text="",
        )
        return Prepared(organiser=me, invitees=(invitee,), window=_WINDOW, plan=plan)

    async def looked(self, turn: Turn, operation: Operation, findings: Findings) -> tuple[Operation, Reply]:
        if isinstance(findings.error, SignInError):
            return self._next(operation, Stage.SIGNING_IN, "Sign in")
        if findings.error:
            return self._next(operation, Stage.OFFERED, type(findings.error).__name__)
        return self._next(operation, Stage.OFFERED, f"Found {len(findings.availabilities)}")

    async def taken(self, turn: Turn, operation: Operation) -> tuple[Operation, Reply]:
        self.free = True
        return self._next(operation, Stage.LOOKING, "Taken")

    async def acted(self, turn: Turn, operation: Operation, findings: Findings) -> tuple[Operation, Reply]:
        if self.before:
            self.before.pop(0)()
        if isinstance(findings.error, UnknownOutcomeError):
            return self._next(operation, Stage.ACTING, "Finding out")
        if findings.error:
            return self._next(operation, Stage.OFFERED, type(findings.error).__name__)
        return self._next(operation, Stage.DONE, f"Booked {findings.event.link if findings.event else ''}")

    async def follow(
        self, turn: Turn, handoff: Handoff, event: Event | None, error: MeetingError | None
    ) -> None:
        self.followed.append((event, error))

    def _next(self, operation: Operation, stage: Stage, text: str) -> tuple[Operation, Reply]:
        new = replace(operation, stage=stage)
        return new, self._reply(replace(new, revision=operation.revision + 1), text)

    def _reply(self, operation: Operation, text: str) -> Reply:
        card = _card(text, operation.revision)
        return Reply(text=text, card=card, operation=operation.id, revision=operation.revision)


def _card(text: str, revision: int) -> dict[str, Any]:
    action = {"type": "Action.Execute", "title": "Again", "verb": "meeting", "data": {"revision": revision}}
    return {"type": "AdaptiveCard", "version": "1.5", "body": [_line(text)], "actions": [action]}


def _line(text: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text}


def titles(cards: Sequence[dict[str, Any]]) -> list[str]:
    """What each card says."""
    return [card["body"][0]["text"] for card in cards]
