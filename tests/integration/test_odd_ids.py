"""Ids with characters that are none, which databases refuse: kept out at the door, and no harm further in."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot import inbound
from bot.errors import StoreError
from bot.store import tables
from bot.store.feedback import Remembered
from bot.store.store import Store
from dialogs.desk import Reaction
from dialogs.message import Given
from dialogs.state import State

_ODD = ["a\0b", "\0", "half a character \ud800", "\udc00"]


async def _save(store: Store, state: State, chat: str, person: str) -> None:
    async with store.work("t") as work:
        await work.conversations.load(chat, person)
        await work.conversations.save(chat, person, state)
        await work.commit()


async def _load(store: Store, chat: str, person: str) -> State | None:
    async with store.work("t") as work:
        return await work.conversations.load(chat, person)


@pytest.mark.parametrize("odd", _ODD, ids=ascii)
async def test_a_key_that_a_database_refuses_breaks_nothing_else(store: Store, odd: str) -> None:
    for key in ((odd, "ana"), ("c", odd)):
        try:
            await _save(store, State(options=("odd",)), *key)
            assert await _load(store, *key) == State(options=("odd",))
        except StoreError:
            pass
        await _save(store, State(options=("sound",)), "c", "ana")
        assert await _load(store, "c", "ana") == State(options=("sound",))


@pytest.mark.parametrize("odd", [*_ODD, "m" * 500, "\ud800" * 500], ids=lambda odd: ascii(odd[:9]))
async def test_a_message_whose_id_a_database_refuses_is_known_again(store: Store, odd: str) -> None:
    """The channel gives these ids, so they are not for the edge to refuse."""
    here = {"person": "ana", "conversation": "c", "message": odd}
    async with store.work("t") as work:
        given = Given(question="why", answer="a")
        await work.feedback.remember_all([Remembered(given=given, **here)], "1")
        await work.feedback.record(Reaction(**here, reaction="like"), "1")
        await work.commit()

    async with store.work("t") as work:
        about = await work.connection.execute(sa.select(tables.feedback.c.question))
        assert about.scalars().all() == ["why"]


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("odd", [*_ODD, "a\nb", "\u2028"], ids=ascii)
@pytest.mark.parametrize("field", ["id", "from", "conversation"])
def test_the_edge_lets_in_no_key_that_a_database_refuses(field: str, odd: str) -> None:
    sound = {
        "type": "message",
        "id": "1",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:ana"},
        "conversation": {"id": "a:chat"},
    }
    value = odd if field == "id" else {"id": odd}

    assert inbound.parse(dict(sound)) is not None
    assert inbound.parse({**sound, field: value}) is None
