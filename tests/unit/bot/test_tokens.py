"""The outbound token: fetched once, kept, renewed in time, and never the reason for a hang."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError
from pydantic import SecretStr

from bot import tokens
from bot.config import AppType, Settings
from bot.errors import NotSentError, SettingsError
from bot.tokens import SCOPE, Tokens
from tests.clock import Clock

_HOUR = 3600.0


@dataclass
class _Directory:
    """Gives out numbered tokens."""

    clock: Clock
    valid: float = _HOUR
    slow: float = 0.0
    faults: list[Exception] = field(default_factory=list)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    closed: bool = False

    async def get_token(self, *scopes: str) -> AccessToken:
        self.asked.append(scopes)
        await asyncio.sleep(self.slow)
        if self.faults:
            raise self.faults.pop(0)
        return AccessToken(f"token {len(self.asked)}", int(self.clock().timestamp() + self.valid))

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def directory(clock: Clock) -> _Directory:
    return _Directory(clock)


@pytest.fixture
def kept(directory: _Directory, clock: Clock) -> Tokens:
    return Tokens(directory, clock)


async def test_a_token_is_fetched_once_for_the_channel_and_kept(kept: Tokens, directory: _Directory) -> None:
    assert {await kept.get() for _ in range(5)} == {"token 1"}
    assert directory.asked == [(SCOPE,)]


async def test_however_many_wait_one_asks(kept: Tokens, directory: _Directory, clock: Clock) -> None:
    directory.slow = 0.02

    assert set(await asyncio.gather(*(kept.get() for _ in range(100)))) == {"token 1"}
    clock.pass_(_HOUR)
    assert set(await asyncio.gather(*(kept.get() for _ in range(100)))) == {"token 2"}


@pytest.mark.parametrize(
    ("left", "token"), [(301, "token 1"), (300, "token 2"), (0, "token 2"), (-9, "token 2")]
)
async def test_it_is_renewed_shortly_before_it_expires(
    kept: Tokens, clock: Clock, left: float, token: str
) -> None:
    await kept.get()
    clock.pass_(_HOUR - left)

    assert await kept.get() == token


async def test_a_waiter_that_gives_up_does_not_stop_the_others(kept: Tokens, directory: _Directory) -> None:
    directory.slow = 0.05
    first, second = (asyncio.create_task(kept.get()) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()

    assert await second == "token 1"
    assert first.cancelled()
    assert len(directory.asked) == 1


async def test_the_only_waiter_that_gives_up_leaves_the_token_for_the_next(
    kept: Tokens, directory: _Directory
) -> None:
    directory.slow = 0.02
    waiter = asyncio.create_task(kept.get())
    await asyncio.sleep(0.005)
    waiter.cancel()
    await asyncio.sleep(0.05)

    assert await kept.get() == "token 1"
    assert len(directory.asked) == 1


@pytest.mark.parametrize(
    "fault", [ClientAuthenticationError("the secret is s3cret"), TimeoutError(), OSError("no route")]
)
async def test_without_a_token_nothing_can_be_sent_and_the_next_one_asks_again(
    kept: Tokens, directory: _Directory, fault: Exception
) -> None:
    directory.faults = [fault]

    with pytest.raises(NotSentError) as caught:
        await kept.get()

    assert "s3cret" not in str(caught.value)
    assert await kept.get() == "token 2"


async def test_all_who_wait_learn_of_a_failure(kept: Tokens, directory: _Directory) -> None:
    directory.slow, directory.faults = 0.01, [OSError()]

    found = await asyncio.gather(*(kept.get() for _ in range(10)), return_exceptions=True)

    assert [type(each) for each in found] == [NotSentError] * 10
    assert len(directory.asked) == 1


async def test_a_token_that_still_holds_bridges_a_directory_that_is_down(
    kept: Tokens, directory: _Directory, clock: Clock
) -> None:
    await kept.get()
    clock.pass_(_HOUR - 100)
    directory.faults = [OSError(), OSError()]

    assert await kept.get() == "token 1"

    clock.pass_(101)
    with pytest.raises(NotSentError):
        await kept.get()
    assert await kept.get() == "token 4"


async def test_while_a_token_holds_a_directory_that_hangs_holds_up_one_message_and_that_briefly(
    kept: Tokens, directory: _Directory, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_BRIEFLY", 0.05)
    await kept.get()
    clock.pass_(_HOUR - 100)
    directory.slow = 60
    first = asyncio.create_task(kept.get())
    await asyncio.sleep(0)

    async with asyncio.timeout(5):
        assert {await kept.get() for _ in range(20)} == {"token 1"}
        assert not first.done()
        assert await first == "token 1"
    assert len(directory.asked) == 2
    await kept.close()


async def test_a_directory_that_hangs_is_given_up(
    kept: Tokens, directory: _Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_LONGEST", 0.02)
    directory.slow = 60

    async with asyncio.timeout(2):
        with pytest.raises(NotSentError):
            await kept.get()


async def test_closing_ends_what_is_under_way(kept: Tokens, directory: _Directory) -> None:
    directory.slow = 60
    waiter = asyncio.create_task(kept.get())
    await asyncio.sleep(0.005)

    await kept.close()

    assert directory.closed
    async with asyncio.timeout(1):
        assert isinstance((await asyncio.gather(waiter, return_exceptions=True))[0], BaseException)


async def test_local_mode_has_no_token() -> None:
    assert await tokens.no_token() == ""


def _settings(**fields: Any) -> Settings:
    known = {"MicrosoftAppId": "00000000-0000-0000-0000-00000000000a", "MicrosoftAppTenantId": "tenant"}
    rest = {"BATON_PUBLIC_URL": "https://b.example.com", "BATON_SECRET_KEY": "k" * 40}
    password = {"MicrosoftAppPassword": SecretStr("p" * 20)}
    return Settings(_env_file=None, **{**known, **rest, **password, **fields})


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "ClientSecretCredential"),
        ({"MicrosoftAppType": AppType.MULTI_TENANT, "MicrosoftAppTenantId": ""}, "ClientSecretCredential"),
        ({"MicrosoftAppType": AppType.MANAGED_IDENTITY}, "ManagedIdentityCredential"),
        ({"MicrosoftAppPassword": "", "AZURE_FEDERATED_TOKEN_FILE": __file__}, "WorkloadIdentityCredential"),
    ],
)
async def test_the_settings_choose_the_credential(fields: dict[str, Any], kind: str) -> None:
    credential = tokens.credential_of(_settings(**fields))
    await credential.close()

    assert type(credential).__name__ == kind


def _no_file(folder: Path) -> dict[str, Any]:
    path = folder / "bad.pem"
    path.write_text("-----BEGIN NOTHING-----")
    return {"MicrosoftAppCertificatePath": str(path)}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        (_no_file, "MicrosoftAppCertificatePath"),
        (lambda folder: {"MicrosoftAppTenantId": "not a tenant!"}, "MicrosoftAppTenantId"),
    ],
)
def test_settings_that_make_no_credential_are_named_without_a_value(
    fields: Callable[[Path], dict[str, Any]], named: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError) as caught:
        tokens.credential_of(_settings(**fields(tmp_path)))

    assert caught.value.problems[0].startswith(named)
    assert "not a tenant!" not in str(caught.value)
