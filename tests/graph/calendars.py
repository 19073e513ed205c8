"""Meetings: one for all who are invited, with a copy in every mailbox of the tenant."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.graph.directory import Directory, Item, Mailbox

_numbers = itertools.count(1)
_LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_{uid}%40thread.v2/0"


@dataclass(kw_only=True)
class Answer:
    """How an attendee answered; `told` False: the organiser's copy does not show it."""

    response: str = "none"
    at: datetime | None = None
    told: bool = True


@dataclass(kw_only=True)
class Meeting:
    """A meeting as its organiser keeps it. Moments in UTC; `asked`: what was posted and patched.

    `ids`: its copies by address (in small letters), each under its immutable id. `gone`: addresses whose
    copy was deleted. `filed`: how often it was moved to another folder; its plain id changes with that.
    """

    uid: str
    organiser: Mailbox
    start: datetime
    end: datetime
    asked: dict[str, Any]
    made: datetime
    changed: datetime
    ids: dict[str, str] = field(default_factory=dict)
    extended: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    transaction: str = ""
    link: str = ""
    looked: int = 0  # GETs of the organiser's copy since it was made
    filed: int = 0
    cancelled: bool = False
    comment: str = ""
    version: int = 1

    @property
    def is_online(self) -> bool:
        return bool(self.asked.get("isOnlineMeeting"))

    def id_of(self, mailbox: Mailbox, *, immutable: bool) -> str:
        id = self.ids[mailbox.mail.casefold()]
        return id if immutable else f"{id.replace('immutable', 'item')}-{self.filed}"

    def has(self, mailbox: Mailbox, id: str) -> bool:
        mail = mailbox.mail.casefold()
        return mail in self.ids and id in (self.ids[mail], self.id_of(mailbox, immutable=False))

    def stands_for(self, mailbox: Mailbox) -> bool:
        """Tell whether there is a copy that was not deleted."""
        mail = mailbox.mail.casefold()
        is_theirs = mail == self.organiser.mail.casefold()
        return mail in self.ids and mail not in self.gone and not (is_theirs and self.cancelled)

    def answer(self, mail: str) -> Answer:
        return self.answers.setdefault(mail.casefold(), Answer())

    def attendees(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Whom it was sent to, by address in small letters, as they were posted."""
        for attendee in self.asked.get("attendees") or []:
            yield str((attendee.get("emailAddress") or {}).get("address", "")).casefold(), attendee

    def item(self, mailbox: Mailbox) -> Item:
        subject = str(self.asked.get("subject") or "")
        return Item(start=self.start, end=self.end, status=self.status(mailbox), subject=subject)

    def status(self, mailbox: Mailbox) -> str:
        """What free/busy says of it."""
        if mailbox is self.organiser:
            return str(self.asked.get("showAs") or "busy")
        response = self.answer(mailbox.mail).response
        return {"accepted": "busy", "declined": "free"}.get(response, "tentative")


class Calendars:
    """The meetings of the tenant."""

    def __init__(self, directory: Directory) -> None:
        self.all: list[Meeting] = []
        self._directory = directory

    def make(self, organiser: Mailbox, asked: Mapping[str, Any], start: datetime, end: datetime,
             now: datetime) -> Meeting:  # fmt: skip
        number = next(_numbers)
        meeting = Meeting(
            uid=f"040000008200E00074C5B7101A82E008{number:08X}",
            organiser=organiser,
            start=start,
            end=end,
            asked=dict(asked),
            made=now,
            changed=now,
            transaction=str(asked.get("transactionId") or ""),
        )
        for each in meeting.asked.pop("singleValueExtendedProperties", None) or []:
            meeting.extended[each["id"].casefold()] = each.get("value") or ""
        meeting.link = _LINK.format(uid=meeting.uid) if meeting.is_online else ""
        self.deliver(meeting)
        self.all.append(meeting)
        return meeting

    def deliver(self, meeting: Meeting) -> None:
        """Put a copy into the mailbox of everybody who is invited and has none."""
        mails = {meeting.organiser.mail.casefold(), *(mail for mail, _ in meeting.attendees())}
        for mail in sorted(mails):
            if mail not in meeting.ids and self._directory.find(mail) is not None:
                meeting.ids[mail] = f"immutable-{meeting.uid[-8:]}-{mail.partition('@')[0]}="

    def of(self, mailbox: Mailbox) -> list[Meeting]:
        return [meeting for meeting in self.all if meeting.stands_for(mailbox)]

    def find(self, mailbox: Mailbox, id: str) -> Meeting | None:
        return next((meeting for meeting in self.all if meeting.has(mailbox, id)), None)

    def transacted(self, mailbox: Mailbox, transaction: str) -> Meeting | None:
        mine = (meeting for meeting in self.all if meeting.organiser is mailbox)
        return next((meeting for meeting in mine if transaction and meeting.transaction == transaction), None)

    def taken(self, mailbox: Mailbox) -> list[Item]:
        """All that stands in a calendar: what was put there, and meetings."""
        meetings = (meeting for meeting in self.of(mailbox) if not meeting.cancelled)
        items = [each.item(mailbox) for each in meetings]
        return sorted((*mailbox.items, *items), key=lambda item: item.start)
