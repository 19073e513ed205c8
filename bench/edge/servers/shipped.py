"""The first peer: an echo on botbuilder's CloudAdapter as shipped. Nobody is authenticated.

It stands alone: it runs where the peers are installed, and nothing of ours.
"""

from __future__ import annotations

import os

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication


class _Registration:
    """No app id: the SDK's authentication is off."""

    APP_TYPE = "MultiTenant"
    APP_ID = ""
    APP_PASSWORD = ""
    APP_TENANTID = ""


class _Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(turn_context.activity.text)


def build_app() -> web.Application:
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(_Registration()))
    echo = _Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await adapter.process(request, echo)
        return answer

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


if __name__ == "__main__":
    web.run_app(build_app(), host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)
