"""Speaking first, changing and deleting what was said: all of it through Baton's own connector."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from botbuilder.core import TurnContext
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
    ConversationReference,
)

from bot.adapter import BatonAdapter
from bot.auth import LocalAuthenticator
from bot.connector import Connector, Limits, open_session
from bot.errors import UnreachableError
from bot.service_hosts import ServiceHosts
from bot.tokens import no_token
from tests.fakes import FakeConnector

Channel = tuple[FakeConnector, str]


@pytest.fixture
async def adapter() -> AsyncIterator[BatonAdapter]:
    limits = Limits()
    session = open_session(limits)
    async with session:
        yield BatonAdapter(
            authenticator=LocalAuthenticator(ServiceHosts((), local=True)),
            connector=Connector(lambda: session, no_token, limits),
        )


def _reference(service_url: str) -> ConversationReference:
    return ConversationReference(
        channel_id="msteams",
        service_url=service_url,
        conversation=ConversationAccount(id="a:chat/with;odd?signs"),
        bot=ChannelAccount(id="28:baton"),
        user=ChannelAccount(id="29:ana"),
    )


async def test_it_speaks_first_changes_and_deletes_what_it_said(
    adapter: BatonAdapter, connector: Channel
) -> None:
    fake, url = connector

    async def speak(context: TurnContext) -> None:
        sent = await context.send_activity("It is due tomorrow.")
        await context.update_activity(Activity(type="message", id=sent.id, text="It is due today."))
        await context.delete_activity(sent.id)

    await adapter.continue_conversation(_reference(url), speak, "app")

    assert [(call.method, call.body.get("text")) for call in fake.calls] == [
        ("POST", "It is due tomorrow."),
        ("PUT", "It is due today."),
        ("DELETE", None),
    ]
    assert {call.conversation for call in fake.calls} == {"a:chat/with;odd?signs"}


async def test_it_opens_a_conversation_with_someone_who_never_wrote(
    adapter: BatonAdapter, connector: Channel
) -> None:
    fake, url = connector
    who = ConversationParameters(
        is_group=False, members=[ChannelAccount(id="29:megan")], tenant_id="t", bot=ChannelAccount(id="28:b")
    )

    async def speak(context: TurnContext) -> None:
        await context.send_activity("Hello, Megan.")

    await adapter.create_conversation("app", speak, who, "msteams", url)

    assert [call.body.get("text") for call in fake.calls] == [None, "Hello, Megan."]
    assert fake.calls[0].body["members"] == [{"id": "29:megan"}]
    assert fake.calls[1].conversation == fake.calls[0].id


async def test_who_cannot_be_reached_is_said(adapter: BatonAdapter, connector: Channel) -> None:
    fake, url = connector
    fake.status = 403

    async def speak(context: TurnContext) -> None:
        raise AssertionError("there is no conversation to speak in")

    with pytest.raises(UnreachableError):
        await adapter.create_conversation("app", speak, ConversationParameters(), "msteams", url)
