"""Who is in the tenant, and what stands in their calendars besides meetings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# Working hours of a mailbox that was set up by an old client: the zone of Oslo, without its name.
CUSTOM_ZONE = {
    "@odata.type": "#microsoft.graph.customTimeZone",
    "name": "Customized Time Zone",
    "bias": -60,
    "standardOffset": {
        "time": "03:00:00.0000000",
        "dayOccurrence": 5,
        "dayOfWeek": "sunday",
        "month": 10,
        "year": 0,
    },
    "daylightOffset": {
        "daylightBias": -60,
        "time": "02:00:00.0000000",
        "dayOccurrence": 5,
        "dayOfWeek": "sunday",
        "month": 3,
        "year": 0,
    },
}
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something in a calendar; `status`: free, tentative, busy, oof or workingElsewhere."""

    start: datetime
    end: datetime
    status: str = "busy"
    subject: str = "Taken"


@dataclass(kw_only=True)
class Mailbox:
    """Somebody of the tenant. `zone`: a name as Outlook keeps it (Windows or IANA), or one nobody knows.

    `custom`: a customTimeZone that working hours are in (CUSTOM_ZONE). `visible`: others see free and busy.
    `on_premises`: not reachable through Graph. `mailbox` False: no Exchange licence. `shared`: no person's.
    `working` False: no working hours are told. `guest`: of another organisation, invited into the tenant.
    """

    mail: str
    name: str = ""
    object_id: str = ""
    upn: str = ""
    zone: str = "W. Europe Standard Time"
    custom: dict[str, Any] | None = None
    days: tuple[str, ...] = WORKDAYS
    start: str = "08:00:00.0000000"
    end: str = "17:00:00.0000000"
    items: list[Item] = field(default_factory=list)
    visible: bool = True
    on_premises: bool = False
    mailbox: bool = True
    shared: bool = False
    working: bool = True
    guest: bool = False
    department: str = ""

    def __post_init__(self) -> None:
        guest = f"{self.mail.replace('@', '_')}#EXT#@contoso.com"
        self.upn = self.upn or (guest if self.guest else self.mail)
        self.mailbox = self.mailbox and not self.guest
        self.name = self.name or self.mail.partition("@")[0].replace(".", " ").title()
        self.object_id = self.object_id or f"{self.mail.partition('@')[0]}-object"

    def is_named(self, key: str) -> bool:
        """Tell whether it is this one that an address, principal name or object id means."""
        return key.casefold() in (self.mail.casefold(), self.upn.casefold(), self.object_id.casefold())


@dataclass
class Directory:
    """The mailboxes of the tenant."""

    mailboxes: list[Mailbox] = field(default_factory=list)
    tenant: str = "contoso-tenant"

    def __iter__(self) -> Iterator[Mailbox]:
        return iter(self.mailboxes)

    def find(self, key: str) -> Mailbox | None:
        return next((each for each in self.mailboxes if each.is_named(key)), None)

    def named(self, key: str) -> Mailbox:
        found = self.find(key)
        assert found is not None, "nobody of that name is in the tenant"
        return found
