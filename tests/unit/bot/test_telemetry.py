"""When telemetry is wanted, and that nothing is loaded or lost where it is not."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from bot.telemetry import NoTelemetry, choose, is_wanted

_RECEIVER = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({"OTEL_SERVICE_NAME": "baton"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False),
        (_RECEIVER, True),
        ({"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT": "http://127.0.0.1:4318/v1/metrics"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({**_RECEIVER, "OTEL_SDK_DISABLED": "True"}, False),
        ({**_RECEIVER, "OTEL_SDK_DISABLED": "false"}, True),
    ],
)
def test_it_is_wanted_where_a_receiver_is_named(environment: dict[str, str], wanted: bool) -> None:
    assert is_wanted(environment) is wanted


def test_where_it_is_not_wanted_the_library_is_not_even_loaded() -> None:
    program = (
        "import sys; from bot import compose, telemetry; telemetry.choose({});"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", program], timeout=60).returncode == 0


def test_without_a_receiver_errors_pass_through_and_nothing_is_kept() -> None:
    telemetry = choose({})

    with pytest.raises(KeyError), telemetry.request(""), telemetry.turn("message"):
        raise KeyError("x")
    with pytest.raises(KeyError), telemetry.outbound("POST"):
        raise KeyError("x")
    telemetry.job("reminder", "done", 0.1)
    telemetry.queue({"waiting": 1}, 0.0)
    telemetry.error("KeyError")
    telemetry.close()


def test_without_a_receiver_a_turn_costs_next_to_nothing() -> None:
    telemetry = NoTelemetry()
    began = time.process_time()
    for _ in range(10_000):
        with telemetry.request(""), telemetry.turn("message"), telemetry.outbound("POST") as call:
            call.status = 200

    assert (time.process_time() - began) / 10_000 < 20e-6
