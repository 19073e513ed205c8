"""What persons say: each connection carries whole conversations, of persons of its own."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence

from bench.edge import wire
from bench.questions import Conversation

TENANT = "00000000-0000-0000-0000-0000000000aa"
PERSONS = 200
_PATH = "/api/messages"
_ID = "1700000000000"  # stands for the id of the message, and is as long


def requests(
    service_url: str,
    conversations: Sequence[Conversation],
    tokens: Iterator[str] | None,
    *,
    connection: int,
    connections: int,
) -> Iterator[bytes]:
    """Messages without end for one of the connections; no two have the same id or the same token."""
    persons = itertools.cycle(range(connection, PERSONS, connections))
    offset = connection * len(conversations) // connections
    said = itertools.chain(conversations[offset:], itertools.cycle(conversations))
    ids = itertools.count(1_700_000_000_000 + connection * 10**8)
    for person, conversation in zip(persons, said, strict=False):
        for text in conversation:
            body = _body(service_url, person, text).replace(_ID, str(next(ids)))
            headers = f"Authorization: Bearer {next(tokens)}\r\n" if tokens else ""
            yield wire.request(_PATH, body.encode(), headers)


def _body(service_url: str, person: int, text: str) -> str:
    """A message as Teams sends it in a personal chat."""
    name = f"person-{person:03d}"
    return json.dumps(
        {
            "type": "message",
            "id": _ID,
            "timestamp": "2026-11-20T10:00:00.123Z",
            "localTimestamp": "2026-11-20T11:00:00.123+01:00",
            "localTimezone": "Europe/Oslo",
            "channelId": "msteams",
            "serviceUrl": service_url,
            "from": {
                "id": f"29:{name}",
                "name": "Ana",
                "aadObjectId": f"00000000-0000-0000-0000-000000000{person:03d}",
            },
            "recipient": {"id": "28:baton", "name": "Baton"},
            "conversation": {"id": f"a:{name}", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web"}],
            "locale": "en-GB",
            "text": text,
            "textFormat": "plain",
        }
    )
