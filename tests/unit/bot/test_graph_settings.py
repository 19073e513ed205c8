"""Which ways to calendars may be set, and that they do not contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import config
from bot.config import Settings
from bot.errors import SettingsError

_TEAMS = {
    "MicrosoftAppId": "00000000-0000-0000-0000-00000000000a",
    "MicrosoftAppPassword": "s3cret-password",
    "MicrosoftAppTenantId": "tenant",
    "BATON_PUBLIC_URL": "https://baton.example.com",
    "BATON_SECRET_KEY": "s3cret-key",
}
_LOCAL = {"BATON_LOCAL": "1"}
_NEAR = "http://127.0.0.1:4011"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def _read(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], **more: str) -> Settings:
    for name, value in {**values, **more}.items():
        monkeypatch.setenv(name, value)
    return config.read()


def _problems(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], **more: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        _read(monkeypatch, values, **more)
    return caught.value.problems


def test_without_settings_there_is_no_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _read(monkeypatch, _LOCAL)

    assert (settings.oauth_connection, settings.graph_app_only) == ("", False)
    assert settings.graph_token.get_secret_value() == ""
    assert settings.graph_url == "https://graph.microsoft.com/v1.0"


def test_by_the_user_needs_the_name_of_the_connection_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(monkeypatch, _TEAMS, OAuthConnectionName="graph").oauth_connection == "graph"


@pytest.mark.parametrize("name", ["a b", "-graph", "graph\u00e9", "x" * 65, "graph/x"])
def test_what_is_no_name_of_a_connection_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    [problem] = _problems(monkeypatch, _TEAMS, OAuthConnectionName=name)

    assert problem == "OAuthConnectionName must be the name of an OAuth connection of the Azure Bot."


def test_in_local_mode_people_sign_in_at_a_token_service_of_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [problem] = _problems(monkeypatch, _LOCAL, OAuthConnectionName="graph")
    assert problem.startswith("OAuthConnectionName needs a BotTokenServiceUrl of this machine")

    near = _read(monkeypatch, _LOCAL, OAuthConnectionName="graph", BotTokenServiceUrl=_NEAR)
    assert near.oauth_connection == "graph"


@pytest.mark.parametrize("end", ["", "/"])
def test_national_clouds_and_this_machine_have_a_graph_of_their_own(
    monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    for url in ("https://graph.microsoft.us/v1.0", f"{_NEAR}/v1.0"):
        assert _read(monkeypatch, _LOCAL, GRAPH_BASE_URL=url + end).graph_url == url


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://graph.microsoft.com/v1.0", "must be an https address (http only for this machine's own"),
        ("graph.microsoft.com/v1.0", "must be an https address"),
        ("https://graph.microsoft.com", "must end with a version, like https://graph.microsoft.com/v1.0"),
        ("", "must be an https address"),
    ],
)
def test_what_is_no_address_of_graph_is_refused(
    monkeypatch: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    [problem] = _problems(monkeypatch, _LOCAL, GRAPH_BASE_URL=url)

    assert problem.startswith(f"GRAPH_BASE_URL {reason}")


def test_a_pasted_token_is_for_local_mode_and_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _read(monkeypatch, _LOCAL, GRAPH_ACCESS_TOKEN="s3cret-token")

    assert settings.graph_token.get_secret_value() == "s3cret-token"
    assert "s3cret" not in repr(settings)


def test_a_pasted_token_is_refused_in_a_tenant(monkeypatch: pytest.MonkeyPatch) -> None:
    [problem] = _problems(monkeypatch, _TEAMS, GRAPH_ACCESS_TOKEN="s3cret-token")

    assert problem.startswith("GRAPH_ACCESS_TOKEN is for local mode only")
    assert "s3cret" not in problem


@pytest.mark.parametrize("on", ["1", "true", " ON "])
def test_app_only_uses_the_registration(monkeypatch: pytest.MonkeyPatch, on: str) -> None:
    assert _read(monkeypatch, _TEAMS, GRAPH_APP_ONLY=on).graph_app_only


def test_app_only_with_a_managed_identity_needs_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {name: value for name, value in _TEAMS.items() if name != "MicrosoftAppPassword"}

    assert _read(monkeypatch, values, MicrosoftAppType="UserAssignedMSI", GRAPH_APP_ONLY="1").graph_app_only


def test_app_only_names_all_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    [problem] = _problems(monkeypatch, _LOCAL, GRAPH_APP_ONLY="1")

    needed = "MicrosoftAppId and MicrosoftAppTenantId and MicrosoftAppPassword"
    assert problem == f"GRAPH_APP_ONLY needs {needed} too."


def test_app_only_is_for_one_tenant(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {name: value for name, value in _TEAMS.items() if name != "MicrosoftAppTenantId"}

    [problem] = _problems(monkeypatch, values, MicrosoftAppType="MultiTenant", GRAPH_APP_ONLY="1")

    assert problem == "GRAPH_APP_ONLY needs MicrosoftAppTenantId too."


def test_app_only_is_not_for_where_nobody_is_authenticated(monkeypatch: pytest.MonkeyPatch) -> None:
    [problem] = _problems(monkeypatch, {**_LOCAL, **_TEAMS}, GRAPH_APP_ONLY="1")

    assert problem == "GRAPH_APP_ONLY is not for BATON_LOCAL, where anybody could ask for any mailbox."
    assert _read(monkeypatch, {}, GRAPH_BASE_URL=f"{_NEAR}/v1.0").graph_app_only  # a fake


def test_what_is_missing_anyway_is_not_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = _problems(monkeypatch, {}, GRAPH_APP_ONLY="1")

    assert [problem.split()[0] for problem in problems] == list(_TEAMS)


@pytest.mark.parametrize("value", ["2", "maybe"])
def test_app_only_is_on_or_off(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert _problems(monkeypatch, _TEAMS, GRAPH_APP_ONLY=value) == ["GRAPH_APP_ONLY must be 1 or 0."]


def test_two_ways_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = _problems(monkeypatch, _TEAMS, GRAPH_APP_ONLY="1", OAuthConnectionName="graph")
    assert both == ["GRAPH_APP_ONLY does not go together with OAuthConnectionName; set one of them."]


def test_all_that_contradicts_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {"OAuthConnectionName": "graph", "BotTokenServiceUrl": _NEAR, "GRAPH_ACCESS_TOKEN": "s3cret"}

    problems = _problems(monkeypatch, _LOCAL, **more, GRAPH_APP_ONLY="1", GRAPH_BASE_URL="no")

    assert [problem.split()[0] for problem in problems] == [
        "GRAPH_BASE_URL",
        "GRAPH_ACCESS_TOKEN",
        "GRAPH_APP_ONLY",
    ]


def test_what_is_asked_over_plain_http_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _read(monkeypatch, _TEAMS).unprotected == []

    near = _read(monkeypatch, _TEAMS, BotTokenServiceUrl=_NEAR, GRAPH_BASE_URL=f"{_NEAR}/v1.0")
    assert near.unprotected == ["BotTokenServiceUrl", "GRAPH_BASE_URL"]
