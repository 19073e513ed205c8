"""What every turn reads, in one statement: the person's state here, their profile, and what may be lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.store.repository import Repository
from bot.store.tables import conversation, profile, turn
from dialogs.desk import Profile

_TENANT, _PERSON, _CONVERSATION = (
    sa.bindparam(f"the_{name}", type_=sa.String) for name in ("tenant", "person", "conversation")
)
_PROFILE = ("person", "object_id", "role", "country", "time_zone", "welcomed")
_STATE = sa.and_(
    conversation.c.tenant == _TENANT,
    conversation.c.conversation == _CONVERSATION,
    conversation.c.person == _PERSON,
)
_LOST = sa.and_(
    turn.c.tenant == _TENANT,
    turn.c.conversation == _CONVERSATION,
    turn.c.person == _PERSON,
    turn.c.state == "unknown",
)
_ONE = sa.select(sa.literal(1).label("one")).subquery()
_READ = sa.select(
    conversation.c.revision,
    conversation.c.state,
    *(profile.c[name] for name in _PROFILE),
    sa.exists().where(_LOST).label("missed"),
).select_from(
    _ONE.outerjoin(conversation, _STATE).outerjoin(
        profile, sa.and_(profile.c.tenant == _TENANT, profile.c.person == _PERSON)
    )
)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """`revision` 0: there is no state yet. `missed`: something said earlier may not have arrived."""

    revision: int
    state: Mapping[str, Any]
    profile: Profile | None
    missed: bool


class Opening(Repository):
    """Reads over three tables, of one tenant as all others do."""

    async def read(self, conversation: str, person: str) -> Opened:
        values = {"the_tenant": self._tenant, "the_person": person, "the_conversation": conversation}
        row = (await self.execute(_READ, values)).one()._mapping
        known = row["person"] is not None
        return Opened(
            revision=row["revision"] or 0,
            state=row["state"] or {},
            profile=Profile(**{name: row[name] for name in _PROFILE}) if known else None,
            missed=bool(row["missed"]),
        )
