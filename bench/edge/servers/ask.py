"""The whole of Baton: authentication, de-duplication, state, the real knowledge, and the connector."""

from __future__ import annotations

import os

from bench.edge.servers import serve
from bot import compose, config
from knowledge.expert import Expert

if __name__ == "__main__":
    settings, remembered = config.read(), os.environ.get(serve.REMEMBERED)
    expert = Expert.load(remembered=int(remembered)) if remembered else None
    serve.run(settings, compose.build_app(settings, expert=expert, credential=serve.Credential()))
