from __future__ import annotations

from pathlib import Path

import pytest

from bot import config
from bot.config import Settings
from bot.errors import SettingsError

_COMPLETE = {
    "MicrosoftAppId": "app",
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
