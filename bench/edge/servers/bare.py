"""The floor: an echo on aiohttp alone, which reads the JSON and posts the reply over one session."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import ClientSession, web

_SESSION = web.AppKey("session", ClientSession)


async def _messages(request: web.Request) -> web.Response:
    activity: dict[str, Any] = await request.json()
    place = f"{activity['serviceUrl'].rstrip('/')}/v3/conversations/{activity['conversation']['id']}"
    reply = {
        "type": "message",
        "text": activity["text"],
        "replyToId": activity["id"],
        "conversation": activity["conversation"],
        "from": activity["recipient"],
        "recipient": activity["from"],
    }
    async with request.app[_SESSION].post(f"{place}/activities/{activity['id']}", json=reply) as response:
        await response.read()
    return web.Response(status=201)


async def _session(app: web.Application) -> AsyncIterator[None]:
    async with ClientSession() as session:
        app[_SESSION] = session
        yield


def build_app() -> web.Application:
    app = web.Application()
    app.cleanup_ctx.append(_session)
    app.router.add_post("/api/messages", _messages)
    return app


if __name__ == "__main__":
    web.run_app(build_app(), host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)
