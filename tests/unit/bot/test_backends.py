"""Which way to calendars the settings name, and where notifications of it are sent."""

from __future__ import annotations

from typing import Any

import pytest

from bot.edge import Edge
from bot.scheduling.backends import Chosen
from bot.scheduling.offline import OfflineCalendars
from bot.store.store import utc_now
from bot.telemetry import NoTelemetry
from tests.conftest import MakeSettings

_GRAPH = "http://127.0.0.1:9/v1.0"


def _chosen(make_settings: MakeSettings, **named: Any) -> Chosen:
    settings = make_settings(**named)
    return Chosen(settings, Edge(settings, utc_now, NoTelemetry()), utc_now)


def test_without_settings_calendars_are_not_looked_at(make_settings: MakeSettings) -> None:
    chosen = _chosen(make_settings)

    assert isinstance(chosen.backend.calendars, OfflineCalendars)
    assert not chosen.backend.calendars.checks
    assert chosen.backend.sign_in is None
    assert chosen.address == ""


def test_a_pasted_token_is_used_for_everybody(make_settings: MakeSettings) -> None:
    chosen = _chosen(make_settings, GRAPH_ACCESS_TOKEN="pasted", GRAPH_BASE_URL=_GRAPH)

    assert chosen.backend.calendars.checks
    assert chosen.backend.sign_in is None
    assert chosen.address == "http://127.0.0.1:3978/graph/notifications"


def test_people_sign_in_where_a_connection_is_named(make_settings: MakeSettings) -> None:
    named = {"OAuthConnectionName": "graph", "BotTokenServiceUrl": "http://127.0.0.1:9"}
    chosen = _chosen(make_settings, **named)

    assert chosen.backend.calendars.checks
    assert chosen.backend.sign_in is not None
    assert chosen.backend.cards is not None
    assert chosen.address == ""  # nothing outside reaches this machine


@pytest.mark.parametrize("address", ["https://baton.example.com"])
def test_notifications_come_to_the_public_address(make_settings: MakeSettings, address: str) -> None:
    chosen = _chosen(make_settings, BATON_PUBLIC_URL=address, GRAPH_ACCESS_TOKEN="pasted")

    assert chosen.address == f"{address}/graph/notifications"


async def test_baton_itself_is_asked_for_by_its_own_token(make_settings: MakeSettings) -> None:
    app = {
        "GRAPH_BASE_URL": "http://127.0.0.1:9/v1.0",
        "MicrosoftAppId": "00000000-0000-0000-0000-000000000001",
        "MicrosoftAppPassword": "secret",
        "MicrosoftAppTenantId": "00000000-0000-0000-0000-000000000002",
    }
    chosen = _chosen(make_settings, GRAPH_APP_ONLY="1", **app)

    assert chosen.backend.calendars.checks
    assert chosen.backend.sign_in is None
    opened = chosen.opened(None)  # type: ignore[arg-type]
    await anext(opened)
    with pytest.raises(StopAsyncIteration):
        await anext(opened)
