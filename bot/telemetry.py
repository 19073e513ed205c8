"""What is measured while Baton runs: turns, outbound calls, jobs and errors.

Nothing is measured, and no telemetry library loaded, unless the standard `OTEL_*` variables name a
receiver. Labels come from small fixed sets: kinds, methods and status classes, never texts or ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

_ENDPOINTS = (
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
)


class Call(Protocol):
    """An outbound call under way; tell it the HTTP status once there is one."""

    status: int


class Telemetry(Protocol):
    """Where measurements go. No method raises or waits."""

    def request(self, traceparent: str) -> AbstractContextManager[None]:
        """A request from outside; what is measured within belongs to the trace that it names."""

    def turn(self, kind: str) -> AbstractContextManager[None]:
        """One turn; `kind` is the activity's type. What it raises goes on, and is noted as failed."""

    def outbound(self, method: str) -> AbstractContextManager[Call]:
        """One outbound HTTP call with its retries; set the status of the call that it hands out."""

    def job(self, kind: str, outcome: str, seconds: float) -> None:
        """One run of a job: its kind, the state it ended in, and how long it took."""

    def queue(self, jobs: Mapping[str, int], oldest: float) -> None:
        """How many jobs there are in each state, all states each time; seconds the oldest has been due."""

    def error(self, kind: str) -> None:
        """One error; `kind` is a class name or a fixed word."""

    def close(self) -> None:
        """Hand over what was measured; at most two seconds."""


class _Nothing:
    """A context that does nothing, and a call that nobody looks at."""

    __slots__ = ("status",)

    def __init__(self) -> None:
        self.status = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


_NOTHING = _Nothing()


class _Context(AbstractContextManager[None]):
    __slots__ = ()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


_CONTEXT = _Context()


class NoTelemetry:
    """Measures nothing."""

    def request(self, traceparent: str) -> AbstractContextManager[None]:
        return _CONTEXT

    def turn(self, kind: str) -> AbstractContextManager[None]:
        return _CONTEXT

    def outbound(self, method: str) -> AbstractContextManager[Call]:
        return _NOTHING

    def job(self, kind: str, outcome: str, seconds: float) -> None:
        return

    def queue(self, jobs: Mapping[str, int], oldest: float) -> None:
        return

    def error(self, kind: str) -> None:
        return

    def close(self) -> None:
        return


def is_wanted(environment: Mapping[str, str]) -> bool:
    """Whether the environment names a receiver and does not switch the SDK off."""
    off = environment.get("OTEL_SDK_DISABLED", "").strip().casefold() == "true"
    return not off and any(environment.get(name, "").strip() for name in _ENDPOINTS)


def choose(environment: Mapping[str, str]) -> Telemetry:
    """OpenTelemetry where a receiver is named, else nothing."""
    if not is_wanted(environment):
        return NoTelemetry()
    from bot.otel import OpenTelemetry  # half a second and 20 MB, only where it is wanted

    return OpenTelemetry(environment)
