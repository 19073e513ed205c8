"""What Teams needs to sign people in, and only where they do."""

import json
from typing import Any

import pytest

from manifest.package import build_package
from manifest.settings import PackageSettings
from tests.unit.manifest.test_package import manifest_of, schema_errors

pytestmark = pytest.mark.usefixtures("good_environment")

APP_ID = "7c1d3f52-9c58-4f0e-8a4e-2b6f6d1c0b9a"
OTHER_ID = "0F3A7C11-52d0-4b8e-9d57-6f1f0a3b2c4d"


def built(monkeypatch: pytest.MonkeyPatch, **values: str) -> dict[str, Any]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return manifest_of(PackageSettings())


def test_where_nobody_signs_in_teams_hears_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = built(monkeypatch)

    assert "webApplicationInfo" not in manifest
    assert "botframework" not in json.dumps(manifest)


def test_who_signs_in_does_so_at_the_bots_own_registration(monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = built(monkeypatch, OAuthConnectionName="graph")

    assert manifest["webApplicationInfo"] == {"id": APP_ID, "resource": f"api://botid-{APP_ID}"}
    assert manifest["validDomains"] == ["baton.contoso.com", "token.botframework.com"]
    assert schema_errors("teams-manifest-1.25.schema.json", manifest) == []


def test_a_managed_identity_has_a_registration_beside_it_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = built(monkeypatch, OAuthConnectionName="graph", BATON_SIGN_IN_APP_ID=OTHER_ID)

    id = OTHER_ID.lower()
    assert manifest["webApplicationInfo"] == {"id": id, "resource": f"api://botid-{id}"}
    assert manifest["bots"][0]["botId"] == manifest["id"] == APP_ID


@pytest.mark.parametrize(
    ("service", "domain"),
    [
        ("https://api.botframework.com", "token.botframework.com"),
        ("https://europe.token.botframework.com/", "europe.token.botframework.com"),
        ("https://europe.api.botframework.com", "europe.token.botframework.com"),
        ("https://api.botframework.azure.us/", "token.botframework.azure.us"),
        ("http://127.0.0.1:4011", "token.botframework.com"),
        ("", "token.botframework.com"),
    ],
)
def test_each_cloud_has_its_own_page_to_sign_in(
    monkeypatch: pytest.MonkeyPatch, service: str, domain: str
) -> None:
    manifest = built(monkeypatch, OAuthConnectionName="graph", BotTokenServiceUrl=service)

    assert manifest["validDomains"][1:] == [domain]


def test_an_id_to_sign_in_with_is_checked_like_the_bots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_SIGN_IN_APP_ID", "baton")

    assert list(PackageSettings().problems()) == ["BATON_SIGN_IN_APP_ID: 'baton' is not a GUID."]


def test_it_is_the_same_package_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAuthConnectionName", "graph")

    assert build_package(PackageSettings()) == build_package(PackageSettings())
