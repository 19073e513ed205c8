"""The inbound check by itself: what is let in, what is not, and that nothing else can happen."""

from __future__ import annotations

import base64
import json
import string
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.auth import LocalAuthenticator, Refusal, Rules, Token, TokenAuthenticator
from bot.errors import ForbiddenError, NotAnActivityError, RefusedError, UnauthorizedError
from bot.keys import SigningKeys
from bot.service_hosts import ServiceHosts
from tests.forgery import head, under
from tests.openid import APP_ID, ISSUER, claims, jwk, rsa_key, signed, token

NOW = 1_790_000_000
URL = "https://smba.trafficmanager.net/emea/"
TENANT = "00000000-0000-0000-0000-0000000000aa"
OTHER = "00000000-0000-0000-0000-0000000000bb"
HOSTS = ServiceHosts(["smba.trafficmanager.net"])
TOKEN = Token(service_url=URL, endorsements=frozenset({"msteams"}))


def authenticator(*keys: dict[str, Any], tenant: str = TENANT) -> TokenAuthenticator:
    published = list(keys) or [jwk("k1")]

    async def fetch(url: str) -> Mapping[str, Any]:
        return {"jwks_uri": "https://login.example/keys", "keys": published}

    rules = Rules(app_id=APP_ID, issuer=ISSUER, tenant=tenant, hosts=HOSTS)
    signing_keys = SigningKeys("https://login.example/metadata", fetch)
    return TokenAuthenticator(rules, signing_keys, lambda: datetime.fromtimestamp(NOW, UTC))


def good(**fields: Any) -> dict[str, Any]:
    return claims(URL, NOW, **fields)


async def refusal(header: str, *keys: dict[str, Any]) -> str:
    with pytest.raises(UnauthorizedError) as caught:
        await authenticator(*keys).authenticate([header])
    return caught.value.reason


def activity(**fields: Any) -> dict[str, Any]:
    given = {
        "channelId": "msteams",
        "serviceUrl": URL,
        "conversation": {"id": "a:chat", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        **fields,
    }
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", "Bearer  "])
async def test_a_good_token_tells_its_service_url_and_channels(scheme: str) -> None:
    found = await authenticator().authenticate([scheme + token(good())])

    assert found == Token(service_url=URL, endorsements=frozenset({"msteams", "webchat"}))


@pytest.mark.parametrize("typ", ["JWT", "jwt", None])
async def test_the_type_of_a_token_may_be_missing(typ: str | None) -> None:
    headers: dict[str, Any] = {"kid": "k1", "typ": typ}

    assert await authenticator().authenticate(["Bearer " + signed(good(), rsa_key("k1"), "RS256", headers)])


@pytest.mark.parametrize("typ", ["at+jwt", "JOSE", 5, ["JWT"], {"JWT": 1}])
async def test_a_token_of_another_type_is_refused(typ: Any) -> None:
    assert await refusal("Bearer " + token(good(), typ=typ)) == Refusal.ALGORITHM


@pytest.mark.parametrize("alg", ["RS384", "RS512", "PS256"])
async def test_another_algorithm_is_refused_before_any_key_is_asked_for(alg: str) -> None:
    assert await refusal("Bearer " + token(good(), alg=alg, kid="unknown")) == Refusal.ALGORITHM


@pytest.mark.parametrize(
    "fields", [{"crit": ["exp"]}, {"crit": []}, {"b64": True}, {"crit": ["b64"], "b64": True}]
)
async def test_a_header_with_conditions_is_refused(fields: dict[str, Any]) -> None:
    header = head(alg="RS256", kid="k1", **fields)

    assert await refusal("Bearer " + under(header, good())) == Refusal.ALGORITHM


@pytest.mark.parametrize("kid", [None, "", 7, True, ["k1"], {"k1": 1}, "unknown"])
async def test_a_token_must_name_a_known_key(kid: Any) -> None:
    header = head(alg="RS256", kid=kid)

    assert await refusal("Bearer " + under(header, good())) == Refusal.UNKNOWN_KEY


@pytest.mark.parametrize("headers", [[], ["", ""]])
async def test_a_request_without_one_header_is_refused(headers: list[str]) -> None:
    with pytest.raises(UnauthorizedError, match=Refusal.NO_TOKEN):
        await authenticator().authenticate(headers)


async def test_two_headers_are_refused_even_if_both_are_good() -> None:
    header = "Bearer " + token(good())
    with pytest.raises(UnauthorizedError, match=Refusal.NO_TOKEN):
        await authenticator().authenticate([header, header])


@pytest.mark.parametrize(
    "form",
    [
        *("{}", "Bearer", "Bearer ", "Bearer{}", "Basic {}", "Bearer: {}", "Bearer\t{}", " Bearer {}"),
        *(
            "Bearer {} ",
            "Bearer {}\n",
            "Bearer {},",
            "Bearer {0} {0}",
            "Bearer {0},{0}",
            "Bearer {}.",
            "Bearer .{}",
        ),
        *("Bearer {}=", "Bearer {}\x00", "Bearer {}é", "Bearer {}\udc80", 'Bearer "{}"', "Token {}"),
    ],
)
async def test_a_header_in_another_form_is_refused(form: str) -> None:
    assert await refusal(form.format(token(good()))) == Refusal.NO_TOKEN


async def test_a_huge_token_is_refused_before_it_is_read() -> None:
    assert await refusal("Bearer " + token(good(padding="x" * 20_000))) == Refusal.NO_TOKEN


async def test_a_token_signed_by_the_second_key_of_an_id_is_good() -> None:
    keys = jwk("k1", name="elder", endorsements=["skype"]), jwk("k1", endorsements=["msteams"])

    assert (await authenticator(*keys).authenticate(["Bearer " + token(good())])).endorsements == {"msteams"}


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        (b"[" * 3000, b"{}"),
        (b'{"a":' * 1500, b"{}"),
        (b"\xff\xfe", b"{}"),
        (b"null", b"{}"),
        (b'"kid"', b"{}"),
        (b'{"alg": ' + b"9" * 5000 + b"}", b"{}"),
        (b"", b""),
    ],
)
async def test_a_header_that_is_no_object_is_refused(header: bytes, payload: bytes) -> None:
    parts = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() or "AA" for part in (header, payload, b"x"))

    assert await refusal("Bearer " + ".".join(parts)) == Refusal.MALFORMED


@pytest.mark.parametrize(
    "payload", [b"[]", b"null", b"{", b"\xff", b"[" * 3000, b'{"exp": ' + b"9" * 5000 + b"}"]
)
async def test_signed_claims_that_are_no_object_are_refused(payload: bytes) -> None:
    raw = jwt.PyJWS().encode(payload, rsa_key("k1"), "RS256", {"kid": "k1"})

    assert await refusal("Bearer " + raw) == Refusal.MALFORMED


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"iss": "https://api.botframework.us"}, Refusal.ISSUER),
        ({"iss": ISSUER + "/"}, Refusal.ISSUER),
        ({"iss": [ISSUER]}, Refusal.ISSUER),
        ({"iss": None}, Refusal.ISSUER),
        ({"aud": "99999999-2222-3333-4444-555555555555"}, Refusal.AUDIENCE),
        ({"aud": [APP_ID]}, Refusal.AUDIENCE),
        ({"aud": {APP_ID: True}}, Refusal.AUDIENCE),
        ({"aud": ""}, Refusal.AUDIENCE),
        ({"aud": None}, Refusal.AUDIENCE),
        ({"exp": NOW - 300}, Refusal.EXPIRED),
        ({"exp": NOW - 301}, Refusal.EXPIRED),
        ({"exp": -1}, Refusal.EXPIRED),
        ({"exp": None}, Refusal.MALFORMED),
        ({"exp": str(NOW + 60)}, Refusal.MALFORMED),
        ({"exp": True}, Refusal.MALFORMED),
        ({"exp": float("nan")}, Refusal.MALFORMED),
        ({"exp": float("inf")}, Refusal.MALFORMED),
        ({"exp": 10**400}, Refusal.MALFORMED),
        ({"exp": [NOW + 60]}, Refusal.MALFORMED),
        ({"nbf": NOW + 301}, Refusal.EARLY),
        ({"nbf": None}, Refusal.MALFORMED),
        ({"nbf": str(NOW)}, Refusal.MALFORMED),
        ({"nbf": float("-inf")}, Refusal.MALFORMED),
        ({"serviceurl": None}, Refusal.SERVICE_URL),
        ({"serviceurl": 5}, Refusal.SERVICE_URL),
        ({"serviceurl": [URL]}, Refusal.SERVICE_URL),
        ({"serviceurl": ""}, Refusal.SERVICE_URL),
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(fields: dict[str, Any], reason: Refusal) -> None:
    payload = {name: value for name, value in {**good(), **fields}.items() if value is not None}

    assert await refusal("Bearer " + token(payload)) == reason


@pytest.mark.parametrize(
    "fields",
    [{"exp": NOW - 299}, {"exp": NOW - 299.5}, {"exp": NOW + 299}, {"nbf": NOW + 300}, {"nbf": NOW - 301}],
)
async def test_five_minutes_of_leeway_are_given(fields: dict[str, Any]) -> None:
    assert await authenticator().authenticate(["Bearer " + token(good(**fields))])


@given(st.text())
async def test_no_text_is_anything_but_refused(header: str) -> None:
    await refusal(header)


_SEGMENT = st.text(string.ascii_letters + string.digits + "-_=", max_size=40)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
_HEADER = st.fixed_dictionaries(
    {},
    optional={
        **{"alg": st.sampled_from(["RS256", "none", "HS256", "rs256"]) | _JSON, "kid": st.just("k1") | _JSON},
        **{"typ": st.just("JWT") | _JSON, "crit": _JSON, "b64": _JSON, "jwk": _JSON, "x5u": _JSON},
    },
)


@given(st.tuples(_SEGMENT, _SEGMENT, _SEGMENT).map(".".join))
async def test_nothing_in_the_form_of_a_token_is_anything_but_refused(text: str) -> None:
    await refusal("Bearer " + text)


@given(_HEADER, _JSON, st.binary(max_size=300))
async def test_no_unsigned_token_is_anything_but_refused(header: Any, payload: Any, signature: bytes) -> None:
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), signature)
    encoded = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)

    await refusal("Bearer " + ".".join(encoded))


@given(st.dictionaries(st.sampled_from(["iss", "aud", "exp", "nbf", "serviceurl"]), _JSON, min_size=1))
async def test_no_signed_claims_do_more_than_be_refused(fields: dict[str, Any]) -> None:
    try:
        found = await authenticator().authenticate(["Bearer " + token({**good(), **fields})])
    except UnauthorizedError:
        return
    assert isinstance(found.service_url, str)
    assert not {"iss", "aud"} & fields.keys()


def test_an_activity_of_ours_may_come_in() -> None:
    authenticator().authorize(TOKEN, activity())


@pytest.mark.parametrize("url", [URL.removesuffix("/"), URL])
@pytest.mark.parametrize("claimed", [URL.removesuffix("/"), URL])
def test_one_trailing_slash_does_not_matter(url: str, claimed: str) -> None:
    authenticator().authorize(
        Token(service_url=claimed, endorsements=TOKEN.endorsements), activity(serviceUrl=url)
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"serviceUrl": "https://smba.trafficmanager.net/amer/"}, Refusal.SERVICE_URL),
        ({"serviceUrl": URL + "/"}, Refusal.SERVICE_URL),
        ({"serviceUrl": URL.upper()}, Refusal.SERVICE_URL),
        ({"serviceUrl": "https://evil.example/"}, Refusal.HOST),
        ({"serviceUrl": "http://smba.trafficmanager.net/emea/"}, Refusal.HOST),
        ({"serviceUrl": "no address"}, Refusal.HOST),
        ({"channelId": "skype"}, Refusal.CHANNEL),
        ({"channelId": "MSTEAMS"}, Refusal.CHANNEL),
    ],
)
def test_a_token_for_something_else_is_refused(fields: dict[str, Any], reason: Refusal) -> None:
    with pytest.raises(UnauthorizedError, match=reason):
        authenticator().authorize(TOKEN, activity(**fields))


def test_a_host_that_is_not_allowed_is_refused_though_the_token_names_it() -> None:
    elsewhere = "https://evil.example/"
    with pytest.raises(UnauthorizedError, match=Refusal.HOST):
        authenticator().authorize(
            Token(service_url=elsewhere, endorsements=TOKEN.endorsements), activity(serviceUrl=elsewhere)
        )


def test_a_key_without_endorsements_speaks_for_no_channel() -> None:
    with pytest.raises(UnauthorizedError, match=Refusal.CHANNEL):
        authenticator().authorize(Token(service_url=URL, endorsements=frozenset()), activity())


@pytest.mark.parametrize("name", ["channelId", "serviceUrl"])
@pytest.mark.parametrize("value", [None, "", 5, [], {}, True])
def test_what_does_not_say_where_it_comes_from_is_no_activity(name: str, value: Any) -> None:
    with pytest.raises(NotAnActivityError):
        authenticator().authorize(TOKEN, activity(**{name: value}))


@pytest.mark.parametrize(
    "fields",
    [
        {"channelData": None},
        {"conversation": {"id": "a:chat"}},
        {"conversation": None},
        {"channelData": {"tenant": {"id": TENANT.upper()}}},
        {"channelData": {"tenant": None}},
        {"conversation": {"tenantId": None}},
    ],
)
def test_our_tenant_named_once_is_enough(fields: dict[str, Any]) -> None:
    authenticator().authorize(TOKEN, activity(**fields))


def test_the_tenant_may_be_set_in_capitals() -> None:
    authenticator(tenant=TENANT.upper()).authorize(TOKEN, activity())


@pytest.mark.parametrize(
    "fields",
    [
        {"conversation": {"tenantId": OTHER}},
        {"channelData": {"tenant": {"id": OTHER}}},
        {"conversation": {"tenantId": OTHER}, "channelData": {"tenant": {"id": OTHER}}},
        {"conversation": {"tenantId": OTHER}, "channelData": None},
        {"conversation": None, "channelData": None},
        {"conversation": {"tenantId": ""}},
        {"conversation": {"tenantId": [TENANT]}},
        {"channelData": {"tenant": {"id": 5}}},
        {"conversation": TENANT, "channelData": [TENANT]},
    ],
)
def test_another_tenant_is_forbidden(fields: dict[str, Any]) -> None:
    with pytest.raises(ForbiddenError):
        authenticator().authorize(TOKEN, activity(**fields))


def test_with_many_tenants_each_is_welcome() -> None:
    authenticator(tenant="").authorize(TOKEN, activity(conversation={"tenantId": OTHER}))


@given(st.dictionaries(st.sampled_from(["channelId", "serviceUrl", "conversation", "channelData"]), _JSON))
def test_no_body_does_more_than_be_refused(fields: dict[str, Any]) -> None:
    try:
        authenticator().authorize(TOKEN, {**activity(), **fields})
    except RefusedError:
        return
    assert not {"channelId", "serviceUrl"} & fields.keys()


async def test_local_mode_asks_for_no_token_and_still_minds_where_replies_go() -> None:
    local = LocalAuthenticator(ServiceHosts(["smba.trafficmanager.net"], local=True))
    everybody = await local.authenticate([])

    local.authorize(everybody, {"serviceUrl": "http://localhost:56150/_connector"})
    local.authorize(everybody, {"serviceUrl": URL, "channelId": "emulator"})
    for wrong in ({}, {"serviceUrl": "https://evil.example/"}, {"serviceUrl": 5}):
        with pytest.raises(NotAnActivityError):
            local.authorize(everybody, wrong)


def test_a_refusal_holds_nothing_of_the_request() -> None:
    with pytest.raises(RefusedError) as caught:
        authenticator().authorize(TOKEN, activity(serviceUrl="https://secret.example/"))

    assert str(caught.value) in set(Refusal)
