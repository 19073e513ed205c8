"""A tenant's Graph is left alone after failing again and again, and tried by one at a time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.graph.circuit import Circuit
from meetings.errors import AwayError

_MOST = 3


@dataclass
class _Seconds:
    at: float = 100.0

    def __call__(self) -> float:
        return self.at


def _open(clock: _Seconds) -> Circuit:
    circuit = Circuit(clock, most=_MOST, rest=30.0)
    for _ in range(_MOST):
        circuit.enter("contoso")
        circuit.failed("contoso")
    return circuit


def test_it_opens_for_one_tenant_alone() -> None:
    circuit = _open(_Seconds())

    circuit.enter("fabrikam")
    with pytest.raises(AwayError) as away:
        circuit.enter("contoso")
    assert (away.value.open, away.value.retry_after) == (True, 30.0)


def test_an_answer_in_between_counts_from_the_start() -> None:
    circuit = Circuit(_Seconds(), most=_MOST)
    for _ in range(_MOST - 1):
        circuit.failed("contoso")
    circuit.answered("contoso")
    circuit.failed("contoso")

    circuit.enter("contoso")


def test_one_tries_again_and_the_others_wait_for_it() -> None:
    clock = _Seconds()
    circuit = _open(clock)
    clock.at += 30.0

    circuit.enter("contoso")
    with pytest.raises(AwayError):
        circuit.enter("contoso")
    assert circuit.is_tried("contoso")
    circuit.answered("contoso")
    circuit.enter("contoso")
    assert not circuit.is_tried("contoso")


def test_it_stays_open_where_that_one_fails_too() -> None:
    clock = _Seconds()
    circuit = _open(clock)
    clock.at += 30.0
    circuit.enter("contoso")
    circuit.failed("contoso")
    clock.at += 29.0

    with pytest.raises(AwayError):
        circuit.enter("contoso")


def test_one_that_is_given_up_lets_another_try() -> None:
    clock = _Seconds()
    circuit = _open(clock)
    clock.at += 30.0
    circuit.enter("contoso")
    circuit.left("contoso")

    circuit.enter("contoso")


def test_one_that_is_given_up_closes_nothing() -> None:
    circuit = _open(_Seconds())
    circuit.left("contoso")

    with pytest.raises(AwayError):
        circuit.enter("contoso")


def test_one_that_never_came_back_does_not_keep_it_open() -> None:
    clock = _Seconds()
    circuit = _open(clock)
    clock.at += 30.0
    circuit.enter("contoso")
    clock.at += 30.0

    circuit.enter("contoso")
