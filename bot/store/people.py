"""Who is who: the one place of names and addresses.

An account is one row, which holds all that is known of it; a row that was found later to be the same person
(invited by e-mail, known from a mention) keeps its id, and names that row as its account.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.contacts import Address, address_of, contact_of
from bot.store.profiles import Profiles
from bot.store.reach import Reach
from bot.store.repository import Clock, Repository, fit
from bot.store.tables import PERSON_EMAIL, PERSON_OBJECT, PERSON_USER, handoff_party, person, profile
from dialogs.desk import Contact, RosterHiddenError, RosterNeededError, StrangerError
from dialogs.message import Mentioned, Person
from handoffs.change import Actor
from meetings.ports import Found

_ASKED_AGAIN = timedelta(days=1)  # where the roster did not know the address
_BYTES = 8  # of an id
_BLANK = dict.fromkeys(("user_id", "object_id", "email", "name", "chat", "service_url"), "")

_TENANT = sa.bindparam("the_tenant", type_=sa.String)
_USER = sa.bindparam("the_user", type_=sa.String)
_IDS = sa.bindparam("the_ids", type_=sa.String, expanding=True)


def _account_of(*where: sa.ColumnElement[bool] | sa.TextClause) -> sa.ScalarSelect[Any]:
    theirs = sa.select(person.c.account).where(person.c.tenant == _TENANT, *where)
    return theirs.correlate(None).scalar_subquery()


# Built once: composing a statement costs more than running it.
_ROWS = sa.and_(
    person.c.tenant == _TENANT, person.c.account == _account_of(person.c.user_id == _USER, PERSON_USER)
)
_ACCOUNT = sa.select(person.c.id, person.c.account, person.c.email, person.c.asked).where(_ROWS)
_PROFILE = sa.and_(profile.c.tenant == _TENANT, profile.c.person == person.c.user_id)
_CONTACTS = (
    sa.select(person, profile.c.country, profile.c.time_zone, profile.c.hours)
    .select_from(person.outerjoin(profile, _PROFILE))
    .where(person.c.tenant == _TENANT, person.c.id.in_(_IDS))
)
_FORGET = sa.update(person).where(_ROWS).values(**_BLANK, account=person.c.id, asked=None)


class People(Repository):
    """Implements the port of the same name. `roster`: the members of conversations, as far as the edge
    has read them for this turn. `trusts`: nobody can be asked who somebody is, so that what is known will do.
    `assumed`: accounts whose own id in Teams is not known, by what stands for it.
    """

    table = person

    def __init__(self, connection: AsyncConnection, tenant: str, now: Clock, profiles: Profiles) -> None:
        super().__init__(connection, tenant, now)
        self.roster: Mapping[str, Sequence[Mentioned]] = {}
        self.trusts = False
        self.assumed: dict[str, Actor] = {}
        self._profiles, self._reach = profiles, Reach(self, connection, tenant, profiles)
        self._accounts: dict[str, Actor] = {}
        self._owners: dict[str, sa.RowMapping | None] = {}

    async def account(self, person: Person) -> Actor:
        if known := self.assumed.get(person.id):
            return known
        if person.id not in self._accounts:
            self._accounts[person.id] = await self._account(person)
        return self._accounts[person.id]

    async def _account(self, person: Person) -> Actor:
        found = await self.execute(_ACCOUNT, {"the_tenant": self._tenant, "the_user": person.id})
        rows = found.mappings().all()
        own = next((row for row in rows if row["id"] == row["account"]), None)
        if own is None or (own["asked"] is None and not self.trusts):
            raise StrangerError
        if not own["email"] and not self.trusts and own["asked"] < self.now() - _ASKED_AGAIN:
            raise StrangerError
        return Actor(id=own["id"], ids=frozenset(row["id"] for row in rows), admin=person.oversees)

    async def introduce(
        self, user: str, object_id: str, name: str, email: str, chat: str, service_url: str
    ) -> bool:
        """Keep who writes, as Teams and its roster name them; whether a handoff waits for them.

        Whoever was known by this object id or address alone becomes this account. "" changes nothing.
        """
        known = {"user_id": user, "object_id": object_id, "email": _address(email)}
        own, same = await self._claim(known)
        where = {"chat": chat, "service_url": fit(service_url, person.c.service_url)}
        new = {"name": fit(name, person.c.name), **where}
        given = {column: value for column, value in {**known, **new}.items() if value}
        reached = {"unreachable": False} if chat else {}
        id = own or await self._add()
        for other in same:
            blank = sa.update(person).where(self.mine(), person.c.account == other)
            await self.execute(blank.values(**_BLANK, account=id))
        await self._set(id, **given, **reached, asked=self.now())
        if chat:  # else their own chat is still to be learnt, when they write there
            await self._profiles.meet(user, object_id)
        is_awaited = await self._is_awaited(id)
        if is_awaited and chat:
            await self._reach.plan(id)
        return is_awaited

    async def _claim(self, known: Mapping[str, str]) -> tuple[str, list[str]]:
        """The row that is this account ("" for none yet), and rows that turn out to be the same person."""
        rows = await self._known_by(known)
        by_email = next((row for row in rows if known["email"] and row["email"] == known["email"]), None)
        if by_email and _is_anothers(by_email, known):
            await self._set(by_email["id"], email="")  # the address has passed to somebody else
            by_email = None
        by_user = (row for row in rows if row["user_id"] == known["user_id"])
        by_object = (row for row in rows if known["object_id"] and row["object_id"] == known["object_id"])
        ids = [row["id"] for row in (*by_user, *by_object, by_email) if row]
        own, *same = list(dict.fromkeys(ids)) or [""]
        return own, same

    async def _known_by(self, known: Mapping[str, str]) -> Sequence[sa.RowMapping]:
        conditions = {"user_id": PERSON_USER, "object_id": PERSON_OBJECT, "email": PERSON_EMAIL}
        ways = [sa.and_(person.c[name] == known[name], conditions[name]) for name in known if known[name]]
        return (await self.execute(sa.select(person).where(self.mine(), sa.or_(*ways)))).mappings().all()

    async def _is_awaited(self, account: str) -> bool:
        theirs = sa.select(person.c.id).where(self.mine(), person.c.account == account)
        named = sa.select(handoff_party.c.number).where(
            handoff_party.c.tenant == self._tenant,
            handoff_party.c.person.in_(theirs),
            handoff_party.c.is_open,
        )
        return (await self.execute(named.limit(1))).first() is not None

    async def by_user(self, mentioned: Mentioned) -> Contact:
        return (await self._of_teams([mentioned]))[0]

    async def by_object_id(self, object_id: str) -> Contact:
        return await self._by({"object_id": fit(object_id, person.c.object_id)})

    async def by_email(self, email: str) -> Contact:
        return await self._by({"email": _address(email)})

    async def of_directory(self, found: Found) -> Contact:
        known = {"object_id": fit(found.object_id, person.c.object_id), "email": _address(found.address)}
        rows = await self._known_by(known) if any(known.values()) else ()
        same = [row for row in rows if row["object_id"] and row["object_id"] == known["object_id"]]
        free = [row for row in rows if not _is_anothers(row, {**known, "user_id": row["user_id"]})]
        id = next((row["id"] for row in (*same, *free)), "") or await self._add(
            **_free(known, rows), name=fit(found.name, person.c.name)
        )
        await self.learned(id, found)
        return (await self.contacts([id]))[id]

    async def learned(self, id: str, found: Found) -> None:
        """What is known already stays; what somebody else of the table has is not taken from them."""
        owner = (await self._read([id]))[id]
        if owner is None:
            return
        known = {"object_id": fit(found.object_id, person.c.object_id), "email": _address(found.address)}
        missing = {name: value for name, value in known.items() if value and not owner[name]}
        others = await self._known_by(missing) if missing else ()
        if known["object_id"] and owner["object_id"] in ("", known["object_id"]):
            others = [row for row in others if not await self._joined(owner["id"], row)]
        new = _free(missing, [row for row in others if row["id"] != owner["id"]])
        if found.name and (not owner["name"] or "@" in owner["name"]):
            new["name"] = fit(found.name, person.c.name)
        if new:
            await self._set(owner["id"], **new)

    async def _joined(self, id: str, row: sa.RowMapping) -> bool:
        """Whether nothing but an address was known of this row: then it becomes the account whose it is."""
        if row["id"] == id or row["user_id"] or row["object_id"]:
            return False
        same = sa.update(person).where(self.mine(), person.c.account == row["id"])
        await self.execute(same.values(**_BLANK, account=id))
        return True

    async def addresses(self, ids: Collection[str]) -> Mapping[str, str]:
        owners = await self._read(ids)
        return {id: (owner["email"] if (owner := owners[id]) else "") for id in ids}

    async def _by(self, known: Mapping[str, str]) -> Contact:
        rows = await self._known_by(known)
        id = rows[0]["id"] if rows else await self._add(**known)
        return (await self.contacts([id]))[id]

    async def members(self, conversation: str) -> Sequence[Contact]:
        if conversation not in self.roster:
            raise RosterNeededError
        if not self.roster[conversation]:
            raise RosterHiddenError  # whoever asks is in it
        return await self._of_teams(self.roster[conversation])

    async def _of_teams(self, mentioned: Sequence[Mentioned]) -> list[Contact]:
        """Everybody found or added, in few statements also for a large group."""
        users = [fit(each.user, person.c.user_id) for each in mentioned]
        named = sa.select(person).where(self.mine(), person.c.user_id.in_(users), PERSON_USER)
        ids = {row["user_id"]: row["id"] for row in (await self.execute(named)).mappings()}
        for user, each in zip(users, mentioned, strict=True):
            if user not in ids:
                ids[user] = await self._of_user(user, each)
        contacts = await self.contacts(ids.values())
        return [contacts[ids[user]] for user in users]

    async def _of_user(self, user: str, mentioned: Mentioned) -> str:
        """Somebody whose id in Teams is new: known from the people picker, or not at all."""
        new = {"user_id": user, "name": fit(mentioned.name, person.c.name)}
        object_id = fit(mentioned.object_id, person.c.object_id)
        known = await self._known_by({"object_id": object_id}) if object_id else ()
        if not known:
            return await self._add(**new, object_id=object_id)
        if not known[0]["user_id"]:
            await self._set(known[0]["id"], **new)
        return str(known[0]["id"])

    async def contacts(self, ids: Collection[str]) -> Mapping[str, Contact]:
        owners = await self._read(ids)
        return {id: contact_of(id, owners[id]) for id in ids}

    async def address(self, id: str) -> Address | None:
        """Where to write to somebody; None for who is not known at all."""
        return address_of((await self._read([id]))[id])

    async def _read(self, ids: Collection[str]) -> Mapping[str, sa.RowMapping | None]:
        """The rows that hold what is known of these people, each read once; None for who is not there."""
        if missing := [id for id in dict.fromkeys(ids) if id not in self._owners]:
            rows = await self._rows(missing)
            accounts = {row["account"] for row in rows.values()} - rows.keys()
            owners = rows | (await self._rows(accounts) if accounts else {})
            self._owners |= {id: owners.get(rows[id]["account"]) if id in rows else None for id in missing}
        return self._owners

    async def _rows(self, ids: Collection[str]) -> dict[str, sa.RowMapping]:
        found = await self.execute(_CONTACTS, {"the_tenant": self._tenant, "the_ids": list(ids)})
        return {row["id"]: row for row in found.mappings()}

    async def opened(self, id: str, chat: str, service_url: str) -> None:
        """Keep the chat in which somebody is reached."""
        if owner := (await self._read([id]))[id]:
            await self._set(owner["id"], chat=chat, service_url=service_url, unreachable=False)

    async def reached(self, user: str, chat: str, service_url: str) -> None:
        """Keep the own chat in which a Teams user has just written."""
        self._fresh()
        await self._reach.found(user, chat, service_url)

    async def lost(self, id: str) -> bool:
        """Mark that somebody was not reached; whether that is news, of which others are then told."""
        owner = (await self._read([id]))[id]
        self._fresh()
        return owner is not None and await self._reach.lost(owner["id"], owner["user_id"])

    async def left(self, user: str) -> bool:
        """As `lost`, of a Teams user who has removed Baton."""
        id = await self._reach.id_of(user)
        return bool(id) and await self.lost(id)

    async def forget(self, person: str) -> None:
        """Take all that is known off the rows of a Teams user: who comes back is somebody new."""
        self._fresh()
        await self._reach.forget(person)
        await self.execute(_FORGET, {"the_tenant": self._tenant, "the_user": person})

    async def _add(self, **values: str) -> str:
        id = secrets.token_hex(_BYTES)
        rest = {"unreachable": False, "asked": None, "changed": self.now()}
        await self.insert({**_BLANK, **values, "id": id, "account": id, **rest})
        return id

    async def _set(self, id: str, **values: Any) -> None:
        self._fresh()
        this = sa.update(person).where(self.mine(), person.c.id == id)
        await self.execute(this.values(**values, changed=self.now()))

    def _fresh(self) -> None:
        self._accounts.clear()
        self._owners.clear()


def _address(email: str) -> str:
    return fit(email.strip().casefold(), person.c.email)


def _free(known: Mapping[str, str], rows: Sequence[sa.RowMapping]) -> dict[str, str]:
    """What of it none of these rows has: each may stand once."""
    return {name: value for name, value in known.items() if all(row[name] != value for row in rows)}


def _is_anothers(row: sa.RowMapping, known: Mapping[str, str]) -> bool:
    return any(row[name] not in ("", known[name]) for name in ("user_id", "object_id"))
