from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dialogs.flow import LOST, Progress
from dialogs.state import State

_json: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
_names = st.sampled_from(["flow", "step", "role", "which", "py/object", ""])
_progress = st.fixed_dictionaries(
    {},
    optional={
        "flow": _names | _json,
        "step": _names | _json,
        "version": st.integers() | _json,
        "data": st.dictionaries(_names, _json) | _json,
        "trail": st.lists(_names) | _json,
        "py/object": _json,
    },
)
_state = st.fixed_dictionaries(
    {},
    optional={
        "version": st.just(1) | _json,
        "progress": _progress | _json,
        "thread": _json,
        "options": st.lists(st.text()) | _json,
        "handoff": st.integers() | _json,
        "since": st.integers() | _json,
        "py/reduce": _json,
    },
)

# What the first release writes: it must stay readable.
_GOLDEN = {
    "version": 1,
    "progress": {"flow": "forget", "step": "sure", "version": 1, "data": {}, "trail": []},
    "thread": {"stage": 3},
    "options": ["what about the CSA"],
}


def test_state_survives_the_trip_through_json() -> None:
    state = State(
        progress=Progress(flow="forget", step="sure", version=1),
        thread={"stage": 3},
        options=("what about the CSA",),
    )

    assert json.loads(json.dumps(state.to_json())) == _GOLDEN
    assert State.from_json(_GOLDEN) == state


def test_the_handoff_that_is_open_survives_the_trip_through_json() -> None:
    state = State(handoff=12, since=3)

    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state


def test_state_of_a_version_nobody_knows_starts_afresh() -> None:
    assert State.from_json({"version": 99, "odd": True}) == State()


def test_a_flow_of_a_version_nobody_knows_is_lost() -> None:
    assert State.from_json({**_GOLDEN, "version": 99}) == State(progress=LOST)


@given(_state | _json)
def test_whatever_was_kept_is_read_as_a_state_that_can_be_kept(kept: Any) -> None:
    state = State.from_json(kept)

    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state
    assert {type(value) for value in vars(state).values()} <= {type(None), Progress, dict, tuple, int}
    assert all(type(option) is str for option in state.options)
    if state.progress:
        assert (type(state.progress.flow), type(state.progress.step)) == (str, str)
        assert (type(state.progress.data), type(state.progress.trail)) == (dict, tuple)


@given(_state)
def test_what_is_sound_is_kept_whatever_else_is_damaged(kept: dict[str, Any]) -> None:
    sound = {"version": 1, "options": ["one", "two"], "progress": _GOLDEN["progress"]}

    state = State.from_json({**kept, **sound})

    assert (state.options, state.progress) == (("one", "two"), State.from_json(_GOLDEN).progress)
