"""The second peer: an echo on the Microsoft 365 Agents SDK. Nobody is authenticated.

Without its jwt_authorization_middleware every caller is anonymous, and no token service is needed.
"""

from __future__ import annotations

import os
from typing import Any

from aiohttp import web
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import ActivityHandler, RestChannelServiceClientFactory, TurnContext


class _Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(turn_context.activity.text)


def build_app() -> web.Application:
    connections: Any = None  # anonymous callers need none
    adapter = CloudAdapter(channel_service_client_factory=RestChannelServiceClientFactory(connections))
    echo = _Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, echo) or web.Response(status=500)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


if __name__ == "__main__":
    web.run_app(build_app(), host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)
