"""The secret key: given, or made once in local mode and kept beside the database."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import secret_key
from bot.config import Settings
from bot.errors import SettingsError


def _settings(folder: Path, key: str = "", database: str = "baton.db") -> Settings:
    url = SecretStr(f"sqlite+aiosqlite:///{folder}/{database}")
    return Settings(_env_file=None, local=True, database_url=url, secret_key=SecretStr(key))


def test_the_key_that_is_given_is_the_key(tmp_path: Path) -> None:
    assert secret_key.find(_settings(tmp_path, "given")) == b"given"
    assert list(tmp_path.iterdir()) == []


def test_in_local_mode_a_key_is_made_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    key = secret_key.find(_settings(folder))

    assert len(key) >= 32
    assert secret_key.find(_settings(folder)) == key
    assert [file.name for file in folder.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600


def test_each_database_has_a_key_of_its_own(tmp_path: Path) -> None:
    assert secret_key.find(_settings(tmp_path / "a")) != secret_key.find(_settings(tmp_path / "b"))


def test_a_database_in_memory_has_one_for_the_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(_env_file=None, local=True, database_url=SecretStr("sqlite+aiosqlite://"))

    assert secret_key.find(settings) != secret_key.find(settings)
    assert list(tmp_path.iterdir()) == []


def test_with_another_database_it_is_where_sqlite_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = SecretStr("postgresql+asyncpg://baton@db/baton")

    assert secret_key.find(Settings(_env_file=None, local=True, database_url=url))
    assert (tmp_path / "var" / "secret.key").is_file()


def test_an_empty_key_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("\n")

    with pytest.raises(SettingsError, match="is empty"):
        secret_key.find(_settings(tmp_path))


def test_a_key_that_cannot_be_read_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "secret.key").mkdir()

    with pytest.raises(SettingsError, match="cannot be read or written"):
        secret_key.find(_settings(tmp_path))


def test_each_use_has_a_key_of_its_own() -> None:
    keys = {secret_key.derive(secret, use) for secret in (b"a", b"b") for use in ("history", "links")}

    assert len(keys) == 4
