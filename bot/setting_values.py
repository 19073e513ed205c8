"""What single settings may look like; `bot.config` says which there are."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationInfo

from bot.addresses import is_https, is_on_this_machine

ON = frozenset(("1", "true", "yes", "on"))
OFF = frozenset(("0", "false", "no", "off", ""))
_VERSIONED = re.compile(r".+/(v[0-9]+\.[0-9]+|beta)")
_CONNECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}")


def _on_or_off(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value.strip().lower() not in ON | OFF:
        raise ValueError("must be 1 or 0")
    return value.strip().lower() in ON


def _address_of_service(url: str) -> str:
    if not is_https(url) and not is_on_this_machine(url):
        raise ValueError("must be an https address (http only for this machine's own, 127.0.0.1)")
    return url


def _address_of_graph(url: str) -> str:
    url = _address_of_service(url).rstrip("/")
    if not _VERSIONED.fullmatch(url):
        raise ValueError("must end with a version, like https://graph.microsoft.com/v1.0")
    return url


def _connection(name: str, info: ValidationInfo) -> str:
    """Its token service is asked with Baton's own token, which local mode has none of."""
    if name and not _CONNECTION.fullmatch(name):
        raise ValueError("must be the name of an OAuth connection of the Azure Bot")
    if name and info.data.get("local") and not is_on_this_machine(info.data.get("token_service_url", "")):
        raise ValueError(
            "needs a BotTokenServiceUrl of this machine (http://127.0.0.1) when BATON_LOCAL is set"
        )
    return name


def _pasted(token: SecretStr, info: ValidationInfo) -> SecretStr:
    if not token.get_secret_value():
        return token
    if not info.data.get("local", True):
        raise ValueError("is for local mode only, to try Baton with one person's calendar")
    _no_other_way(info, "oauth_connection")
    return token


def _app_only(on: bool, info: ValidationInfo) -> bool:
    if not on:
        return on
    _no_other_way(info, "oauth_connection", "graph_token")
    if missing := [name for name, given in _credential(info) if not given]:
        raise ValueError(f"needs {' and '.join(missing)} too")
    if info.data.get("local") and not is_on_this_machine(info.data.get("graph_url", "")):
        raise ValueError("is not for BATON_LOCAL, where anybody could ask for any mailbox")
    return on


def _credential(info: ValidationInfo) -> list[tuple[str, bool]]:
    """What Graph needs to know an app, by the setting's name; a faulty one is told of by itself."""
    data = info.data
    needed = [("MicrosoftAppId", bool(data.get("app_id", True)))]
    if data.get("app_type") == "UserAssignedMSI":
        return needed
    proofs = ("app_password", "certificate_path", "federated_token_file")
    proved = any(data.get(name, True) for name in proofs)
    return [
        *needed,
        ("MicrosoftAppTenantId", bool(data.get("app_tenant", True))),
        ("MicrosoftAppPassword", proved),
    ]


def _no_other_way(info: ValidationInfo, *fields: str) -> None:
    """Whose calendars are looked at, and with which right, must not depend on which setting wins."""
    for field in fields:
        if info.data.get(field):
            raise ValueError(f"does not go together with {_NAMES[field]}; set one of them")


_NAMES = {"oauth_connection": "OAuthConnectionName", "graph_token": "GRAPH_ACCESS_TOKEN"}

Switch = Annotated[bool, BeforeValidator(_on_or_off)]
ServiceAddress = Annotated[str, AfterValidator(_address_of_service)]
GraphAddress = Annotated[str, AfterValidator(_address_of_graph)]
Connection = Annotated[str, AfterValidator(_connection)]
PastedToken = Annotated[SecretStr, AfterValidator(_pasted)]
AppOnly = Annotated[Switch, AfterValidator(_app_only)]
