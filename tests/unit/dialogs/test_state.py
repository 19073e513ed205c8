from __future__ import annotations

import json

from dialogs.flow import Progress
from dialogs.state import State

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


def test_state_of_a_version_nobody_knows_starts_afresh() -> None:
    assert State.from_json({"version": 99, "odd": True}) == State()
