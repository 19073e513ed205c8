"""The person ids of one account: somebody who was found to be the same person keeps each id they had."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.repository import Repository
from bot.store.tables import person

_TENANT = sa.bindparam("the_tenant", type_=sa.String)
_ID = sa.bindparam("the_id", type_=sa.String)
# Built once: composing a statement costs more than running it.
_ACCOUNT = sa.select(person.c.account).where(person.c.tenant == _TENANT, person.c.id == _ID)
_IDS = sa.select(person.c.id).where(
    person.c.tenant == _TENANT, person.c.account == _ACCOUNT.correlate(None).scalar_subquery()
)


async def ids(repository: Repository, tenant: str, id: str) -> list[str]:
    """All person ids of whoever has this one; this one alone where nothing is known of them."""
    found = await repository.execute(_IDS, {"the_tenant": tenant, "the_id": id})
    return sorted({id, *found.scalars()})
