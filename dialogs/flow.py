"""The flow runner: named steps, plain versioned state, back and interruption.

A flow is a table of steps. A step says how to ask (`prompt`), how to read an answer (`check`)
and where to go (`next`, or None at the end). State is plain JSON and names its step, so that a
newer Baton can move steps about while conversations are under way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from dialogs.message import Message, Reply

Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """The answer fits; `values` are added to the flow's data."""

    values: Data = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """The answer was meant for this step but does not fit; `why` is said and the step waits on."""

    why: Reply


Verdict = Accepted | Rejected | None  # None: not an answer to this step, so an interruption


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question of a flow."""

    name: str
    prompt: Callable[[Data], Reply]
    check: Callable[[Message, Data], Verdict]
    next: Callable[[Data], str | None] = lambda data: None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a person is in a flow; `trail` names the steps already answered, for `back`."""

    flow: str
    step: str
    version: int
    data: Data = field(default_factory=dict)
    trail: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "data": dict(self.data), "trail": list(self.trail)}

    @classmethod
    def from_json(cls, body: object) -> Progress:
        """Read what was kept; LOST where it is damaged. Names of another Baton are passed over."""
        if not isinstance(body, Mapping) or not _is_sound(body):
            return LOST
        try:
            kept = {name: copied(body[name]) for name in _SHAPES}
        except ValueError:
            return LOST
        return cls(**{**kept, "trail": tuple(kept["trail"])})


LOST = Progress(flow="", step="", version=0)  # of no flow that there is
_SHAPES = {"flow": str, "step": str, "version": int, "data": dict, "trail": list}
_DEEPEST = 20  # levels of lists and mappings


def _is_sound(body: Mapping[str, Any]) -> bool:
    shaped = all(isinstance(body.get(name), shape) for name, shape in _SHAPES.items())
    return shaped and all(isinstance(name, str) for name in body["trail"])


def copied(value: Any, levels: int = _DEEPEST) -> Any:
    """A copy of JSON; ValueError where it is nested so deep that it could not be compared or written."""
    if not isinstance(value, dict | list):
        return value
    if not levels:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        return {name: copied(each, levels - 1) for name, each in value.items()}
    return [copied(each, levels - 1) for each in value]


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Steps, the first of them first. `migrate[n]` turns progress of version n into version n + 1."""

    name: str
    version: int
    steps: tuple[Step, ...]
    migrate: Mapping[int, Callable[[Progress], Progress]] = field(default_factory=dict)

    def find(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)


class Outcome(Enum):
    """What became of a message within a flow."""

    ASKED = auto()  # the flow waits for an answer
    FINISHED = auto()  # `data` is complete
    INTERRUPTED = auto()  # the message was not for this flow: deal with it, then repeat the prompt
    FIRST = auto()  # there is no step to go back to
    LOST = auto()  # the progress belongs to a flow that has changed beyond it


@dataclass(frozen=True, kw_only=True)
class Move:
    """A decision of the runner: what to say, and where the person now stands."""

    outcome: Outcome
    progress: Progress | None = None
    replies: tuple[Reply, ...] = ()
    data: Data = field(default_factory=dict)


def begin(flow: Flow, data: Data | None = None) -> Move:
    """Ask the first question."""
    first = flow.steps[0]
    return _ask(first, Progress(flow=flow.name, step=first.name, version=flow.version, data=data or {}))


def take(flow: Flow, progress: Progress, message: Message) -> Move:
    """Read a message as the answer to the step that waits."""
    current = _current(flow, progress)
    if current is None:
        return Move(outcome=Outcome.LOST)
    progress, step = current
    match step.check(message, progress.data):
        case None:
            return Move(outcome=Outcome.INTERRUPTED, progress=progress)
        case Rejected(why=why):
            return Move(outcome=Outcome.ASKED, progress=progress, replies=(why,))
        case Accepted(values=values):
            return _advance(flow, step, replace(progress, data={**progress.data, **values}))


def back(flow: Flow, progress: Progress) -> Move:
    """Ask the previous question again; what was answered there stays until answered anew."""
    current = _current(flow, progress)
    if current is None:
        return Move(outcome=Outcome.LOST)
    progress, _ = current
    known = [name for name in progress.trail if flow.find(name)]
    step = flow.find(known[-1]) if known else None
    if step is None:
        return Move(outcome=Outcome.FIRST, progress=progress)
    return _ask(step, replace(progress, step=step.name, trail=tuple(known[:-1])))


def repeat(flow: Flow, progress: Progress) -> Move:
    """Ask the waiting question once more, after an interruption."""
    current = _current(flow, progress)
    return Move(outcome=Outcome.LOST) if current is None else _ask(current[1], current[0])


def _ask(step: Step, progress: Progress) -> Move:
    return Move(outcome=Outcome.ASKED, progress=progress, replies=(step.prompt(progress.data),))


def _advance(flow: Flow, step: Step, progress: Progress) -> Move:
    name = step.next(progress.data)
    if name is None:
        return Move(outcome=Outcome.FINISHED, data=progress.data)
    following = flow.find(name)
    if following is None:
        raise LookupError(f"flow {flow.name} has no step {name}")
    return _ask(following, replace(progress, step=name, trail=(*progress.trail, step.name)))


def upgrade(flow: Flow, progress: Progress) -> Progress | None:
    """Bring progress to the flow's version; None where that cannot be done."""
    while progress.version < flow.version:
        change = flow.migrate.get(progress.version)
        if change is None:
            return None
        progress = replace(change(progress), version=progress.version + 1)
    return progress if progress.version == flow.version else None


def _current(flow: Flow, progress: Progress) -> tuple[Progress, Step] | None:
    """The progress in the flow's version, and its step; None where there is none any more."""
    upgraded = upgrade(flow, progress)
    step = flow.find(upgraded.step) if upgraded else None
    return (upgraded, step) if upgraded and step else None
