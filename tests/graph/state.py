"""What the fake knows and how it is set, free of the web server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from tests.graph.calendars import Calendars, Meeting
from tests.graph.calls import Call
from tests.graph.directory import Directory, Item, Mailbox
from tests.graph.faults import Fault, Repeat
from tests.graph.subscriptions import Subscriptions
from tests.graph.tokens import APP, LEAST, Tokens


class State:
    """`violations`: what broke the contract, of requests and of our own answers.

    `latency`: seconds before each answer. `link_after`: GETs until a new meeting has its link (0: at once).
    `link_lost_on_move`: start and end alone lose it too. `repeat`: what a known transactionId gives when it
    is posted again. `cancelled_readable`: a cancelled meeting is still found by its id, in the deleted items.
    """

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self.now = now
        self.directory, self.tokens = Directory(), Tokens()
        self.calendars = Calendars(self.directory)
        self.subscriptions = Subscriptions()
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.latency = 0.0
        self.link_after = 0
        self.link_lost_on_move = False
        self.cancelled_readable = False
        self.repeat = Repeat.SAME
        self.under_way: dict[str, int] = {}
        self.most: dict[str, int] = {}

    async def ask_back(self, url: str, token: str) -> tuple[int, str, str]:
        """Send a validation token; status, content type and text of the answer."""
        raise NotImplementedError

    # --- who is there, and what they may

    def add(self, mailbox: Mailbox) -> Mailbox:
        self.directory.mailboxes.append(mailbox)
        return mailbox

    def token(self, mail: str, *scopes: str) -> str:
        """A user's token; without scopes the ones that Baton asks for."""
        return self.tokens.issue(self.directory.named(mail), scopes or LEAST).token

    def app_token(self, *roles: str, only: Iterable[str] | None = None) -> str:
        """The app's own token; `only`: addresses that an administrator limits it to."""
        grant = self.tokens.issue(None, roles or APP)
        grant.policy = None if only is None else frozenset(mail.casefold() for mail in only)
        return grant.token

    def expire(self, token: str) -> None:
        self.tokens.grants[token].expired = True

    # --- as if in Outlook

    def events(self, mail: str) -> list[Meeting]:
        """The meetings in somebody's calendar that are not cancelled or deleted."""
        found = self.calendars.of(self.directory.named(mail))
        return [meeting for meeting in found if not meeting.cancelled]

    def busy(self, mail: str, start: datetime, end: datetime, status: str = "busy") -> None:
        self.directory.named(mail).items.append(Item(start=start, end=end, status=status))

    def respond(self, meeting: Meeting, mail: str, response: str, *, silent: bool = False) -> None:
        """accepted, declined, tentativelyAccepted; `silent`: without sending it, so that nobody is told."""
        answer = meeting.answer(mail)
        answer.response, answer.at, answer.told = response, self.now(), not silent
        if not silent:
            self.touch(meeting, (meeting.organiser.mail,))

    def move(self, meeting: Meeting, start: datetime, end: datetime) -> None:
        meeting.start, meeting.end = start, end
        meeting.answers.clear()  # everybody is asked anew
        self.touch(meeting)

    def delete(self, meeting: Meeting, mail: str = "") -> None:
        """The organiser's copy, which cancels it for all, or somebody else's."""
        if mail and not meeting.organiser.is_named(mail):
            meeting.gone.add(mail.casefold())
            self.touch(meeting, (mail,), "deleted")
        else:
            self.cancel(meeting)

    def cancel(self, meeting: Meeting, comment: str = "") -> None:
        meeting.cancelled, meeting.comment = True, comment
        self.touch(meeting, (meeting.organiser.mail,), "deleted")
        self.touch(meeting, [mail for mail in meeting.ids if not meeting.organiser.is_named(mail)])

    def touch(self, meeting: Meeting, mails: Iterable[str] = (), change: str = "updated") -> None:
        """Count a change, and tell the subscriptions of those calendars (none named: all)."""
        meeting.version += 1
        meeting.changed = self.now()
        for mail in mails or meeting.ids:
            if mailbox := self.directory.find(mail):
                self.subscriptions.tell(self.directory, mailbox, meeting, change, self.now())

    def lifecycle(self, subscription: str, event: str) -> None:
        """Send reauthorizationRequired, missed, or subscriptionRemoved, which ends it."""
        self.subscriptions.lifecycle(self.directory, subscription, event)

    # --- what was counted

    def most_at_once(self, mail: str) -> int:
        """The most requests that were under way for a mailbox at a time."""
        return self.most.get(self.directory.named(mail).mail, 0)

    def in_a_row(self) -> int:
        """How many calls waited for one another; with a `latency`, so that those made together overlap."""
        found, ended = 0, 0.0
        for call in sorted((call for call in self.calls if not call.part), key=lambda call: call.ended):
            if call.began >= ended:
                found, ended = found + 1, call.ended
        return found
