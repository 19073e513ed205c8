"""A row of the person table as somebody who can be named, and written to."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from dialogs.desk import SOMEONE, Contact

_PUNCTUATION = re.compile(r"[\W_\d]+")


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where somebody is reached; "" is what is not known. `unreachable`: refused when last tried."""

    user: str
    object_id: str
    chat: str
    service_url: str
    unreachable: bool


def address_of(row: sa.RowMapping | None) -> Address | None:
    if row is None:
        return None
    values = {name: row[name] for name in ("object_id", "chat", "service_url", "unreachable")}
    return Address(user=row["user_id"], **values)


def contact_of(id: str, row: sa.RowMapping | None) -> Contact:
    if row is None:
        return Contact(id=id, name=SOMEONE)
    return Contact(
        id=id,
        name=_name(row["name"]) or _name(row["email"]) or SOMEONE,
        user=row["user_id"],
        object_id=row["object_id"],
        country=row["country"] or "",
        time_zone=row["time_zone"] or "",
        hours=row["hours"] or "",
        reachable=bool(row["chat"]) and not row["unreachable"],
        unreachable=row["unreachable"] or _is_out_of_reach(row),
    )


def _is_out_of_reach(row: sa.RowMapping) -> bool:
    """Whether nothing but an address is known: the channel opens no chat by that."""
    return bool(row["email"]) and not any(row[name] for name in ("chat", "user_id", "object_id"))


def _name(text: str) -> str:
    """A name as it is; of an address "megan.bowen@..." the name "Megan Bowen"."""
    local, at, _ = text.partition("@")
    return _PUNCTUATION.sub(" ", local).strip().title() if at else text
