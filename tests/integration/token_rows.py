"""The token matrix: one row for each kind of token and request, with the status it must get."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.forgery import b64, by_secret, head, under, unencoded
from tests.integration.door import NOW, Door, outbound
from tests.openid import APP_ID, ISSUER, claims, jwk, rsa_key, signed, token
from tests.teams import TENANT

OTHER_TENANT = "00000000-0000-0000-0000-0000000000bb"
ELSEWHERE = "https://smba.trafficmanager.net/emea/"


@dataclass(frozen=True, kw_only=True)
class Row:
    name: str
    status: int
    headers: Sequence[str]
    request: dict[str, Any] = field(default_factory=dict)


def rows(door: Door) -> Iterator[Row]:
    tokens = (*_headers(door), *_times(door), *_shapes(door), *_names(door), *_signatures(door))
    for name, status, header in tokens:
        yield Row(name=name, status=status, headers=[header])
    for name, status, request in [*_bodies(door), *_requests(door)]:
        yield Row(name=name, status=status, headers=[door.good()], request=request)
    yield Row(name="no header", status=401, headers=[])
    yield Row(name="two headers, both good", status=401, headers=[door.good(), door.good()])
    yield Row(name="two headers, a good one first", status=401, headers=[door.good(), "Bearer x"])
    yield Row(name="two headers, a good one last", status=401, headers=["Bearer x", door.good()])
    yield from _bindings(door)


def _headers(door: Door) -> Iterator[tuple[str, int, str]]:
    good = door.good()
    raw = good.removeprefix("Bearer ")
    yield "valid", 201, good
    yield "lower-case scheme", 201, good.replace("Bearer", "bearer")
    yield "Basic", 401, "Basic " + base64.b64encode(b"bot:secret").decode()
    yield "the token under Basic", 401, good.replace("Bearer", "Basic")
    yield "empty", 401, ""
    yield "scheme alone", 401, "Bearer"
    yield "token alone", 401, raw
    yield "two tokens", 401, f"{good}, {good}"
    yield "garbage", 401, "Bearer garbage"
    yield "garbage in three parts", 401, "Bearer a.b.c"
    yield "garbage base64", 401, "Bearer !!!.???.==="
    yield "two parts", 401, "Bearer " + raw.rpartition(".")[0]
    yield "four parts", 401, f"{good}.{raw.rpartition('.')[2]}"
    yield "five parts, as of an encrypted token", 401, "Bearer " + ".".join([raw, "a", "b"])
    yield "empty signature", 401, "Bearer " + raw.rpartition(".")[0] + "."
    yield "with room for more claims", 201, door.good(padding="x" * 3000)
    yield "header nested deep", 401, f"Bearer {b64(b'[' * 3000)}.{raw.partition('.')[2]}"


def _times(door: Door) -> Iterator[tuple[str, int, str]]:
    for name, offset, status in (
        ("-301", -301, 401),
        ("-299", -299, 201),
        ("+299", 299, 201),
        ("-600", -600, 401),
    ):
        yield f"exp at {name} s", status, door.good(exp=NOW + offset)
    for name, offset, status in (
        ("+301", 301, 401),
        ("+299", 299, 201),
        ("-299", -299, 201),
        ("-301", -301, 201),
    ):
        yield f"nbf at {name} s", status, door.good(nbf=NOW + offset)
    yield "expired 4 min", 201, door.good(exp=NOW - 240)
    yield "exp is 0", 401, door.good(exp=0)
    yield "nbf is 0", 201, door.good(nbf=0)
    yield "exp as text", 401, door.good(exp=str(NOW + 3600))
    yield "nbf as text", 401, door.good(nbf=str(NOW))
    yield "exp with a fraction", 201, door.good(exp=NOW + 3600.5)


def _shapes(door: Door) -> Iterator[tuple[str, int, str]]:
    for claim in ("iss", "aud", "exp", "nbf", "serviceurl"):
        payload = claims(door.url, NOW)
        del payload[claim]
        yield f"no {claim}", 401, "Bearer " + token(payload)
        strange: list[Any] = [
            [],
            {},
            True,
            "",
            "x",
            [payload],
            -(10**400),
            float("nan"),
            float("inf"),
            10**400,
        ]
        for wrong in strange:
            yield f"{claim} is {str(wrong)[:20]}", 401, "Bearer " + token({**payload, claim: wrong})
        yield f"{claim} is null", 401, "Bearer " + token({**payload, claim: None})
    for claim in ("tid", "jti", "sub", "iat"):
        yield f"{claim} of a strange type", 201, door.good(**{claim: {"a": [1]}})


def _names(door: Door) -> Iterator[tuple[str, int, str]]:
    yield "aud as list", 401, door.good(aud=[APP_ID])
    yield "aud as list with others", 401, door.good(aud=[APP_ID, "other"])
    yield "another bot's", 401, door.good(aud="99999999-2222-3333-4444-555555555555")
    yield "issuer of another cloud", 401, door.good(iss="https://api.botframework.us")
    yield "issuer with a slash", 401, door.good(iss=ISSUER + "/")
    yield "issuer as list", 401, door.good(iss=[ISSUER])
    for issuer_tenant in (
        "d6d49420-f39b-4df7-a1dc-d59a935871db",
        "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
        TENANT,
    ):
        issuer = f"https://sts.windows.net/{issuer_tenant}/"
        yield f"emulator's of {issuer_tenant[:8]}", 401, door.good(iss=issuer, appid=APP_ID)
    yield "the bot's own, under the channel's key", 401, "Bearer " + token(outbound())
    yield "the bot's own, replayed", 401, "Bearer " + door.credential.token
    yield "for Graph", 401, door.good(aud="https://graph.microsoft.com")


def _signatures(door: Door) -> Iterator[tuple[str, int, str]]:
    payload = claims(door.url, NOW)
    raw = door.good().removeprefix("Bearer ")
    first, body, signature = raw.split(".")
    changed = b64(json.dumps({**payload, "aud": "x"}).encode())
    public = rsa_key("k1").public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    yield "bad signature", 401, f"Bearer {first}.{body}.{b64(b'0' * 256)}"
    yield "short signature", 401, f"Bearer {first}.{body}.{signature[:40]}"
    yield "changed claims", 401, f"Bearer {first}.{changed}.{signature}"
    yield "changed header", 401, f"Bearer {head(alg='RS256', kid='k1', extra=1)}.{body}.{signature}"
    yield "another's key under our kid", 401, "Bearer " + token(payload, name="stranger", kid="k1")
    yield "unknown kid", 401, door.by("stranger")
    yield "no kid", 401, door.by("k1", kid=None)
    for kid in (7, 7.0, True, ["k1"], {"k1": 1}, "", "K1", "k1 "):
        yield f"kid is {kid!r}", 401, f"Bearer {under(head(**{'alg': 'RS256', 'kid': kid}), payload)}"
    twice = b64(b'{"alg":"RS256","kid":"stranger","kid":"k1"}')
    yield "kid given twice, by a stranger", 401, "Bearer " + under(twice, payload, "stranger")
    yield "kid of two keys, the first's", 201, "Bearer " + token(payload, name="again")
    yield "kid of two keys, the second's", 201, "Bearer " + token(payload, name="k2", kid="again")
    yield "kid of two keys, nobody's", 401, "Bearer " + token(payload, name="stranger", kid="again")
    yield "kid named otherwise than its key", 201, "Bearer " + token(payload, name="k3", kid="for-k3")
    short = under(head(alg="RS256", kid="short"), payload, "short", bits=1024)
    yield "key too short", 401, f"Bearer {short}"
    yield "key for encryption", 401, door.by("encrypts")
    yield "alg none", 401, f"Bearer {head(alg='none', kid='k1')}.{body}."
    yield "alg none, with a signature", 401, f"Bearer {head(alg='none', kid='k1')}.{body}.{signature}"
    yield "alg None", 401, f"Bearer {head(alg='None', kid='k1')}.{body}.{signature}"
    yield "no alg", 401, f"Bearer {head(kid='k1')}.{body}.{signature}"
    yield "alg as list", 401, f"Bearer {head(alg=['RS256'], kid='k1')}.{body}.{signature}"
    for secret, called in ((pem, "PEM"), (pem.strip(), "PEM without its last line end"), (b"", "nothing")):
        yield f"HS256 with {called}", 401, f"Bearer {by_secret(payload, secret)}"
    for alg in ("RS384", "RS512", "PS256", "PS384", "PS512"):
        yield alg, 401, "Bearer " + token(payload, alg=alg)
    curve = ec.generate_private_key(ec.SECP256R1())
    yield "ES256", 401, "Bearer " + signed(payload, curve, "ES256", {"kid": "k1"})
    yield "key in the header", 401, "Bearer " + token(payload, name="stranger", kid="k1", jwk=jwk("stranger"))
    elsewhere = door.openid.url + "/elsewhere"
    for field_name in ("jku", "x5u"):
        yield f"key at {field_name}", 401, door.by("stranger", **{field_name: elsewhere})
    yield "crit", 401, door.by("k1", crit=["exp"], exp=NOW + 3600)
    yield "crit, empty", 401, f"Bearer {under(head(**{'alg': 'RS256', 'kid': 'k1', 'crit': []}), payload)}"
    yield "b64=false", 401, f"Bearer {unencoded(payload)}"
    yield "typ at+jwt", 401, door.by("k1", typ="at+jwt")
    yield "typ JOSE", 401, door.by("k1", typ="JOSE")
    yield (
        "typ of a strange type",
        401,
        f"Bearer {under(head(**{'alg': 'RS256', 'kid': 'k1', 'typ': 5}), payload)}",
    )
    yield "no typ", 201, f"Bearer {under(head(**{'alg': 'RS256', 'kid': 'k1'}), payload)}"


def _bodies(door: Door) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Bodies under a good token."""
    for name in ("channelId", "serviceUrl"):
        strange: list[Any] = [None, "", 5, [], {}]
        for value in strange:
            yield f"{name} is {value!r}", 400, {"json": door.activity(**{name: value})}
    yield "channel without endorsement", 401, {"json": door.activity(channelId="skype")}
    yield "channel in capitals", 401, {"json": door.activity(channelId="MSTEAMS")}
    yield "no trailing slash", 201, {"json": door.activity(serviceUrl=door.url.rstrip("/"))}
    yield "two trailing slashes", 401, {"json": door.activity(serviceUrl=door.url + "/")}
    yield "another serviceUrl", 401, {"json": door.activity(serviceUrl=ELSEWHERE)}
    yield "serviceUrl of a stranger", 401, {"json": door.activity(serviceUrl="https://evil.example/")}
    yield "text is a dict", 400, {"json": door.activity(textFormat="plain") | {"text": {"a": 1}}}
    chat = door.teams.conversation
    theirs, mine = {"tenant": {"id": OTHER_TENANT}}, {"tenant": {"id": TENANT.upper()}}
    homeless = {**chat, "tenantId": None}
    yield "tenant in capitals", 201, {"json": door.activity(channelData=mine)}
    yield "tenant in the conversation only", 201, {"json": door.activity(channelData=None)}
    yield "tenant in the channel data only", 201, {"json": door.activity(conversation=homeless)}
    yield (
        "another tenant",
        403,
        {"json": door.activity(channelData=theirs, conversation={**chat, "tenantId": OTHER_TENANT})},
    )
    yield "another tenant in the channel data", 403, {"json": door.activity(channelData=theirs)}
    yield (
        "another tenant in the conversation",
        403,
        {"json": door.activity(conversation={**chat, "tenantId": OTHER_TENANT})},
    )
    yield "no tenant", 403, {"json": door.activity(conversation=homeless, channelData=None)}
    yield (
        "tenant of a strange type",
        403,
        {"json": door.activity(conversation={**chat, "tenantId": [TENANT]})},
    )


def _requests(door: Door) -> Iterator[tuple[str, int, dict[str, Any]]]:
    whole = json.dumps(door.activity()).encode()
    yield "no JSON", 400, {"data": b"{", "type": "application/json"}
    yield "JSON list", 400, {"data": b"[" + whole + b"]", "type": "application/json"}
    yield "JSON null", 400, {"data": b"null", "type": "application/json"}
    yield "JSON nested deep", 400, {"data": b"[" * 100_000, "type": "application/json"}
    yield "no UTF-8", 400, {"data": b'{"type": "\xff"}', "type": "application/json"}
    yield "empty", 400, {"data": b"", "type": "application/json"}
    yield "no content type", 415, {"data": whole, "skip_auto_headers": ["Content-Type"]}
    yield "text", 415, {"data": whole, "type": "text/plain"}
    yield "too large", 413, {"data": whole + b" " * 262_144, "type": "application/json"}
    yield "GET", 405, {"method": "GET", "data": None}
    yield "PUT", 405, {"method": "PUT"}


def _bindings(door: Door) -> Iterator[Row]:
    """Tokens that do not fit their activity."""
    for called, status, header in (
        ("claimed without a trailing slash", 201, "Bearer " + token(claims(door.url.rstrip("/"), NOW))),
        ("claimed with two", 401, "Bearer " + token(claims(door.url + "/", NOW))),
        ("claimed for elsewhere", 401, "Bearer " + token(claims(ELSEWHERE, NOW))),
        ("key of another channel", 401, door.by("skype")),
        ("key with no endorsement", 401, door.by("silent")),
        ("key without endorsements", 401, door.by("unendorsed")),
    ):
        yield Row(name=called, status=status, headers=[header])
    skype = {"json": door.activity(channelId="skype")}
    yield Row(name="another channel with its key", status=201, headers=[door.by("skype")], request=skype)
    for evil in ("https://evil.example/", "http://evil.example/", "https://127.0.0.1@evil.example/"):
        header, body = "Bearer " + token(claims(evil, NOW)), {"json": door.activity(serviceUrl=evil)}
        yield Row(name=f"signed for {evil}", status=401, headers=[header], request=body)
