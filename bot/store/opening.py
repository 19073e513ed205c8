"""What every turn reads as it begins: the person's state here, their profile, and what may be lost.

Also whether the chat is kept just as it is now; where it is not, the turn keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa

from bot.origin import Place
from bot.store.repository import fit
from bot.store.tables import TURN_UNKNOWN, conversation, profile, reference, turn
from dialogs.desk import Profile

_TENANT, _PERSON, _CONVERSATION = (
    sa.bindparam(f"the_{name}", type_=sa.String) for name in ("tenant", "person", "conversation")
)
_PROFILE = ("person", "object_id", "role", "country", "time_zone", "hours", "welcomed", "met")


def _is(column: sa.Column[str], value: sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    """A condition that names the column's table, which SQLAlchemy leaves out of all that SQLite returns."""
    return sa.literal_column(f"{column.table.name}.{column.name}", column.type) == value


def _read(column: sa.Column[Any], *where: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    return sa.select(column).where(*where).correlate(None).scalar_subquery().label(column.name)


_STATE = (
    _is(conversation.c.tenant, _TENANT),
    _is(conversation.c.conversation, _CONVERSATION),
    _is(conversation.c.person, _PERSON),
)
_WHO = (_is(profile.c.tenant, _TENANT), _is(profile.c.person, _PERSON))
_LOST = (
    _is(turn.c.tenant, _TENANT),
    _is(turn.c.conversation, _CONVERSATION),
    _is(turn.c.person, _PERSON),
    TURN_UNKNOWN,
)
_ORIGIN = ("service_url", "channel", "bot", "bot_name")
_HERE = (
    _is(reference.c.tenant, _TENANT),
    _is(reference.c.conversation, sa.bindparam("the_chat", type_=sa.String)),
    _is(reference.c.person, sa.bindparam("the_own", type_=sa.String)),
    *(_is(reference.c[name], sa.bindparam(f"the_{name}", type_=sa.String)) for name in _ORIGIN),
)
# For the RETURNING of the statement that begins a turn: values for the_tenant, the_conversation, the_person,
# and those of `about`.
READ: tuple[sa.ColumnElement[Any], ...] = (
    _read(conversation.c.revision, *_STATE),
    _read(conversation.c.state, *_STATE),
    *(_read(profile.c[name], *_WHO) for name in _PROFILE),
    sa.select(turn.c.activity).where(*_LOST).correlate(None).exists().label("missed"),
    sa.select(reference.c.conversation).where(*_HERE).correlate(None).exists().label("placed"),
)


def about(place: Place, person: str) -> dict[str, str]:
    """The values of READ for a chat; `person` as `References.keep` takes it."""
    known = {f"the_{name}": fit(getattr(place, name), reference.c[name]) for name in _ORIGIN}
    return {**known, "the_chat": place.conversation, "the_own": fit(person, reference.c.person)}


@dataclass(frozen=True, kw_only=True)
class Opened:
    """`revision` 0: there is no state yet. `missed`: something said earlier may not have arrived.

    `placed`: the chat is kept as it is now.
    """

    revision: int
    state: Mapping[str, Any]
    profile: Profile | None
    missed: bool
    placed: bool

    @classmethod
    def of(cls, row: sa.RowMapping) -> Self:
        """What READ found."""
        known = row["person"] is not None
        return cls(
            revision=row["revision"] or 0,
            state=row["state"] or {},
            profile=Profile(**{name: row[name] for name in _PROFILE}) if known else None,
            missed=bool(row["missed"]),
            placed=bool(row["placed"]),
        )
