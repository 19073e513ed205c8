"""States of people in the middle of something, as each released version stored them: they must go on.

`tests/golden/<version>` has a file for each step of each flow, for an answer that can be followed up and
for a question back. Files of a released version never change; a version that writes something else, or
has another step, brings files of its own.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.store.store import Store
from dialogs import conversation, flow, texts
from dialogs.message import Message, Person
from dialogs.state import State
from knowledge import Expert
from tests.chat import Chat

_TESTS = Path(__file__).resolve().parents[2]
_GOLDEN = _TESTS / "golden"
_FILES = sorted(_GOLDEN.glob("*/*.json"))
_KEPT = [(file.parent.name, file.stem) for file in _FILES]
_VERSION = str(tomllib.loads((_TESTS.parent / "pyproject.toml").read_text("utf-8"))["project"]["version"])
_ADD = "add a golden file tests/golden/{version}/{name}.json with what is stored now:\n{state}"
# What leads from each step to the next, or to the end: the test walks through every flow by these.
_ANSWERS = {"role-which": "csam", "forget-sure": "no"}
# What follows a state that is no flow's, and the question that means the same without it.
_FOLLOWED = {"thread": ("and stage 4?", "who leads stage 4"), "options": ("2", "What does the SE do?")}
_BEFORE = {"thread": "who leads stage 3", "options": "what does the specialist do"}
_ROWS = frozenset(("handoff-value",))  # a flow that reads a row: `test_starting` goes on from there
_ENDS = {"role-which": "Noted: your role is CSAM", "forget-sure": texts.DELETE_KEPT}


@pytest.fixture(scope="module")
def baton() -> Expert:
    """The real knowledge."""
    return Expert.load()


@pytest.fixture
def chat(store: Store, baton: Expert) -> Chat:
    return Chat(store, baton)


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def test_each_released_version_has_its_files() -> None:
    known = {*_ENDS, *_FOLLOWED, *_ROWS}

    assert {("0.1.0", name) for name in ("role-which", "forget-sure", "thread", "options")} <= set(_KEPT)
    assert {name for version, name in _KEPT if version == _VERSION} == known
    assert {name for _, name in _KEPT} <= known, "no test goes on from there"


@pytest.mark.parametrize(("version", "name"), [kept for kept in _KEPT if kept[1] in _ENDS])
async def test_a_flow_under_way_in_an_older_version_goes_on(chat: Chat, version: str, name: str) -> None:
    await chat.put(_stored(version, name))

    assert (await chat.say(_ANSWERS[name]))[0].startswith(_ENDS[name])


@pytest.mark.parametrize(("version", "name"), [kept for kept in _KEPT if kept[1] in _FOLLOWED])
async def test_what_an_older_version_answered_can_be_followed_up(chat: Chat, version: str, name: str) -> None:
    typed, meaning = _FOLLOWED[name]
    plain = await chat.say(meaning)
    await chat.put(json.dumps(State().to_json()))
    assert (await chat.say(typed))[0] != plain[0]  # by itself it means something else

    await chat.put(_stored(version, name))

    assert (await chat.say(typed))[0] == plain[0]


@pytest.mark.parametrize("file", _FILES, ids=_name)
def test_what_an_older_version_stored_is_read_whole(file: Path) -> None:
    kept = json.loads(file.read_text("utf-8"))

    assert State.from_json(kept).to_json() == kept


async def test_every_step_of_every_flow_has_a_golden_file(chat: Chat) -> None:
    async with chat.store.work("t") as work:
        builders = {name: guided.build for name, guided in conversation.FLOWS.items()}
        flows = {name: build(chat.desk(work)) for name, build in builders.items() if build}

    for name, steps in flows.items():
        written = {f"{name}-{at.step}": State(progress=at).to_json() for at in _walk(steps)}
        assert {f"{name}-{step.name}" for step in steps.steps} == set(written), "no answers lead there"
        for step, state in written.items():
            assert _read(step, state) == state, _ADD.format(version=_VERSION, name=step, state=_text(state))


def _walk(steps: flow.Flow) -> list[flow.Progress]:
    """A person's progress at each step, from the first question to the end."""
    move, walked = flow.begin(steps), []
    while move.progress:
        walked.append(move.progress)
        answer = _ANSWERS[f"{steps.name}-{move.progress.step}"]
        said = Message(person=Person(tenant="t", id="ana"), conversation="c", text=answer)
        move = flow.take(steps, move.progress, said)
    assert move.outcome is flow.Outcome.FINISHED
    return walked


@pytest.mark.parametrize("name", _FOLLOWED)
async def test_what_is_stored_besides_flows_has_the_form_of_its_golden_file(chat: Chat, name: str) -> None:
    """The form alone: its words are the knowledge's, which may change at any time."""
    await chat.say(_BEFORE[name])

    state = await chat.kept()

    golden = _read(name, state)
    assert _form(golden) == _form(state), _ADD.format(version=_VERSION, name=name, state=_text(state))


def _stored(version: str, name: str) -> str:
    return (_GOLDEN / version / f"{name}.json").read_text("utf-8")


def _read(name: str, state: dict[str, Any]) -> Any:
    file = _GOLDEN / _VERSION / f"{name}.json"
    if not file.exists():
        pytest.fail(_ADD.format(version=_VERSION, name=name, state=_text(state)))
    return json.loads(file.read_text("utf-8"))


def _text(state: dict[str, Any]) -> str:
    return json.dumps(state, indent=2, ensure_ascii=False)


def _form(value: Any) -> Any:
    """Names and types; of a list the types that are in it."""
    if isinstance(value, dict):
        return {name: _form(each) for name, each in value.items()}
    return [_form(each) for each in value[:1]] if isinstance(value, list) else type(value).__name__
