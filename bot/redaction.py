"""What a log line may hold: the last line of defence against texts, tokens and addresses in the log."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.errors import BatonError

_OWN = frozenset(("app", "bot", "dialogs", "handoffs", "meetings", "knowledge", "__main__"))
_PLACEHOLDER = re.compile(r"%(?:\(\w*\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
_WITHHELD = "(text withheld)"
_SHORTEST_SECRET = 8  # characters; a shorter one would blacken ordinary words
_LONGEST = 8_000  # characters of one text
_PATTERNS = (
    (re.compile(r"eyJ[\w-]{5,}(?:\.[\w-]*)*"), "[token]"),
    (re.compile(r"(?i)\bbearer\s+[^\s\"',;]{8,}"), "Bearer [token]"),
    (re.compile(r"(?i)\b(client_secret|client_assertion|password|\w*_token|sig)=[^\s&\"']+"), r"\1=[secret]"),
    (re.compile(r"[^\s\"'<>(),;:\[\]{}@/\\=]{1,64}@[\w.-]+"), "[address]"),
)


class Redaction:
    """Takes out what looks like a token or an address, and the very secrets that it was told."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _SHORTEST_SECRET)

    def text(self, text: str) -> str:
        text = text[: 2 * _LONGEST]  # what the first cut leaves of a token, the second takes
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text[:_LONGEST]

    def value(self, value: Any) -> Any:
        """A field's value: texts without secrets, plain values as they are, of all else the type's name."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return type(value).__name__


def is_own(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _OWN


def safe(record: logging.LogRecord) -> logging.LogRecord:
    """A copy that can be shown: our own words, and of a library's only the template or the place.

    A library may have put anything into a finished text; asyncio shows values, aiohttp the request.
    """
    if is_own(record):
        copy = logging.makeLogRecord(record.__dict__)
        copy.msg, copy.args = _own_text(record), ()
        copy.exc_text = None  # another handler may have left the error's words here
        return copy
    return logging.LogRecord(
        record.name,
        record.levelno,
        record.pathname,
        record.lineno,
        _foreign_text(record),
        (),
        record.exc_info,
        record.funcName,
    )


def frames(error: BaseException, trace: TracebackType | None = None) -> str:
    """The error's type and where it came from, and so on for what caused it; never its words or values."""
    return "\n".join(_lines(error, trace or error.__traceback__))


def kinds(error: BaseException) -> str:
    """The types of an error and of what caused it."""
    return " < ".join(type(each).__name__ for each in _chain(error))


def _own_text(record: logging.LogRecord) -> str:
    args = record.args
    if isinstance(args, tuple):
        record = logging.makeLogRecord(record.__dict__)
        record.args = tuple(_plain(arg) for arg in args)
    return record.getMessage()


def _plain(arg: object) -> object:
    """Of an error its type: its words may hold a person's. Our own errors have fixed words only."""
    if isinstance(arg, BatonError):
        return str(arg) or type(arg).__name__
    return type(arg).__name__ if isinstance(arg, BaseException) else arg


def _foreign_text(record: logging.LogRecord) -> str:
    place = f"{_short(record.pathname)}:{record.lineno} {record.funcName}"
    template = str(record.msg).partition("\n")[0]
    if not record.args or not _PLACEHOLDER.sub("", template).strip():
        return f"{_WITHHELD} {place}"
    return f"{_PLACEHOLDER.sub('…', template)} ({place})"


def _lines(error: BaseException, trace: TracebackType | None) -> Iterator[str]:
    for each in _chain(error):
        yield type(each).__name__ if each is error else f"caused by {type(each).__name__}"
        for frame in traceback.extract_tb(trace if each is error else each.__traceback__):
            yield f"{_short(frame.filename)}:{frame.lineno} {frame.name}"


def _chain(error: BaseException) -> list[BaseException]:
    """The error, what caused it, and so on."""
    found: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in found:
        found.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return found


def _short(path: str) -> str:
    return "/".join(Path(path).parts[-3:])
