"""Invitation files over HTTP, from a real database: each change has its own, and nobody keeps it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.desks import Desks
from bot.invites import Invites
from bot.links import InviteLink, Links, Signer
from bot.store.store import Store
from dialogs import texts
from dialogs.desk import Defaults, Desk
from meetings import invite
from meetings.agenda import Agenda
from meetings.invite import Guest, Invitation, Snapshot
from tests.clock import Clock
from tests.fakes import FakeExpert

_START = datetime(2026, 12, 1, 9, tzinfo=UTC)
_SNAPSHOT = Snapshot(
    number=12,
    key="5f3a",
    sequence=0,
    organiser="ana",
    guests=(Guest(person="megan"),),
    start=_START,
    end=_START + timedelta(minutes=30),
)
_CHANGES = (
    _SNAPSHOT,
    replace(_SNAPSHOT, sequence=1, start=_START + timedelta(hours=1), end=_START + timedelta(hours=2)),
    replace(_SNAPSHOT, sequence=2, cancelled=True),
)


async def _build(desk: Desk, kept: Mapping[str, Any]) -> tuple[str, Invitation] | None:
    """Without a handoff; an organiser "nobody" may see nothing."""
    snapshot, agenda = invite.from_json(kept), Agenda(subject=desk.tenant, html="", text="")
    if snapshot.organiser == "nobody":
        return None
    addresses = {"ana": "ana@contoso.com", "megan": "megan@contoso.com"}
    return f"meeting-{snapshot.sequence}.ics", invite.write(snapshot, agenda, {}, addresses, desk.now)


@dataclass
class _Site:
    client: TestClient[Any, Any]
    signer: Signer
    store: Store
    clock: Clock

    async def keep(self, *snapshots: Snapshot) -> None:
        async with self.store.work("t") as work:
            for each in snapshots:
                await work.invites.put(each.number, each.key, each.sequence, invite.to_json(each))
            await work.commit()

    def link(self, **other: Any) -> str:
        named = {"tenant": "t", "number": 12, "key": "5f3a", "sequence": 0}
        return self.signer.sign_invite(InviteLink(**{**named, **other}))


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[_Site]:
    clock = Clock()
    signer, store = Signer(b"key", clock), Store(database_url, clock)
    await store.open()
    desks = Desks(
        expert=FakeExpert(),
        defaults=Defaults(),
        links=lambda tenant: Links(signer=signer, address="", tenant=tenant),
        seal=b"seal",
    )
    app = web.Application()
    answer = Invites(store=store, desks=desks, signer=signer, build=_build).answer
    app.router.add_get("/invites/{token}.ics", answer)
    async with TestClient(TestServer(app)) as client:
        yield _Site(client, signer, store, clock)
    await store.close()


async def test_each_change_has_its_own_file_and_keeps_it(site: _Site) -> None:
    await site.keep(*_CHANGES)
    for change, method in zip(_CHANGES, ("REQUEST", "REQUEST", "CANCEL"), strict=True):
        async with site.client.get(f"/invites/{site.link(sequence=change.sequence)}.ics") as response:
            body, headers = await response.text(), response.headers
        assert response.status == 200
        assert f"METHOD:{method}\r\n" in body
        assert f"SEQUENCE:{change.sequence}\r\n" in body
        assert f"DTSTART:{change.start:%Y%m%dT%H%M%SZ}\r\n" in body
        assert headers["Content-Type"] == f"text/calendar; charset=utf-8; method={method}"
        assert headers["Content-Disposition"] == f'attachment; filename="meeting-{change.sequence}.ics"'
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def _expired(site: _Site) -> str:
    token = site.link()
    site.clock.at += timedelta(days=30)
    return token


@pytest.mark.parametrize(
    "token",
    [
        _expired,
        lambda site: site.link(tenant="another"),
        lambda site: site.link(number=13),
        lambda site: site.link(key="other"),
        lambda site: site.link(sequence=7),
        lambda site: site.link(number=99),
        lambda site: Signer(b"another key", site.clock).sign_invite(
            InviteLink(tenant="t", number=12, key="5f3a", sequence=0)
        ),
        lambda _: "x",
        lambda _: "a" * 7000,
    ],
)
async def test_whatever_is_no_good_link_gets_the_same_sentence(
    site: _Site, token: Callable[[_Site], str]
) -> None:
    await site.keep(_SNAPSHOT, replace(_SNAPSHOT, number=99, organiser="nobody"))
    async with site.client.get(f"/invites/{token(site)}.ics") as response:
        assert (response.status, await response.text()) == (404, texts.INVITE_OVER)


async def test_what_was_kept_of_a_change_stays_as_it_was(site: _Site) -> None:
    await site.keep(_SNAPSHOT)
    await site.keep(replace(_SNAPSHOT, end=_START + timedelta(hours=3)))
    async with site.client.get(f"/invites/{site.link()}.ics") as response:
        assert "DTEND:20261201T093000Z" in await response.text()
