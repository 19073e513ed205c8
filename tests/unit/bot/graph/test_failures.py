"""Every error is read once, and keeps nobody's words."""

from __future__ import annotations

import json

import httpx
import pytest
from kiota_abstractions.api_error import APIError
from msgraph.generated.models.o_data_errors.main_error import MainError
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from bot.graph.failures import Aim, Permission, Verdict, Way, lasting, read, seconds
from meetings.errors import (
    AwayError,
    EventGoneError,
    NoMailboxError,
    NotAllowedError,
    NotOrganiserError,
    RefusedError,
    SignInError,
    UnknownOutcomeError,
)

_AIM = Aim(permission=Permission.CALENDARS)
_OF_EVENT = Aim(permission=Permission.CALENDARS, gone=True)
_REQUEST = httpx.Request("GET", "https://graph.microsoft.com/v1.0/me")


def _told(status: int, code: str = "", words: str = "", **headers: str) -> ODataError:
    error = ODataError(error=MainError(code=code, message=words))
    error.response_status_code = status
    error.response_headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return error


@pytest.mark.parametrize(
    ("error", "aim", "meaning"),
    [
        (_told(401, "InvalidAuthenticationToken"), _AIM, SignInError),
        (_told(403, "ErrorAccessDenied"), _AIM, NotAllowedError),
        (_told(404, "ErrorItemNotFound"), _OF_EVENT, EventGoneError),
        (_told(404, "ResourceNotFound"), _OF_EVENT, EventGoneError),
        (_told(404, "ResourceNotFound"), _AIM, NoMailboxError),
        (_told(404, "MailboxNotEnabledForRESTAPI"), _OF_EVENT, NoMailboxError),
        (_told(404, "Request_ResourceNotFound"), _AIM, NoMailboxError),
        (_told(400, "ErrorInvalidRequest", "You need to be an organizer."), _OF_EVENT, NotOrganiserError),
        (_told(400, "ErrorInvalidRequest"), _OF_EVENT, RefusedError),
        (_told(409, "Conflict"), _AIM, RefusedError),
        (APIError("a page", 302, {}), _AIM, RefusedError),
    ],
)
def test_what_is_final_is_not_asked_again(error: Exception, aim: Aim, meaning: type[Exception]) -> None:
    failed = read(error, aim)

    assert failed.verdict is Verdict.FINAL
    assert type(failed.error) is meaning
    assert not failed.sick


@pytest.mark.parametrize(
    "error",
    [
        _told(429, "ApplicationThrottled"),
        httpx.ConnectError("refused", request=_REQUEST),
        httpx.ConnectTimeout("slow", request=_REQUEST),
        httpx.PoolTimeout("full", request=_REQUEST),
    ],
)
def test_what_never_arrived_was_not_done(error: Exception) -> None:
    assert read(error, _AIM).verdict is Verdict.NOT_DONE


@pytest.mark.parametrize(
    "error",
    [
        *(_told(status) for status in (408, 500, 502, 503, 504, 509)),
        APIError("a page of a proxy", 502, {}),
        httpx.ReadTimeout("slow", request=_REQUEST),
        httpx.ReadError("cut", request=_REQUEST),
        httpx.WriteError("cut", request=_REQUEST),
        httpx.RemoteProtocolError("half", request=_REQUEST),
        json.JSONDecodeError("no JSON", "<html>", 0),
        Exception("the SDK's own for a page with 200"),
        KeyError("@odata.type"),
    ],
)
def test_what_may_have_arrived_is_in_doubt(error: Exception) -> None:
    failed = read(error, _AIM)

    assert (failed.verdict, failed.sick) == (Verdict.DOUBTFUL, True)
    assert isinstance(failed.error, AwayError)


@pytest.mark.parametrize(
    ("way", "in_doubt", "meaning"),
    [
        (Way.READ, True, AwayError),
        (Way.AGAIN, True, UnknownOutcomeError),
        (Way.ONCE, True, UnknownOutcomeError),
        (Way.ONCE, False, AwayError),
    ],
)
def test_only_what_changes_something_can_be_unknown(
    way: Way, in_doubt: bool, meaning: type[Exception]
) -> None:
    aim = Aim(permission=Permission.CALENDARS, way=way)

    assert type(lasting(read(_told(429), aim), aim, in_doubt=in_doubt)) is meaning


def test_the_permission_that_is_missing_is_named() -> None:
    error = read(_told(403, "Authorization_RequestDenied"), Aim(permission=Permission.DIRECTORY)).error

    assert isinstance(error, NotAllowedError)
    assert error.permission == "User.ReadBasic.All"


def test_a_code_that_is_none_is_left_out() -> None:
    failed = read(_told(400, "megan@contoso.com is unknown", "Nor is alex@contoso.com"), _AIM)

    assert isinstance(failed.error, RefusedError)
    assert failed.error.code == ""
    assert "contoso" not in f"{failed} {failed.detail} {failed.error}"


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("3", 3.0),
        ("0.5", 0.5),
        (None, None),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("nan", None),
        ("1e9", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None),
        ("Wed, 21 Oct 2015 07:28:00", None),
    ],
)
def test_how_long_to_wait_is_read(header: str | None, told: float | None) -> None:
    assert seconds(header) == told


def test_the_wait_that_is_asked_for_is_kept() -> None:
    failed = read(_told(429, retry_after="7"), _AIM)

    assert failed.retry_after == 7.0
    assert isinstance(failed.error, AwayError)
    assert failed.error.retry_after == 7.0
