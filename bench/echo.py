"""The peer: the smallest bot that botbuilder allows. It says what it is told."""

from __future__ import annotations

import os

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity


class _Registration:
    """No app id: nobody is authenticated."""

    APP_TYPE = "MultiTenant"
    APP_ID = ""
    APP_PASSWORD = ""
    APP_TENANTID = ""


class _Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(turn_context.activity.text)


def build_app() -> web.Application:
    """One route; CloudAdapter.process itself answers 500 to expectReplies in 4.17.1, so it is not used."""
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(_Registration()))
    echo = _Echo()

    async def messages(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        authenticated = await adapter.bot_framework_authentication.authenticate_request(activity, "")
        answer = await adapter.process_activity(authenticated, activity, echo.on_turn)
        return web.json_response(answer.body, status=answer.status)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


if __name__ == "__main__":
    web.run_app(build_app(), host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)
