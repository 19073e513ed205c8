"""What all measurements stand on: the channel, a signing key, tokens, the questions, and started servers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench import questions
from bench.edge import channel, launch, pinning, tokens, traffic, wire
from bench.edge.channel import Channel
from bench.edge.load import CONNECTIONS, Talk
from bench.questions import Conversation

ECHOED: tuple[Conversation, ...] = (("Who leads stage 3?",),)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What lives as long as the whole run."""

    channel: Channel
    issuer: tokens.Issuer
    questions: Sequence[Conversation]

    def settings(self, database: str = "") -> Mapping[str, str]:
        """Baton's settings outside local mode: everybody is authenticated."""
        given = {
            "HOST": "127.0.0.1",
            "MicrosoftAppId": tokens.APP,
            "MicrosoftAppPassword": "bench",
            "MicrosoftAppTenantId": traffic.TENANT,
            "BotOpenIdMetadata": self.channel.url.rstrip("/") + channel.METADATA,
            "BATON_SERVICE_HOSTS": urlsplit(self.channel.url).netloc,
            "BATON_PUBLIC_URL": "https://baton.example.com",
            "BATON_SECRET_KEY": "bench",
            "BATON_RATE_LIMIT": "0",  # one person of the load writes more than a person can
        }
        return {**given, "DATABASE_URL": database or "sqlite+aiosqlite:///baton.db"}

    @asynccontextmanager
    async def talk(
        self, server: launch.Running, said: Sequence[Conversation], signed: Iterator[str] | None
    ) -> AsyncIterator[Talk]:
        """Connections to a server, over which `said` is said again and again."""
        callers = [await wire.connect(server.port) for _ in range(CONNECTIONS)]
        requests = [
            traffic.requests(self.channel.url, said, signed, connection=index, connections=CONNECTIONS)
            for index in range(CONNECTIONS)
        ]
        talk = Talk(callers=callers, requests=requests, channel=self.channel, server=server)
        try:
            yield talk
        finally:
            talk.close()


@asynccontextmanager
async def prepared() -> AsyncIterator[Ground]:
    """The ground; this process stays on the last processor for as long."""
    pem, open_channel = tokens.new_key(), Channel()
    await open_channel.start(tokens.public(pem))
    issuer = tokens.Issuer(pem=pem, service_url=open_channel.url)
    pinning.pin(pinning.CLIENT)
    try:
        yield Ground(channel=open_channel, issuer=issuer, questions=questions.conversations())
    finally:
        pinning.pin(pinning.PROCESSORS)
        open_channel.close()
