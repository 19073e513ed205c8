"""Links to reports from outside: what is no good link says so, and says nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import compose, secret_key
from bot.links import ReportLink, Signer
from dialogs import texts
from dialogs.desk import Desk
from tests.clock import Clock
from tests.conftest import MakeSettings
from tests.fakes import FakeExpert

_LINK = ReportLink(tenant="t", number=12, person="ana", form="csv")
_FILE = ("handoff-12.csv", "text/csv", "a,b\r\n1,ü\r\n")


@dataclass
class _Site:
    client: TestClient[Any, Any]
    signer: Signer
    clock: Clock


@pytest.fixture
async def site(make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[_Site]:
    async def build(desk: Desk, number: int, person: str, form: str) -> tuple[str, str, str] | None:
        return _FILE if (desk.tenant, number, person, form) == ("t", 12, "ana", "csv") else None

    monkeypatch.setattr("dialogs.handoff.reports.build", build)
    clock, settings = Clock(), make_settings(BATON_SECRET_KEY="key")
    app = compose.build_app(settings, expert=FakeExpert(), now=clock)
    signer = Signer(secret_key.derive(b"key", "links"), clock)
    async with TestClient(TestServer(app)) as client:
        yield _Site(client, signer, clock)


async def test_a_report_is_a_file_that_nobody_keeps(site: _Site) -> None:
    async with site.client.get(f"/reports/{site.signer.sign(_LINK)}") as response:
        assert response.status == 200
        assert await response.read() == _FILE[2].encode()
        headers = response.headers
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["Content-Disposition"] == 'attachment; filename="handoff-12.csv"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def _expired(site: _Site) -> str:
    token = site.signer.sign(_LINK)
    site.clock.at += timedelta(hours=24)
    return token


def _changed(site: _Site) -> str:
    token = site.signer.sign(_LINK)
    return token[:60] + ("A" if token[60] != "A" else "B") + token[61:]


def _forged(site: _Site) -> str:
    return Signer(b"another key", site.clock).sign(_LINK)


def _not_theirs(site: _Site) -> str:
    return site.signer.sign(ReportLink(tenant="t", number=12, person="megan", form="csv"))


@pytest.mark.parametrize(
    "token", [_expired, _changed, _forged, _not_theirs, lambda _: "x", lambda _: "a" * 7000]
)
async def test_whatever_is_no_good_link_gets_the_same_sentence(
    site: _Site, token: Callable[[_Site], str]
) -> None:
    async with site.client.get(f"/reports/{token(site)}") as response:
        assert (response.status, await response.text()) == (404, texts.LINK_OVER)
        assert response.headers["Cache-Control"] == "no-store"
