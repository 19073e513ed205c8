"""What keeps Baton from starting is said plainly, with nothing secret in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from bot.errors import SettingsError
from bot.tokens import credential_of
from tests.conftest import MakeSettings
from tests.openid import rsa_key
from tests.postgres import Postgres
from tests.program import started

_TENANT = "00000000-0000-0000-0000-0000000000aa"
_NO_CERTIFICATE = "MicrosoftAppCertificatePath is no certificate with its private key"
_REGISTERED = {
    "BATON_LOCAL": "",
    "MicrosoftAppId": "11111111-2222-3333-4444-555555555555",
    "MicrosoftAppTenantId": _TENANT,
    "BATON_PUBLIC_URL": "https://baton.example.com",
    "BATON_SECRET_KEY": "a-long-secret-key",
}


async def _said(folder: Path, **environment: str) -> tuple[int, str]:
    async with started(folder, **environment) as program:
        code, _ = await program.ended()
    assert "Traceback" not in program.said
    assert "hunter2" not in program.said
    return code, program.said


async def test_a_certificate_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "bot.pem").write_bytes(b"junk hunter2")

    code, said = await _said(tmp_path, **_REGISTERED, MicrosoftAppCertificatePath="bot.pem")

    assert code == 2
    assert _NO_CERTIFICATE in said


def _key_alone() -> bytes:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return rsa_key("k1").private_bytes(*form)


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\nhunter2", _key_alone()])
def test_half_a_certificate_is_none(tmp_path: Path, make_settings: MakeSettings, content: bytes) -> None:
    (tmp_path / "bot.pem").write_bytes(content)
    registered = {**_REGISTERED, "BATON_LOCAL": False}
    settings = make_settings(**registered, MicrosoftAppCertificatePath=str(tmp_path / "bot.pem"))

    with pytest.raises(SettingsError, match=_NO_CERTIFICATE):
        credential_of(settings)


async def test_a_tenant_that_is_none_is_named(tmp_path: Path) -> None:
    wrong = {"MicrosoftAppTenantId": "no tenant", "MicrosoftAppPassword": "hunter2-hunter2"}

    code, said = await _said(tmp_path, **{**_REGISTERED, **wrong})

    assert code == 2
    assert "MicrosoftAppTenantId is no tenant id" in said


async def test_settings_that_are_wrong_are_all_named_at_once(tmp_path: Path) -> None:
    wrong = {"MicrosoftAppCertificatePath": "none.pem", "BATON_TIMEZONE": "Mars", "BATON_RATE_LIMIT": "-1"}

    code, said = await _said(tmp_path, **{**_REGISTERED, **wrong, "BATON_PUBLIC_URL": "", "PORT": "0"})

    assert code == 2
    for name in (*wrong, "BATON_PUBLIC_URL", "PORT"):
        assert f"- {name} " in said


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")

    code, said = await _said(tmp_path)

    assert code == 1
    assert "'var'" in said


async def test_a_postgresql_that_waits_for_its_migration_says_how(tmp_path: Path, postgres: Postgres) -> None:
    code, said = await _said(tmp_path, DATABASE_URL=postgres.create_empty())

    assert code == 1
    assert "run python -m bot.store.migrate" in said


@pytest.mark.parametrize("address", ["u:hunter2@127.0.0.1:9/baton", "u:hunter2@host.invalid/baton"])
async def test_a_postgresql_that_is_away_is_said_and_why(tmp_path: Path, address: str) -> None:
    code, said = await _said(tmp_path, DATABASE_URL=f"postgresql+asyncpg://{address}")

    assert code == 1
    assert "The database cannot be reached." in said
    assert "Ended by UnavailableError < " in said
