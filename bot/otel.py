"""Telemetry by OpenTelemetry: traces and metrics, exported by OTLP over HTTP as `OTEL_*` says."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from opentelemetry import context, trace
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.metrics import Histogram, Meter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

logger = logging.getLogger(__name__)

_NAME = "baton"
_PATIENCE = 2.0  # seconds for the last hand-over
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0, 30.0)
_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
_NO_GRPC = "OTEL_EXPORTER_OTLP_PROTOCOL asks for another protocol; Baton exports http/protobuf"


@dataclass
class OutboundCall:
    """An outbound call under way; 0 until there is a status."""

    status: int = 0


class OpenTelemetry:
    """Spans and metrics of this process; call `close` at the end."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        if environment.get("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf") != "http/protobuf":
            logger.warning(_NO_GRPC)
        resource = _resource(environment)
        self._closers: list[Callable[[], object]] = []
        tracer = self._tracer(resource) if _exports(environment, "TRACES") else trace.NoOpTracer()
        meter = self._meter(resource, exported=_exports(environment, "METRICS"))
        self._spans: Tracer = tracer
        self._turns = _histogram(meter, "baton.turn.duration", "Time from a turn's start to its end")
        self._calls = _histogram(meter, "baton.outbound.duration", "Time of one outbound HTTP call")
        self._runs = _histogram(meter, "baton.job.duration", "Time of one run of a job")
        self._jobs = meter.create_gauge("baton.jobs", "{job}", "Jobs in each state")
        self._oldest = meter.create_gauge("baton.jobs.oldest_due", "s", "How long the oldest job is due")
        self._errors = meter.create_counter("baton.errors", "{error}", "Errors by kind")

    @contextmanager
    def request(self, traceparent: str) -> Iterator[None]:
        carrier = {"traceparent": traceparent}
        token = context.attach(TraceContextTextMapPropagator().extract(carrier))
        try:
            yield
        finally:
            context.detach(token)

    @contextmanager
    def turn(self, kind: str) -> Iterator[None]:
        labels = {"baton.activity.type": kind}
        with self._measured(f"turn {kind}", SpanKind.SERVER, labels, self._turns.record):
            yield

    @contextmanager
    def outbound(self, method: str) -> Iterator[OutboundCall]:
        call, labels = OutboundCall(), {"http.request.method": method}

        def record(seconds: float, found: Mapping[str, str]) -> None:
            status_class = f"{call.status // 100}xx" if call.status else "none"
            trace.get_current_span().set_attribute("http.response.status_code", call.status)
            self._calls.record(seconds, {**found, "baton.status_class": status_class})

        with self._measured(f"outbound {method}", SpanKind.CLIENT, labels, record):
            yield call

    def job(self, kind: str, outcome: str, seconds: float) -> None:
        self._runs.record(seconds, {"baton.job.kind": kind, "baton.job.outcome": outcome})

    def queue(self, jobs: Mapping[str, int], oldest: float) -> None:
        for state, count in jobs.items():
            self._jobs.set(count, {"baton.job.state": state})
        self._oldest.set(oldest)

    def error(self, kind: str) -> None:
        self._errors.add(1, {"error.type": kind})

    def close(self) -> None:
        """A receiver that hangs does not hold the process up."""
        last = threading.Thread(target=self._shut_down, daemon=True, name="telemetry")
        last.start()
        last.join(_PATIENCE)

    def _shut_down(self) -> None:
        for close in self._closers:
            close()

    @contextmanager
    def _measured(
        self,
        name: str,
        kind: SpanKind,
        labels: Mapping[str, str],
        record: Callable[[float, Mapping[str, str]], None],
    ) -> Iterator[None]:
        """A span and a time; of an error its type alone, because its words may hold a person's."""
        began = time.perf_counter()
        with self._spans.start_as_current_span(
            name, kind=kind, attributes=labels, record_exception=False, set_status_on_exception=False
        ) as span:
            found = dict(labels)
            try:
                yield
            except BaseException as error:
                found["error.type"] = type(error).__name__
                span.set_attribute("error.type", found["error.type"])
                span.set_status(StatusCode.ERROR)
                raise
            finally:
                record(time.perf_counter() - began, found)

    def _tracer(self, resource: Resource) -> Tracer:
        provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._closers.append(provider.shutdown)
        return provider.get_tracer(_NAME)

    def _meter(self, resource: Resource, *, exported: bool) -> Meter:
        readers = [PeriodicExportingMetricReader(OTLPMetricExporter())] if exported else []
        provider = MeterProvider(metric_readers=readers, resource=resource, shutdown_on_exit=False)
        self._closers.append(provider.shutdown)
        return provider.get_meter(_NAME)


def _resource(environment: Mapping[str, str]) -> Resource:
    """What `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME` say; the service's name is baton otherwise."""
    named = environment.get("OTEL_SERVICE_NAME") or "service.name=" in environment.get(
        "OTEL_RESOURCE_ATTRIBUTES", ""
    )
    return Resource.create({} if named else {"service.name": _NAME})


def _exports(environment: Mapping[str, str], signal: str) -> bool:
    """Whether a receiver is named for traces or metrics, and `OTEL_..._EXPORTER` is not none."""
    named = environment.get(_ENDPOINT) or environment.get(f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")
    return bool(named) and environment.get(f"OTEL_{signal}_EXPORTER", "otlp").strip() != "none"


def _histogram(meter: Meter, name: str, about: str) -> Histogram:
    return meter.create_histogram(name, "s", about, explicit_bucket_boundaries_advisory=_SECONDS)
