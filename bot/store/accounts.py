"""The person ids of one account: somebody who was found to be the same person keeps each id they had."""

from __future__ import annotations

from collections.abc import Collection, Mapping

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
_ACCOUNTS = sa.select(person.c.id, person.c.account).where(
    person.c.tenant == _TENANT, person.c.id.in_(sa.bindparam("the_ids", type_=sa.String, expanding=True))
)


async def of(repository: Repository, tenant: str, ids: Collection[str]) -> Mapping[str, str]:
    """Whose account each of these person ids is of; the id itself where nothing is known of them."""
    found = await repository.execute(_ACCOUNTS, {"the_tenant": tenant, "the_ids": sorted(ids)})
    return {**{id: id for id in ids}, **{row.id: row.account for row in found}}


async def ids(repository: Repository, tenant: str, id: str) -> list[str]:
    """All person ids of whoever has this one; this one alone where nothing is known of them."""
    found = await repository.execute(_IDS, {"the_tenant": tenant, "the_id": id})
    return sorted({id, *found.scalars()})
