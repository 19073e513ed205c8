"""Every fault of a setting is told by the name that a person set."""

import pytest

from manifest.settings import PackageSettings

pytestmark = pytest.mark.usefixtures("good_environment")


def problems_with(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return list(PackageSettings().problems())


def test_good_settings_have_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems_with(monkeypatch) == []


@pytest.mark.parametrize(
    ("app_id", "told"),
    [
        ("", "is missing"),
        ("baton", "is not a GUID"),
        ("7c1d3f52-9c58-4f0e-8a4e-2b6f6d1c0b9", "is not a GUID"),
        ("7c1d3f529c584f0e8a4e2b6f6d1c0b9a", "is not a GUID"),
        ("{7c1d3f52-9c58-4f0e-8a4e-2b6f6d1c0b9a}", "is not a GUID"),
        ("${MicrosoftAppId}", "is not a GUID"),
        ("00000000-0000-0000-0000-000000000000", "placeholder"),
    ],
)
def test_the_app_id_is_a_guid(monkeypatch: pytest.MonkeyPatch, app_id: str, told: str) -> None:
    (problem,) = problems_with(monkeypatch, MicrosoftAppId=app_id)
    assert problem.startswith("MicrosoftAppId: ")
    assert told in problem


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", "is missing"),
        ("http://baton.contoso.com", "is not https"),
        ("ftp://baton.contoso.com", "is not https"),
        ("https:///nowhere", "has no host"),
        ("https://", "has no host"),
        ("https://baton.contoso.com:port", "is not an address"),
        ("https://[::1", "is not an address"),
        ("https://bat on.contoso.com", "has a blank"),
        ("https://bücher.contoso.com", "plain ASCII"),
        ("https://baton", "plain ASCII"),
        ("https://localhost:3978", "names this machine"),
        ("https://127.0.0.1", "names this machine"),
        ("https://10.0.0.5", "has a number for a host"),
        ("https://ana:secret@baton.contoso.com", "user name or password"),
        ("https://baton.contoso.com/?a=1", "has a ? or #"),
        ("https://baton.contoso.com/#top", "has a ? or #"),
        ("https://baton.example.com", "placeholder"),
        ("https://your-bot.azurewebsites.net", "placeholder"),
    ],
)
def test_the_public_url_is_one_that_teams_reaches(
    monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    (problem,) = problems_with(monkeypatch, BATON_PUBLIC_URL=url)
    assert problem.startswith("BATON_PUBLIC_URL: ")
    assert told in problem


@pytest.mark.parametrize(
    "url",
    ["http://localhost:3978", "http://127.0.0.1:3978", "http://[::1]:3978", "https://baton.contoso.com"],
)
def test_local_mode_takes_this_machine_too(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert problems_with(monkeypatch, BATON_PUBLIC_URL=url, BATON_LOCAL="1") == []


def test_local_mode_takes_no_plain_http_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = problems_with(monkeypatch, BATON_PUBLIC_URL="http://baton.contoso.com", BATON_LOCAL="1")
    assert "neither https nor http on this machine" in problem


@pytest.mark.parametrize("name", ["BATON_WEBSITE_URL", "BATON_PRIVACY_URL", "BATON_TERMS_OF_USE_URL"])
def test_every_other_address_is_checked_alike(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (problem,) = problems_with(monkeypatch, **{name: "http://contoso.com"})
    assert problem == f"{name}: 'http://contoso.com' is not https."


@pytest.mark.parametrize(
    ("value", "told"), [("  ", "is empty"), ("A" * 33, "has 33 characters"), ("<publisher>", "placeholder")]
)
def test_the_developer_name_fits(monkeypatch: pytest.MonkeyPatch, value: str, told: str) -> None:
    (problem,) = problems_with(monkeypatch, BATON_DEVELOPER_NAME=value)
    assert told in problem


def test_local_is_a_yes_or_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems_with(monkeypatch, BATON_LOCAL="perhaps") == ["BATON_LOCAL: 'perhaps' is neither 1 nor 0."]


def test_a_port_stays_in_the_valid_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_PUBLIC_URL", "https://Baton.Contoso.com:8443/bot/")
    values = PackageSettings().placeholders("1.0.0")
    assert values["PUBLIC_DOMAIN"] == "baton.contoso.com:8443"
    assert values["PRIVACY_URL"] == "https://Baton.Contoso.com:8443/bot/privacy"


def test_a_password_in_an_address_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = problems_with(monkeypatch, BATON_PUBLIC_URL="https://ana:se@cret@baton.contoso.com")
    assert "user name or password" in problem
    assert "cret" not in problem
    assert "ana" not in problem


def test_a_page_about_baton_may_have_a_query(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems_with(monkeypatch, BATON_WEBSITE_URL="https://contoso.com/page?id=7#baton") == []
