"""The whole of Baton: authentication, de-duplication, state, the real knowledge, and the connector."""

from __future__ import annotations

from bench.edge.servers import serve
from bot import compose, config

if __name__ == "__main__":
    settings = config.read()
    serve.run(settings, compose.build_app(settings, credential=serve.Credential()))
