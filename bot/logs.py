"""The log: one line an event on stderr, as JSON or, for local mode, as text.

Every line of a request carries its request id, and once they are known the tenant's id and digests
of the conversation's and the person's. No line carries what a person wrote, a token or an address.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import secrets
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from bot.config import LogFormat
from bot.redaction import Redaction, frames, is_own, safe

logger = logging.getLogger(__name__)

_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_NAMES = {
    **{"asctime": "time", "levelname": "level", "name": "logger"},
    **{"exc_info": "exception", "stack_info": "stack"},
}
_TRACE_PARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_REQUEST_ID = re.compile(r"[0-9a-fA-F-]{8,64}")  # an id, and nothing that could be words or a token
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DIGEST = 12  # characters
_DIGESTED = frozenset(("conversation", "person"))
_UNFORESEEN = "An error that nothing caught"
_LOST = "A log line of {0.name} could not be written ({0.filename}:{0.lineno})"

_about: ContextVar[Mapping[str, str]] = ContextVar("about", default={})  # noqa: B039 - never changed in place


@contextmanager
def request(headers: Mapping[str, str]) -> Iterator[None]:
    """Give all that is logged within the request's id: the caller's where it is one, else a new one."""
    token = _about.set({"request": _request_id(headers)})
    try:
        yield
    finally:
        _about.reset(token)


def bind(**ids: str) -> None:
    """Add ids to what the rest of the request logs: tenant, conversation, person, as Teams has them."""
    _about.set({**_about.get(), **ids})


def fields() -> dict[str, str]:
    """What the log shows of the request at hand."""
    return {name: _shown(name, id) for name, id in _about.get().items() if id}


def digest(id: str) -> str:
    """A short stand-in for an id of a person or a conversation: the same for the same, and no way back."""
    return hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def begin(form: LogFormat, secret: Iterable[str] = ()) -> None:
    """Log to stderr, where nothing else has set the log up. `secret` texts never show."""
    root = logging.getLogger()
    if root.handlers:
        return
    redaction = Redaction(secret)
    handler = _Handler()
    handler.setLevel(logging.INFO)  # some libraries ask for DEBUG of their own accord
    handler.addFilter(_of_interest)
    handler.setFormatter(_Json(redaction) if form is LogFormat.JSON else _Text(redaction))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    _catch_what_nothing_caught()


def note_unhandled(loop: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """The loop's exception handler; asyncio's own would show the values that a task was given."""
    error = context.get("exception")
    logger.error(_UNFORESEEN, exc_info=error if isinstance(error, BaseException) else None)


def _request_id(headers: Mapping[str, str]) -> str:
    if parent := _TRACE_PARENT.fullmatch(headers.get("traceparent", "")):
        return parent[1]
    named = headers.get("x-request-id", "")
    return named if _REQUEST_ID.fullmatch(named) else secrets.token_hex(16)


def _shown(name: str, id: str) -> str:
    if name in _DIGESTED or (name == "tenant" and not _GUID.fullmatch(id)):
        return digest(id)
    return id


def _of_interest(record: logging.LogRecord) -> bool:
    return is_own(record) or record.levelno >= logging.WARNING


def _catch_what_nothing_caught() -> None:
    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, Exception):
            logger.critical(_UNFORESEEN, exc_info=(kind, error, trace))

    def show_of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            show(args.exc_type, args.exc_value, args.exc_traceback)

    def show_of_collector(args: Any) -> None:
        if args.exc_value is not None:
            show(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook, threading.excepthook, sys.unraisablehook = show, show_of_thread, show_of_collector


class _Handler(logging.StreamHandler[Any]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """The default prints the record with its values."""
        lost = {"name": __name__, "levelno": logging.ERROR, "levelname": "ERROR", "msg": _LOST.format(record)}
        with suppress(Exception):
            self.stream.write(self.format(logging.makeLogRecord(lost)) + self.terminator)


class _Json(JsonFormatter):
    """One JSON object a line."""

    def __init__(self, redaction: Redaction) -> None:
        wanted = ("asctime", "levelname", "name", "message")
        super().__init__(wanted, rename_fields=_NAMES, exc_info_as_array=True, stack_info_as_array=True)
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        return super().format(safe(record))

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        for name, id in fields().items():
            log_data.setdefault(name, id)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {name: self._redaction.value(value) for name, value in log_data.items()}

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - as above
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return time.replace("+00:00", "Z")

    def formatException(self, ei: Any) -> Any:  # noqa: N802 - logging's name
        return _shown_error(ei).splitlines()


class _Text(logging.Formatter):
    """One readable line, and one for each frame of an error."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__(_TEXT)
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        return self._redaction.text(super().format(safe(record)))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return _shown_error(ei)


def _shown_error(info: tuple[Any, BaseException | None, TracebackType | None]) -> str:
    return frames(info[1], info[2]) if info[1] is not None else ""
