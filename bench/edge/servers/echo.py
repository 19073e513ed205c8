"""An echo on Baton's adapter: its routes, its authentication and its connector, and nothing behind them."""

from __future__ import annotations

from typing import Any

from botbuilder.core import ActivityHandler, TurnContext

from bench.edge.servers import serve
from bot import config, web
from bot.adapter import BatonAdapter
from bot.edge import Edge
from bot.store.store import utc_now
from bot.telemetry import NoTelemetry


class _Echo(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(turn_context.activity.text)


async def _ready() -> bool:
    return True


if __name__ == "__main__":
    settings = config.read()
    edge = Edge(settings, utc_now, NoTelemetry(), serve.Credential())
    echo: Any = _Echo()
    app = web.build(
        BatonAdapter(authenticator=edge.authenticator, connector=edge.connector), echo, "echo", _ready
    )
    app.cleanup_ctx.append(edge.opened)
    serve.run(settings, app)
