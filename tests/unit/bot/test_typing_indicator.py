"""The typing indicator: not before a second, again while it lasts, and gone with its block."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot import typing_indicator
from bot.errors import DeliveryError, NotSentError, RejectedError, UnknownOutcomeError, UnreachableError
from bot.typing_indicator import TypingIndicator

_AFTER, _AGAIN = 0.04, 0.05


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_indicator, "_AFTER", _AFTER)
    monkeypatch.setattr(typing_indicator, "_AGAIN", _AGAIN)


class _Chat:
    """Counts how often the indicator was shown."""

    def __init__(self, fault: Exception | None = None, slow: float = 0.0) -> None:
        self.shown, self.under_way = 0, 0
        self._fault, self._slow = fault, slow

    async def show(self) -> None:
        self.under_way += 1
        try:
            await asyncio.sleep(self._slow)
            if self._fault:
                raise self._fault
            self.shown += 1
        finally:
            self.under_way -= 1


async def test_an_answer_that_comes_soon_shows_none() -> None:
    chat = _Chat()
    with TypingIndicator(chat.show):
        await asyncio.sleep(_AFTER / 4)
    await asyncio.sleep(_AFTER * 2)

    assert chat.shown == 0


async def test_it_is_shown_again_while_the_answer_takes_its_time() -> None:
    chat = _Chat()
    with TypingIndicator(chat.show):
        await asyncio.sleep(_AFTER + _AGAIN * 2.5)
        assert chat.shown >= 2
    at_the_end = chat.shown
    await asyncio.sleep(_AGAIN * 3)

    assert chat.shown == at_the_end


async def test_it_ends_with_the_first_reply() -> None:
    chat = _Chat()
    with TypingIndicator(chat.show) as typing:
        await asyncio.sleep(_AFTER * 1.5)
        typing.stop()
        before = chat.shown
        await asyncio.sleep(_AGAIN * 3)

    assert chat.shown == before == 1


async def test_it_ends_with_a_turn_that_fails() -> None:
    chat = _Chat()

    async def turn() -> None:
        with TypingIndicator(chat.show):
            await asyncio.sleep(_AFTER * 1.5)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await turn()
    before = chat.shown
    await asyncio.sleep(_AGAIN * 3)

    assert chat.shown == before


async def test_it_ends_with_a_turn_that_is_cancelled() -> None:
    chat = _Chat()

    async def turn() -> None:
        with TypingIndicator(chat.show):
            await asyncio.sleep(60)

    running = asyncio.create_task(turn())
    await asyncio.sleep(_AFTER * 1.5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    before = chat.shown
    await asyncio.sleep(_AGAIN * 3)

    assert chat.shown == before


async def test_one_that_is_on_its_way_is_not_waited_for() -> None:
    chat = _Chat(slow=60)
    with TypingIndicator(chat.show):
        await asyncio.sleep(_AFTER * 1.5)
        assert chat.under_way == 1
    await asyncio.sleep(0.01)

    assert chat.under_way == 0


@pytest.mark.parametrize(
    "fault", [NotSentError(5.0), UnreachableError(), RejectedError(400), UnknownOutcomeError()]
)
async def test_a_channel_that_does_not_take_it_is_left_alone(
    fault: DeliveryError, caplog: pytest.LogCaptureFixture
) -> None:
    chat = _Chat(fault)
    with caplog.at_level(logging.INFO), TypingIndicator(chat.show):
        await asyncio.sleep(_AFTER + _AGAIN * 3)

    assert [record.getMessage() for record in caplog.records if record.name == "bot.typing_indicator"] == [
        f"No typing indicator: {type(fault).__name__}"
    ]
