from __future__ import annotations

from pathlib import Path

import pytest

from bot import config, setting_values
from bot.config import Settings
from bot.errors import SettingsError
from manifest import settings as package

_COMPLETE = {
    "MicrosoftAppId": "00000000-0000-0000-0000-00000000000a",
    "MicrosoftAppPassword": "s3cret-password",
    "MicrosoftAppTenantId": "tenant",
    "BATON_PUBLIC_URL": "https://baton.example.com",
    "BATON_SECRET_KEY": "s3cret-key",
}


def _read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **values: str) -> Settings:
    monkeypatch.chdir(tmp_path)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return config.read()


def _problems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **values: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        _read(monkeypatch, tmp_path, **values)
    return caught.value.problems


def test_everything_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    problems = _problems(monkeypatch, tmp_path)

    assert [problem.split()[0] for problem in problems] == list(_COMPLETE)
    assert problems[0] == "MicrosoftAppId is missing; it is needed unless BATON_LOCAL=1."


def test_everything_faulty_is_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    faulty = {
        "PORT": "no",
        "DATABASE_URL": "mysql://root:hunter2@db",
        "BATON_TIMEZONE": "Mars/Olympus",
        "BATON_COUNTRY": "Norway",
        "BATON_CURRENCY": "XYZ",
        "BATON_RETENTION_DAYS": "0",
        "MicrosoftAppType": "Other",
    }

    problems = _problems(monkeypatch, tmp_path, **_COMPLETE, **faulty)

    assert {problem.split()[0] for problem in problems} == set(faulty)
    assert "hunter2" not in "".join(problems)


def test_a_complete_registration_starts_on_every_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = _read(monkeypatch, tmp_path, **_COMPLETE, BATON_ADMINS=" Ana-Object, megan ,")

    assert (settings.host, settings.port, settings.local) == ("0.0.0.0", 3978, False)
    assert settings.admins == {"ana-object", "megan"}


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = _read(monkeypatch, tmp_path, **_COMPLETE, DATABASE_URL="postgresql+asyncpg://u:s3cret@db/x")

    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize("kind", ["MultiTenant", "UserAssignedMSI"])
def test_a_kind_of_registration_needs_only_its_own_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    spared = {"MultiTenant": "MicrosoftAppTenantId", "UserAssignedMSI": "MicrosoftAppPassword"}[kind]
    values = {name: value for name, value in _COMPLETE.items() if name != spared}

    assert _read(monkeypatch, tmp_path, **values, MicrosoftAppType=kind).app_type == kind


def test_local_mode_needs_nothing_and_stays_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert _read(monkeypatch, tmp_path, BATON_LOCAL="1").host == "127.0.0.1"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_local_mode_takes_any_loopback_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str
) -> None:
    assert _read(monkeypatch, tmp_path, BATON_LOCAL="1", HOST=host).host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "example.com", "::"])
def test_local_mode_refuses_any_other_address(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str
) -> None:
    problems = _problems(monkeypatch, tmp_path, BATON_LOCAL="1", HOST=host)

    assert [problem.split()[0] for problem in problems] == ["HOST"]


def test_settings_are_read_from_a_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BATON_LOCAL=1\nPORT=4000\nUNKNOWN=x\n")

    assert _read(monkeypatch, tmp_path).port == 4000


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://u:hunter2@db:port/x",
        "postgresql+asyncpg://u:hunter2@[::1/x",
        "sqlite+aiosqlite://host/baton.db",
    ],
)
def test_what_is_no_address_of_a_database_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    [problem] = _problems(monkeypatch, tmp_path, BATON_LOCAL="1", DATABASE_URL=url)

    assert problem.startswith("DATABASE_URL is no address of a database")
    assert "hunter2" not in problem


@pytest.mark.parametrize(
    "url", ["http://baton.example.com", "baton.example.com", "https://", "https://a b.example", "https://a:b"]
)
def test_teams_reaches_baton_by_https_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    [problem] = _problems(monkeypatch, tmp_path, **{**_COMPLETE, "BATON_PUBLIC_URL": url})

    assert problem.startswith("BATON_PUBLIC_URL must be an https address with a host")


def test_the_application_id_is_a_guid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    [problem] = _problems(monkeypatch, tmp_path, **{**_COMPLETE, "MicrosoftAppId": "baton"})

    assert problem == "MicrosoftAppId must be the application id of the Azure Bot, a GUID."


def test_in_local_mode_neither_is_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = {"MicrosoftAppId": "baton", "BATON_PUBLIC_URL": "http://127.0.0.1:3978"}

    assert _read(monkeypatch, tmp_path, BATON_LOCAL="1", **own).app_id == "baton"


def test_bot_and_package_agree_on_what_is_on_and_off() -> None:
    assert sorted(setting_values.ON) == sorted(package.ON)
    assert sorted(setting_values.OFF) == sorted(package.OFF)


@pytest.mark.parametrize(("typed", "local"), [("TRUE", True), (" on ", True), ("yes", True), ("Off", False)])
def test_on_and_off_are_read_as_the_package_reads_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: str, local: bool
) -> None:
    assert _read(monkeypatch, tmp_path, **_COMPLETE, BATON_LOCAL=typed).local is local


def test_what_is_neither_on_nor_off_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert _problems(monkeypatch, tmp_path, BATON_LOCAL="maybe") == ["BATON_LOCAL must be 1 or 0."]


def test_a_file_in_another_encoding_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BATON_SECRET_KEY=\xff\n")

    assert _problems(monkeypatch, tmp_path) == [".env is not written in UTF-8."]


def test_a_handoff_s_currency_and_how_long_it_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = _read(monkeypatch, tmp_path, **_COMPLETE, BATON_CURRENCY="NOK", BATON_RETENTION_DAYS=" 365 ")

    assert (settings.currency, settings.retention_days) == ("NOK", 365)


def test_without_a_word_all_is_kept_and_in_dollars(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = _read(monkeypatch, tmp_path, **_COMPLETE, BATON_RETENTION_DAYS="")

    assert (settings.currency, settings.retention_days) == ("USD", None)


@pytest.mark.parametrize("days", ["0", "-1", "1.5", "a year", "9999999"])
def test_how_long_is_a_whole_number_of_days(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, days: str
) -> None:
    [problem] = _problems(monkeypatch, tmp_path, **_COMPLETE, BATON_RETENTION_DAYS=days)

    assert problem.startswith("BATON_RETENTION_DAYS must be a whole number of days")


@pytest.mark.parametrize("currency", ["kr", "eur", "XXX", "euro", ""])
def test_a_currency_is_named_by_its_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, currency: str
) -> None:
    [problem] = _problems(monkeypatch, tmp_path, **_COMPLETE, BATON_CURRENCY=currency)

    assert problem.startswith("BATON_CURRENCY is not a currency I know")


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({}, "http://127.0.0.1:3978"),
        ({"HOST": "::1", "PORT": "4000"}, "http://[::1]:4000"),
        ({"BATON_PUBLIC_URL": "https://baton.example.com/"}, "https://baton.example.com"),
    ],
)
def test_links_lead_to_where_baton_is_reached(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, values: dict[str, str], address: str
) -> None:
    assert _read(monkeypatch, tmp_path, BATON_LOCAL="1", **values).address == address
