"""What the log shows, and what it never shows."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from bot import logs
from bot.config import LogFormat
from bot.redaction import Redaction

_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"
_TENANT = "00000000-0000-0000-0000-0000000000aa"
_TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture(params=list(LogFormat))
def lines(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What goes to stderr in either form."""
    yield from _begun(request.param, monkeypatch)


@pytest.fixture
def json_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    yield from _begun(LogFormat.JSON, monkeypatch)


def _begun(form: LogFormat, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    root, written = logging.getLogger(), StringIO()
    before, level = root.handlers[:], root.level
    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr("threading.excepthook", lambda _: None)
    monkeypatch.setattr(sys, "stderr", written)
    root.handlers[:] = []
    logs.begin(form, ["hunter2-hunter2"])
    yield written
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(False)


def _last(written: StringIO) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written.getvalue().splitlines()[-1])
    return found


def _fail(text: str) -> None:
    raise ValueError(f"cannot read {text}")


def test_a_line_is_an_object_with_time_level_logger_and_message(json_lines: StringIO) -> None:
    logging.getLogger("bot.x").warning("It took %d s", 3, extra={"error": "ab12"})

    line = _last(json_lines)
    assert line.pop("time").endswith("Z")
    assert line == {"level": "WARNING", "logger": "bot.x", "message": "It took 3 s", "error": "ab12"}


def test_a_line_of_a_request_carries_its_ids_and_none_that_names_a_person(json_lines: StringIO) -> None:
    with logs.request({"traceparent": f"00-{_TRACE}-b7ad6b7169203331-01"}):
        logs.bind(tenant=_TENANT, conversation="19:ana_bo@unq.gbl.spaces", person="29:ana")
        logging.getLogger("bot.x").info("Done")

    line = _last(json_lines)
    assert (line["request"], line["tenant"]) == (_TRACE, _TENANT)
    assert line["conversation"] == logs.digest("19:ana_bo@unq.gbl.spaces")
    assert "ana" not in json_lines.getvalue()


def test_outside_a_request_and_in_another_one_nothing_of_it_is_left(json_lines: StringIO) -> None:
    with logs.request({}):
        logs.bind(person="29:ana")
        first = logs.fields()
    with logs.request({}):
        second = logs.fields()

    assert first.keys() == {"request", "person"}
    assert second.keys() == {"request"}
    assert first["request"] != second["request"]
    assert logs.fields() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"x-request-id": "ana@example.com"},
        {"x-request-id": _TOKEN},
        {"x-request-id": "what do you think"},
        {"x-request-id": "a" * 65},
        {"traceparent": f"00-{'0' * 32}-b7ad6b7169203331-01"},
        {"traceparent": f"ff-{_TRACE}-b7ad6b7169203331-01"},
        {"traceparent": f"00-{_TRACE}-b7ad6b7169203331-01\nforged"},
    ],
)
def test_a_header_that_is_no_id_is_not_logged(headers: dict[str, str]) -> None:
    with logs.request(headers):
        id = logs.fields()["request"]

    assert len(id) == 32
    assert id not in str(headers)


def test_an_id_that_the_caller_gave_is_kept() -> None:
    with logs.request({"x-request-id": "6f2c1a9e-0000-4000-8000-00000000beef"}):
        assert logs.fields()["request"] == "6f2c1a9e-0000-4000-8000-00000000beef"


def test_a_tenant_that_is_no_id_is_digested() -> None:
    with logs.request({}):
        logs.bind(tenant="ana's tenant")
        assert logs.fields()["tenant"] == logs.digest("ana's tenant")


@pytest.mark.parametrize(
    "text",
    [
        _TOKEN,
        f"Authorization: Bearer {_TOKEN}",
        "bearer c2VjcmV0LWNhbmFyeQ==",
        "ana.canary+tag@example.com",
        "postgresql+asyncpg://baton:hunter2-hunter2@db/baton",
        "client_secret=c2VjcmV0LWNhbmFyeQ&x=1",
        "the key is hunter2-hunter2",
    ],
)
def test_tokens_addresses_and_known_secrets_are_taken_out(lines: StringIO, text: str) -> None:
    logging.getLogger("bot.x").error("It said %s", text, extra={"field": {"deep": [text]}})

    for hidden in ("canary", "c2VjcmV0", "hunter2", "eyJ", "c2lnbmF0dXJl", "example.com"):
        assert hidden not in lines.getvalue()


def test_of_an_error_only_the_kinds_and_the_places_show(lines: StringIO) -> None:
    try:
        try:
            _fail("canary")
        except ValueError as error:
            raise RuntimeError("more of the canary") from error
    except RuntimeError as error:
        logging.getLogger("bot.x").exception("Failed: %s", error)

    said = lines.getvalue()
    assert "canary" not in said
    assert "RuntimeError" in said
    assert "caused by ValueError" in said
    assert "unit/bot/test_logs.py" in said
    assert "_fail" in said


def test_what_another_handler_wrote_into_the_record_does_not_show(lines: StringIO) -> None:
    try:
        _fail("canary")
    except ValueError:
        info = sys.exc_info()
    record = logging.LogRecord("bot.x", logging.ERROR, __file__, 1, "Failed", (), info)
    logging.Formatter().format(record)
    assert "canary" in str(record.exc_text)

    logging.getLogger("bot.x").handle(record)

    assert "canary" not in lines.getvalue()


def test_a_library_shows_its_template_or_its_place_but_never_a_value(lines: StringIO) -> None:
    foreign = logging.getLogger("aiohttp.server")
    foreign.error("Error handling request from %s at %-10.3f", "canary", 1.0, extra={"body": "canary"})
    foreign.error("Task exception was never retrieved: canary")
    foreign.error("%s", "canary")
    foreign.error("canary\n%s", "canary", stack_info=True)

    said = lines.getvalue()
    assert "Error handling request from" in said
    assert "test_logs.py" in said
    assert said.count("canary") == 1  # a first line that is a template is the library's own


def test_a_library_is_heard_from_warning_on(lines: StringIO) -> None:
    for name in ("msal", "azure.identity", "urllib3", "alembic", "bm25s", "sqlalchemy.engine"):
        logging.getLogger(name).debug("chatter")
        logging.getLogger(name).info("chatter")

    assert lines.getvalue() == ""


def test_a_value_of_an_unknown_type_shows_as_its_type(json_lines: StringIO) -> None:
    class Person:
        def __repr__(self) -> str:
            return "canary"

    logging.getLogger("bot.x").info("Look", extra={"person_at_hand": Person(), "count": 3, "none": None})

    line = _last(json_lines)
    assert (line["person_at_hand"], line["count"], line["none"]) == ("Person", 3, None)


def test_a_line_that_cannot_be_written_says_where_and_shows_nothing(lines: StringIO) -> None:
    handler = next(each for each in logging.getLogger().handlers if isinstance(each, logs._Handler))
    handler.handle(logging.LogRecord("bot.x", logging.INFO, __file__, 7, "It took %d s", ("canary",), None))

    assert "canary" not in lines.getvalue()
    assert "could not be written (test_logs.py:7" in lines.getvalue()


async def test_an_error_that_nothing_awaits_shows_no_values(lines: StringIO) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.note_unhandled)
    loop.call_soon(_fail, "canary")
    await asyncio.sleep(0.01)

    assert "An error that nothing caught" in lines.getvalue()
    assert "ValueError" in lines.getvalue()
    assert "canary" not in lines.getvalue()


@pytest.mark.parametrize(
    "program",
    [
        "int('canary')",
        "import threading; threading.Thread(target=int, args=('canary',)).start()",
        "import warnings; warnings.warn('canary')",
        "X = type('X', (), {'__del__': lambda self: int('canary')}); X()",
    ],
)
def test_what_nothing_catches_shows_no_values(program: str) -> None:
    begin = "from bot import logs; from bot.config import LogFormat; logs.begin(LogFormat.JSON); "
    ended = subprocess.run(
        [sys.executable, "-W", "default", "-c", begin + program], capture_output=True, text=True, timeout=30
    )

    assert "canary" not in ended.stderr
    assert json.loads(ended.stderr)["level"] in ("CRITICAL", "WARNING")


def test_a_long_text_is_cut_and_redacting_it_takes_little_time() -> None:
    began = time.process_time()

    assert len(Redaction().text("a" * 1_000_000)) == 8_000
    assert "eyJ" not in Redaction().text("a" * 15_997 + _TOKEN)
    assert time.process_time() - began < 0.5
