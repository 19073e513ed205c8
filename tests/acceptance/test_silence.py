"""No word of a person, no name, no address and no secret reaches the log: canaries all over, and a search."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot import logs
from bot.redaction import Redaction
from tests.fakes import FakeConnector
from tests.openid import APP_ID, OpenIdServer, claims, token
from tests.program import Program, running
from tests.teams import TENANT, Teams

_BIRD = "kanarienvogel"
_MAIL = f"{_BIRD}@example.com"
_STATUSES = (200, 400, 403, 404, 412, 429, 500, 502, 503, 200)
_PERSON = {"id": f"29:{_BIRD}", "name": _BIRD, "aadObjectId": _BIRD, "userPrincipalName": _MAIL}
_CHAT = {"id": f"a:{_BIRD}", "conversationType": "personal", "tenantId": TENANT, "name": _BIRD}


class RudeConnector(FakeConnector):
    """Answers with one status after the other, repeats what it was sent, and hangs up at times."""

    async def _take(self, request: web.Request) -> web.Response:
        await super()._take(request)
        number = len(self.calls)
        if number % 7 == 0 and request.transport:
            request.transport.abort()
        status = _STATUSES[number % len(_STATUSES)]
        headers = {"Retry-After": "0", "X-Said": _BIRD}
        return web.Response(text=f"{_BIRD} {await request.text()}", status=status, headers=headers)


@pytest.fixture
async def rude() -> AsyncIterator[tuple[RudeConnector, str]]:
    fake = RudeConnector()
    async with TestServer(fake.app) as server:
        yield fake, str(server.make_url("/"))


def _activities(teams: Teams) -> Iterator[dict[str, Any]]:
    """Whatever may carry words."""
    for text in (f"what is the {_BIRD}", f"who leads stage 3, {_MAIL}", f"I'm a {_BIRD}", "unanswered", ""):
        yield teams.activity(text=text)
    mentioned = {"type": "mention", "text": f"<at>{_BIRD}</at>", "mentioned": _PERSON}
    yield teams.activity(text=f"<at>{_BIRD}</at> {_BIRD}", entities=[mentioned])
    file = {"contentType": f"text/{_BIRD}", "name": _BIRD, "contentUrl": f"https://x.test/{_BIRD}"}
    yield teams.activity(text="", attachments=[file])
    yield teams.activity(value={"verb": _BIRD, "comment": _BIRD})
    for verb in ("pick_role", _BIRD, ""):
        action = {"type": "Action.Execute", "verb": verb, "data": {"role": _BIRD, "deep": {_BIRD: _MAIL}}}
        yield teams.activity(type="invoke", name="adaptiveCard/action", value={"action": action})
    for comment in (_BIRD, json.dumps({"feedbackText": _BIRD})):
        like = {"actionName": "feedback", "actionValue": {"reaction": "dislike", "feedback": comment}}
        yield teams.activity(type="invoke", name="message/submitAction", value=like, replyToId="reply-1")
    yield teams.activity(type="invoke", name=_BIRD, value=_BIRD)
    for kind in (_BIRD, "event", "typing", "messageReaction", "conversationUpdate", "installationUpdate"):
        yield teams.activity(type=kind, action=_BIRD, name=_BIRD, membersAdded=[_PERSON])
    for odd in ("text", "channelId", "serviceUrl", "localTimezone", "locale", "deliveryMode", "id"):
        yield teams.activity(**{"text": "who leads stage 3", odd: _BIRD})
    for wrong in ("from", "conversation", "entities", "channelData", "text", "timestamp", "type"):
        yield teams.activity(**{"text": _BIRD, wrong: [_BIRD, {_BIRD: 1e400}]})


async def _post(client: ClientSession, body: object, headers: Mapping[str, str]) -> int:
    async with client.post("/api/messages", data=json.dumps(body), headers=headers) as response:
        said = await response.text()
        assert "Traceback" not in said
        return response.status


def _headers(authorization: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "Authorization": authorization,
        "x-request-id": _BIRD,
        "traceparent": f"00-{_BIRD}-{_BIRD}-01",
        "User-Agent": _BIRD,
        "Cookie": f"session={_BIRD}",
    }


async def _be_rude(client: ClientSession, program: Program) -> None:
    """Requests that are not even messages."""
    for body in (_BIRD, f'{{"text": "{_BIRD}', f'"{_BIRD}"', f'["{_BIRD}"]'):
        await _post_raw(client, body.encode())
    await _post_raw(client, b"\xff\xfe" + _BIRD.encode())
    for path in (f"/{_BIRD}", f"/api/messages?{_BIRD}={_MAIL}", f"/invites/{_BIRD}.ics"):
        async with client.get(path) as response:
            assert response.status in (404, 405)
    for raw in (
        f"{_BIRD} / HTTP/1.1\r\n\r\n",
        f"GET / {_BIRD}\r\n\r\n",
        f"GET / HTTP/1.1\r\n{_BIRD}\r\n\r\n",
    ):
        await _send(program.url, raw.encode())


async def _post_raw(client: ClientSession, body: bytes) -> None:
    async with client.post("/api/messages", data=body, headers=_headers(f"Basic {_BIRD}")) as response:
        assert 400 <= response.status < 500


async def _send(url: str, raw: bytes) -> None:
    """Speak to the server below HTTP."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(raw)
    await writer.drain()
    await asyncio.wait_for(reader.read(), 10)
    writer.close()
    await writer.wait_closed()


def _loud(said: str, *hidden: str) -> list[str]:
    """The lines that hold a canary."""
    return [line for line in said.splitlines() if any(text in line.lower() for text in (_BIRD, *hidden))]


@pytest.mark.parametrize("form", ["json", "text"])
async def test_in_local_mode_no_canary_sings(
    tmp_path: Path, rude: tuple[RudeConnector, str], form: str
) -> None:
    async with running(tmp_path, BATON_LOG_FORMAT=form) as (program, client):
        teams = Teams(client, *rude, _PERSON, _CHAT)  # type: ignore[arg-type]
        bearer = f"Bearer {token(claims(rude[1], sub=_BIRD))}"
        for body in _activities(teams):
            assert await _post(client, body, _headers(bearer)) != 500
        await _be_rude(client, program)
        with closing(sqlite3.connect(tmp_path / "var" / "baton.db")) as database, database:
            database.execute("ALTER TABLE unanswered RENAME TO gone")
        for body in _activities(teams):
            assert await _post(client, body, _headers(bearer)) != 500
        program.tell()
        assert (await program.ended())[0] == 0

    assert "Turn failed" in program.said
    assert len(program.lines) > 5
    assert _loud(program.said, "example.com", bearer.partition(".")[2][:40].lower()) == []
    if form == "json":
        lines = [json.loads(line) for line in program.lines]
        assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
        failed = next(line for line in lines if "Turn failed" in line["message"])
        assert failed["tenant"] == TENANT
        assert failed["conversation"] == logs.digest(str(_CHAT["id"]))
        assert len(failed["request"]) == 32


async def test_with_authentication_no_token_and_no_secret_shows(
    tmp_path: Path, rude: tuple[RudeConnector, str]
) -> None:
    openid = OpenIdServer()
    async with openid.running():
        secrets = {"MicrosoftAppPassword": f"{_BIRD}-password", "BATON_SECRET_KEY": f"{_BIRD}-key"}
        environment = {
            **secrets,
            "BATON_LOCAL": "",
            "MicrosoftAppId": APP_ID,
            "MicrosoftAppTenantId": TENANT,
            "BATON_PUBLIC_URL": "https://baton.example.com",
            "BATON_SERVICE_HOSTS": "127.0.0.1",
            "BotOpenIdMetadata": openid.metadata_url,
            # Nobody is there, so the bot's own token cannot be had.
            **dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy"), "http://127.0.0.1:9"),
            "NO_PROXY": "127.0.0.1",
        }
        async with running(tmp_path, **environment) as (program, client):
            teams = Teams(client, *rude, _PERSON, _CHAT)  # type: ignore[arg-type]
            good = token(claims(teams.service_url, sub=_BIRD))
            bad = token(claims(teams.service_url, sub=_BIRD, aud=_BIRD))
            told = token(claims(teams.service_url, sub=_BIRD), name="k1", kid=_BIRD)
            assert await _post(client, teams.activity(text=_BIRD), _headers(f"Bearer {good}")) < 500
            for wrong in (f"Bearer {bad}", f"Bearer {told}", f"Bearer {_BIRD}", f"Basic {_BIRD}", _BIRD):
                assert await _post(client, teams.activity(text=_BIRD), _headers(wrong)) == 401
            program.tell()
            assert (await program.ended())[0] == 0

    assert '"logger": "azure.identity' in program.said  # the bot's own token could not be had
    assert "Refused: wrong audience" in program.said
    assert "Refused: no single bearer token" in program.said
    parts = [part.lower() for each in (good, bad, told) for part in each.split(".")]
    assert _loud(program.said, *parts, "eyj") == []


async def test_what_breaks_in_the_middle_of_a_turn_keeps_the_words_to_itself(
    teams: Teams, caplog: pytest.LogCaptureFixture
) -> None:
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs._Json(Redaction()))
    logging.getLogger().addHandler(handler)
    try:
        reply = await teams.say(f"break the {_BIRD}")
    finally:
        logging.getLogger().removeHandler(handler)

    assert _BIRD not in str(reply)
    assert "RuntimeError" in written.getvalue()
    assert _loud(written.getvalue()) == []
    assert [record for record in caplog.records if _BIRD in record.getMessage()] == []
