"""Whatever stands in a row: nobody's conversation breaks, and a flow that was lost is said to be lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from dialogs import texts
from tests.chat import Chat
from tests.fakes import FakeExpert

_TOO_DEEP = "[" * 3_000 + "]" * 3_000  # Python cannot read it
_DEEP = "[" * 500 + "]" * 500  # it can, but not write or compare it everywhere
_PLAIN: dict[str, Any] = {"version": 1, "progress": None, "thread": {}, "options": []}
_PROGRESS = {"flow": "role", "step": "which", "version": 1, "data": {}, "trail": []}
_REDUCE = {"py/reduce": [{"py/function": "os.system"}, {"py/tuple": ["exit 1"]}]}
_UNREADABLE = {
    "null": "null",
    "a list": "[1, 2]",
    "a text": '"state"',
    "a number": "7",
    "empty": "{}",
    "too deep": f'{{"version": 1, "thread": {_TOO_DEEP}}}',
    "another's": json.dumps({"version": 1, "py/object": "subprocess.Popen", **_REDUCE}),
    "of a newer version": '{"version": 2, "stack": []}',
    "a deep thread": json.dumps(_PLAIN).replace("{}", f'{{"a": {_DEEP}}}'),
    "an odd thread": json.dumps({**_PLAIN, "thread": [1]}),
    "odd options": json.dumps({**_PLAIN, "options": [1, None]}),
    "options that are none": json.dumps({**_PLAIN, "options": {"0": "x"}}),
    "no progress": json.dumps({**_PLAIN, "progress": {}}),
}
_LOST: dict[str, Any] = {
    "a list": [1],
    "a text": "role",
    "a number": 7,
    "another's": {"py/object": "dialogs.flow.Progress", **_REDUCE},
    "no flow": {**_PROGRESS, "flow": None},
    "a flow that is a list": {**_PROGRESS, "flow": ["role"]},
    "a flow nobody knows": {**_PROGRESS, "flow": "__class__"},
    "a step that is an object": {**_PROGRESS, "step": {"py/type": "os"}},
    "a step nobody knows": {**_PROGRESS, "step": ""},
    "a version that is a text": {**_PROGRESS, "version": "1"},
    "an old version": {**_PROGRESS, "version": -(10**30)},
    "a new version": {**_PROGRESS, "version": 10**30},
    "data that is a list": {**_PROGRESS, "data": [["a", 1]]},
    "no trail": {name: value for name, value in _PROGRESS.items() if name != "trail"},
    "a trail that is a text": {**_PROGRESS, "trail": "abc"},
    "a trail of numbers": {**_PROGRESS, "trail": [1, 2]},
}


@pytest.fixture
def chat(store: Store) -> Chat:
    return Chat(store, FakeExpert())


@pytest.mark.parametrize("text", _UNREADABLE.values(), ids=list(_UNREADABLE))
async def test_a_state_that_cannot_be_read_starts_afresh(chat: Chat, text: str) -> None:
    await chat.put(text)

    assert await chat.say("1") == ["I don't know that."]  # no option is left
    assert (await chat.say("who leads stage 3"))[0].startswith("The SSP leads")
    assert await chat.say("change my role") == [texts.ROLE_ASK]
    assert (await chat.say("csam"))[0].startswith("Noted: your role is CSAM")


@pytest.mark.engines("sqlite")
@pytest.mark.parametrize("text", ["", "{", "Dear Ana", "\0", '{"version": 1, "progress": nul'])
async def test_text_that_is_no_json_starts_afresh(chat: Chat, text: str) -> None:
    """PostgreSQL would not have taken it."""
    await chat.put(text)

    assert (await chat.say("who leads stage 3"))[0].startswith("The SSP leads")


@pytest.mark.parametrize("version", [1, 2, None])
@pytest.mark.parametrize("progress", _LOST.values(), ids=list(_LOST))
async def test_a_flow_that_cannot_be_read_is_set_aside_in_plain_words(
    chat: Chat, progress: object, version: int | None
) -> None:
    await chat.put(json.dumps({**_PLAIN, "version": version, "progress": progress}))

    assert await chat.say("csam") == [texts.FLOW_CHANGED]
    assert (await chat.say("who leads stage 3"))[0].startswith("The SSP leads")


async def test_a_flow_whose_data_is_too_deep_is_set_aside_in_plain_words(chat: Chat) -> None:
    progress = json.dumps({**_PROGRESS, "data": "deep"}).replace('"deep"', f'{{"a": {_DEEP}}}')
    await chat.put(json.dumps({**_PLAIN, "progress": "?"}).replace('"?"', progress))

    assert await chat.say("csam") == [texts.FLOW_CHANGED]
    assert (await chat.say("who leads stage 3"))[0].startswith("The SSP leads")


async def test_names_that_another_baton_added_are_passed_over(chat: Chat) -> None:
    progress = {**_PROGRESS, "since": "2027", "owner": {"id": 7}}
    await chat.put(json.dumps({**_PLAIN, "progress": progress, "mood": "good"}))

    assert (await chat.say("csam"))[0].startswith("Noted: your role is CSAM")


async def test_an_option_is_read_as_if_it_had_been_typed(chat: Chat) -> None:
    odd = "<b>who\ud800 leads\0 stage 3</b>" + " " * 30_000
    await chat.put(json.dumps({**_PLAIN, "options": [odd]}))

    assert (await chat.say("1"))[0].startswith("The SSP leads")


async def test_a_job_that_cannot_be_read_does_not_hold_up_others(store: Store) -> None:
    now = store.now()
    async with store.work("t") as work:
        for key in ("damaged", "sound"):
            await work.jobs.add("reminder", key, now, {"version": 1})
        json_type = "JSON" if work.connection.dialect.name == "postgresql" else "TEXT"
        damage = sa.text(f"UPDATE job SET payload = CAST(:payload AS {json_type}) WHERE key = 'damaged'")
        await work.connection.execute(damage, {"payload": _TOO_DEEP})
        await work.commit()

    async with store.queue() as queue:
        claimed = await queue.claim("worker", ["reminder"], 5, now)

    assert [(job.key, job.payload) for job in claimed] == [("damaged", None), ("sound", {"version": 1})]
