"""Signing keys: one fetch for all who wait, paced however many unknown ids come, the last good ones kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import ClientSession
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from bot.errors import KeysUnavailableError
from bot.keys import SigningKeys, over_http
from tests.openid import Mood, OpenIdServer, jwk

METADATA = "https://login.example/metadata"
KEYS = "https://login.example/keys"
MINUTE = 60.0
DAY = 86_400.0


@dataclass
class KeyServer:
    """Answers in memory, and tells the time."""

    keys: Any = field(default_factory=lambda: [jwk("k1")])
    jwks_uri: Any = KEYS
    works: bool = True
    time: float = 1000.0
    fetches: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def fetch(self, url: str) -> Mapping[str, Any]:
        await self.gate.wait()
        if url == METADATA:
            self.fetches += 1
        if not self.works:
            raise KeysUnavailableError("status 503")
        return {"jwks_uri": self.jwks_uri} if url == METADATA else {"keys": self.keys}

    def signing_keys(self, metadata: str = METADATA) -> SigningKeys:
        async def fetch(url: str) -> Mapping[str, Any]:
            return await self.fetch(METADATA if url == metadata else url)

        return SigningKeys(metadata, fetch, clock=lambda: self.time, time_limit=0.2)


async def known(keys: SigningKeys, id: str) -> bool:
    return bool(await keys.find(id))


async def settle() -> None:
    """Let what runs in the background come to its end."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_key_comes_with_its_endorsements() -> None:
    (key,) = await KeyServer().signing_keys().find("k1")

    assert key.endorsements == {"msteams", "webchat"}
    assert key.public.key_size == 2048


async def test_known_keys_are_not_fetched_again() -> None:
    server = KeyServer()
    keys = server.signing_keys()

    assert all([await known(keys, "k1") for _ in range(10)])
    assert server.fetches == 1


async def test_any_number_of_waiting_requests_share_one_fetch() -> None:
    server = KeyServer()
    server.gate.clear()
    keys = server.signing_keys()
    waiting = [asyncio.create_task(known(keys, "k1")) for _ in range(100)]
    await settle()
    server.gate.set()

    assert await asyncio.gather(*waiting) == [True] * 100
    assert server.fetches == 1


async def test_a_fetch_that_takes_longer_than_the_pace_stays_the_only_one() -> None:
    server = KeyServer()
    server.gate.clear()
    keys = server.signing_keys()
    first = asyncio.create_task(known(keys, "k1"))
    await settle()
    server.time += DAY
    second = asyncio.create_task(known(keys, "k1"))
    await settle()
    server.gate.set()

    assert all(await asyncio.gather(first, second))
    assert server.fetches == 1


async def test_a_request_that_goes_away_leaves_the_fetch_to_the_others() -> None:
    server = KeyServer()
    server.gate.clear()
    keys = server.signing_keys()
    leaving, staying = (asyncio.create_task(known(keys, "k1")) for _ in range(2))
    await settle()
    leaving.cancel()
    await settle()
    server.gate.set()

    assert await staying
    assert leaving.cancelled()
    assert server.fetches == 1


async def test_a_new_key_is_found_at_once() -> None:
    server = KeyServer()
    keys = server.signing_keys()
    assert await known(keys, "k1")
    server.keys = [jwk("k2")]

    assert await asyncio.gather(*(known(keys, "k2") for _ in range(100))) == [True] * 100
    assert server.fetches == 2
    assert not await known(keys, "k1"), "a key that was withdrawn is not trusted any longer"


async def test_a_flood_of_unknown_ids_costs_one_fetch_in_five_minutes() -> None:
    server = KeyServer()
    keys = server.signing_keys()
    assert await known(keys, "k1")
    fetches = []
    for _ in range(3):
        before = server.fetches
        for second in range(300):
            server.time += 1
            assert not await known(keys, f"unknown-{server.time}-{second}")
        fetches.append(server.fetches - before)

    assert fetches == [1, 1, 1]


async def test_a_flood_before_the_first_key_costs_one_fetch_too() -> None:
    server = KeyServer()
    keys = server.signing_keys()
    for number in range(300):
        assert not await known(keys, f"unknown-{number}")
        server.time += 0.99

    assert server.fetches == 1
    assert await known(keys, "k1")


async def test_known_keys_go_on_through_a_flood() -> None:
    server = KeyServer()
    keys = server.signing_keys()
    found = await asyncio.gather(*(known(keys, "k1" if n % 2 else f"unknown-{n}") for n in range(100)))

    assert found == [bool(n % 2) for n in range(100)]
    assert server.fetches == 1


async def test_the_last_good_keys_stay_while_the_server_is_down() -> None:
    server = KeyServer()
    keys = server.signing_keys()
    assert await known(keys, "k1")
    server.works = False

    for _ in range(10):
        server.time += DAY
        assert not await known(keys, "unknown")
        assert await known(keys, "k1")


async def test_a_failed_refetch_waits_its_five_minutes_as_well() -> None:
    server = KeyServer()
    keys = server.signing_keys()
    assert await known(keys, "k1")
    server.works = False
    assert not await known(keys, "k2")
    server.works, server.keys = True, [jwk("k2")]

    server.time += 5 * MINUTE - 1
    assert not await known(keys, "k2")
    server.time += 1
    assert await known(keys, "k2")


async def test_without_any_key_the_next_try_comes_sooner_and_is_paced_still() -> None:
    server = KeyServer(works=False)
    keys = server.signing_keys()
    for _ in range(60):
        assert not await known(keys, "k1")
        server.time += 1
    assert server.fetches == 6

    server.works = True
    assert await known(keys, "k1")


async def test_a_rotation_right_after_a_late_first_fetch_is_seen() -> None:
    server = KeyServer(works=False)
    keys = server.signing_keys()
    assert not await known(keys, "k1")
    server.works = True
    server.time += 10
    assert await known(keys, "k1")
    server.keys = [jwk("k2")]

    assert await known(keys, "k2")


async def test_keys_a_day_old_are_renewed_without_anybody_waiting() -> None:
    server = KeyServer()
    keys = server.signing_keys()
    assert await known(keys, "k1")
    server.time += DAY
    server.keys = [jwk("k1"), jwk("k2")]
    server.gate.clear()

    assert await known(keys, "k1"), "the request does not wait"
    server.gate.set()
    await settle()
    assert server.fetches == 2
    assert await known(keys, "k2")
    assert server.fetches == 2


async def test_a_server_that_hangs_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    server = KeyServer()
    keys = server.signing_keys()
    server.gate.clear()
    started = asyncio.get_running_loop().time()

    assert not await known(keys, "k1")
    assert asyncio.get_running_loop().time() - started < 2
    assert caplog.messages == ["The signing keys could not be fetched: time limit reached"]


async def test_closing_gives_up_the_fetch_under_way() -> None:
    server = KeyServer()
    server.gate.clear()
    keys = server.signing_keys()
    waiting = asyncio.create_task(known(keys, "k1"))
    await settle()
    await keys.close()

    assert await waiting is False


def _elliptic() -> dict[str, Any]:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    return {**ECAlgorithm.to_jwk(public, as_dict=True), "kid": "k2", "endorsements": ["msteams"]}


UNUSABLE: list[Any] = [
    *(None, "k2", 5, [], {}),
    jwk("k2", use="enc"),
    jwk("k2", alg="RS512"),
    jwk("k2", alg="HS256"),
    jwk("k2", kty="oct", k="c2VjcmV0"),
    jwk("k2", key_ops=["encrypt"]),
    jwk("k2", key_ops="verify"),
    jwk("k2", name="short", bits=1024),
    jwk("k2", endorsements="msteams"),
    jwk("k2", endorsements={"msteams": True}),
    jwk("k2", endorsements=[["msteams"]]),
    jwk("k2", endorsements=None),
    jwk(["k2"]),
    jwk(""),
    jwk(None),
    jwk("k2", n="!"),
    jwk("k2", n="AQ"),
    jwk("k2", n=7),
    jwk("k2", n=""),
    jwk("k2", n="_" * 4096),
    jwk("k2", e="Ag"),
    jwk("k2", e=None),
    _elliptic(),
]


@pytest.mark.parametrize("entry", UNUSABLE, ids=range(len(UNUSABLE)))
async def test_a_key_of_no_use_is_passed_over(entry: Any) -> None:
    server = KeyServer(keys=[entry, jwk("k1")])
    keys = server.signing_keys()

    assert await known(keys, "k1")
    assert not await known(keys, "k2")


@pytest.mark.parametrize("entry", UNUSABLE, ids=range(len(UNUSABLE)))
async def test_an_answer_without_a_usable_key_is_a_failed_fetch(entry: Any) -> None:
    server = KeyServer()
    keys = server.signing_keys()
    assert await known(keys, "k1")
    server.keys = [entry]

    assert not await known(keys, "k2")
    assert await known(keys, "k1")


@pytest.mark.parametrize("answer", [None, {}, "keys", 5, []])
async def test_keys_in_another_shape_are_a_failed_fetch(answer: Any) -> None:
    server = KeyServer(keys=answer)

    assert not await known(server.signing_keys(), "k1")


async def test_a_private_key_by_mistake_serves_by_its_public_half() -> None:
    server = KeyServer(keys=[jwk("k1", d="AQ", p="AQ")])

    assert await known(server.signing_keys(), "k1")


async def test_two_keys_under_one_id_are_both_kept() -> None:
    server = KeyServer(keys=[jwk("k1"), jwk("k1", name="other")])

    assert len(await server.signing_keys().find("k1")) == 2


@pytest.mark.parametrize(
    "address",
    [
        *(None, 5, "", "keys", "//login.example/keys", "ftp://login.example/keys", "file:///etc/passwd"),
        *("http://login.example/keys", "http://127.0.0.1/keys", "https://[", {"url": KEYS}),
    ],
)
async def test_keys_come_from_a_safe_address_only(address: Any) -> None:
    server = KeyServer(jwks_uri=address)

    assert not await known(server.signing_keys(), "k1")


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("http://127.0.0.1:1/keys", True),
        ("http://[::1]:1/keys", True),
        ("https://login.example/keys", True),
        ("http://login.example/keys", False),
    ],
)
async def test_plain_http_is_for_this_machine_where_the_setting_says_so(address: str, safe: bool) -> None:
    server = KeyServer(jwks_uri=address)

    assert await known(server.signing_keys("http://127.0.0.1:1/metadata"), "k1") is safe


@pytest.mark.parametrize("mood", [mood for mood in Mood if mood is not Mood.WELL])
async def test_over_http_every_ill_answer_is_a_failed_fetch(
    mood: Mood, caplog: pytest.LogCaptureFixture
) -> None:
    async with OpenIdServer().running() as server, ClientSession() as session:
        keys = SigningKeys(server.metadata_url, over_http(lambda: session), clock=_hours(), time_limit=0.3)
        assert await known(keys, "k1")
        server.mood, server.keys = mood, [jwk("k2")]

        assert not await known(keys, "k2")
        assert await known(keys, "k1")
        assert [text.partition(":")[0] for text in caplog.messages] == [
            "The signing keys could not be fetched"
        ]
        server.mood = Mood.WELL
        assert await known(keys, "k2")


def _hours() -> Any:
    """A clock on which every look comes an hour after the one before."""
    times = iter(range(0, 80_000_000, 3600))
    return lambda: next(times)


async def test_over_http_nobody_listening_is_a_failed_fetch() -> None:
    async with OpenIdServer().running() as server:
        address = server.metadata_url
    async with ClientSession() as session:
        assert not await known(SigningKeys(address, over_http(lambda: session)), "k1")


async def test_a_failed_fetch_is_logged_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    async with OpenIdServer(mood=Mood.DOWN).running() as server, ClientSession() as session:
        await SigningKeys(server.metadata_url, over_http(lambda: session)).find("k1")

    assert caplog.messages == ["The signing keys could not be fetched: status 503"]
