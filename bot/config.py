"""The settings, read once from the environment and `.env`."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.addresses import is_database, is_https, is_on_this_machine
from bot.errors import SettingsError
from bot.service_hosts import is_loopback
from bot.setting_values import AppOnly, Connection, GraphAddress, PastedToken, ServiceAddress, Switch

_ENGINES = ("sqlite+aiosqlite://", "postgresql+asyncpg://")
_NO_SECRET = SecretStr("")
_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.\-]*[a-z0-9])?(:[0-9]{1,5})?|\[[0-9a-f:.]+\](:[0-9]{1,5})?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

# Where Teams' serviceUrl points: the public cloud, then GCC, GCC High, DoD and China.
TEAMS_HOSTS = (
    "smba.trafficmanager.net",
    "smba.onyx.prod.teams.trafficmanager.net",
    "*.botframework.com",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
    "*.botframework.azure.us",
    "frontend.botapi.msg.infra.teams.microsoftonline.cn",
)


class LogFormat(StrEnum):
    JSON = "json"
    TEXT = "text"


class AppType(StrEnum):
    SINGLE_TENANT = "SingleTenant"
    MULTI_TENANT = "MultiTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"


class Settings(BaseSettings):
    """All that Baton is told from outside. Secrets do not show in its repr."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", frozen=True, extra="ignore", populate_by_name=True
    )

    # `local` and `app_type` come first: the checks of the others look at them.
    local: Switch = Field(default=False, alias="BATON_LOCAL")
    app_type: AppType = Field(default=AppType.SINGLE_TENANT, alias="MicrosoftAppType")
    host: str = Field(default="", alias="HOST", validate_default=True)
    port: int = Field(default=3978, alias="PORT", ge=1, le=65535)
    app_id: str = Field(default="", alias="MicrosoftAppId", validate_default=True)
    certificate_path: str = Field(default="", alias="MicrosoftAppCertificatePath")
    federated_token_file: str = Field(default="", alias="AZURE_FEDERATED_TOKEN_FILE")
    app_password: SecretStr = Field(default=_NO_SECRET, alias="MicrosoftAppPassword", validate_default=True)
    app_tenant: str = Field(default="", alias="MicrosoftAppTenantId", validate_default=True)
    open_id_metadata: ServiceAddress = Field(
        default="https://login.botframework.com/v1/.well-known/openidconfiguration", alias="BotOpenIdMetadata"
    )
    token_issuer: str = Field(default="https://api.botframework.com", alias="BotTokenIssuer")
    token_service_url: ServiceAddress = Field(
        default="https://api.botframework.com", alias="BotTokenServiceUrl"
    )
    oauth_connection: Connection = Field(default="", alias="OAuthConnectionName")
    graph_url: GraphAddress = Field(default="https://graph.microsoft.com/v1.0", alias="GRAPH_BASE_URL")
    graph_token: PastedToken = Field(default=_NO_SECRET, alias="GRAPH_ACCESS_TOKEN")
    graph_app_only: AppOnly = Field(default=False, alias="GRAPH_APP_ONLY")
    service_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=TEAMS_HOSTS, alias="BATON_SERVICE_HOSTS"
    )
    rate_limit: int = Field(default=300, alias="BATON_RATE_LIMIT", ge=0)
    log_format: LogFormat | None = Field(default=None, alias="BATON_LOG_FORMAT")
    database_url: SecretStr = Field(
        default=SecretStr("sqlite+aiosqlite:///var/baton.db"), alias="DATABASE_URL"
    )
    public_url: str = Field(default="", alias="BATON_PUBLIC_URL", validate_default=True)
    secret_key: SecretStr = Field(default=_NO_SECRET, alias="BATON_SECRET_KEY", validate_default=True)
    admins: Annotated[frozenset[str], NoDecode] = Field(default=frozenset(), alias="BATON_ADMINS")
    time_zone: str = Field(default="UTC", alias="BATON_TIMEZONE")
    country: str = Field(default="", alias="BATON_COUNTRY")
    currency: str = Field(default="USD", alias="BATON_CURRENCY")
    retention_days: int | None = Field(default=None, alias="BATON_RETENTION_DAYS")

    @field_validator("host")
    @classmethod
    def _listen_where_it_is_safe(cls, host: str, info: ValidationInfo) -> str:
        if not info.data.get("local"):
            return host or "0.0.0.0"  # noqa: S104 - behind the host's own front door
        if host and not is_loopback(host):
            raise ValueError("must be this machine's own address (127.0.0.1) when BATON_LOCAL is set")
        return host or "127.0.0.1"

    @field_validator("app_id", "public_url")
    @classmethod
    def _need_outside_local_mode(cls, value: str, info: ValidationInfo) -> str:
        if not value and not _excused(info):
            raise ValueError("is missing; it is needed unless BATON_LOCAL=1")
        return value

    @field_validator("app_id")
    @classmethod
    def _know_id(cls, value: str, info: ValidationInfo) -> str:
        if value and not _excused(info) and not _GUID.fullmatch(value):
            raise ValueError("must be the application id of the Azure Bot, a GUID")
        return value

    @field_validator("public_url")
    @classmethod
    def _know_address(cls, value: str, info: ValidationInfo) -> str:
        if value and not _excused(info) and not is_https(value):
            raise ValueError("must be an https address with a host, like https://baton.example.com")
        return value

    @field_validator("secret_key")
    @classmethod
    def _need_key(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if not value.get_secret_value() and not _excused(info):
            raise ValueError("is missing; it is needed unless BATON_LOCAL=1")
        return value

    @field_validator("app_password")
    @classmethod
    def _need_password(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        managed = info.data.get("app_type") is AppType.MANAGED_IDENTITY
        other = info.data.get("certificate_path") or info.data.get("federated_token_file")
        if not value.get_secret_value() and not managed and not other and not _excused(info):
            raise ValueError(
                "is missing; it is needed unless MicrosoftAppType=UserAssignedMSI, "
                "or a MicrosoftAppCertificatePath or AZURE_FEDERATED_TOKEN_FILE is given"
            )
        return value

    @field_validator("certificate_path", "federated_token_file")
    @classmethod
    def _need_file(cls, path: str) -> str:
        if path and not (Path(path).is_file() and os.access(path, os.R_OK)):
            raise ValueError("must be the path of a file that Baton can read")
        return path

    @field_validator("app_tenant")
    @classmethod
    def _need_tenant(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("app_type") is not AppType.MULTI_TENANT and not _excused(info):
            raise ValueError("is missing; it is needed unless MicrosoftAppType=MultiTenant")
        return value

    @field_validator("database_url")
    @classmethod
    def _know_engine(cls, url: SecretStr) -> SecretStr:
        if not url.get_secret_value().startswith(_ENGINES):
            raise ValueError(f"must start with {' or '.join(_ENGINES)}")
        if not is_database(url.get_secret_value()):
            raise ValueError("is no address of a database; one is sqlite+aiosqlite:///var/baton.db")
        return url

    @field_validator("admins", "service_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return [part.strip().casefold() for part in value.split(",") if part.strip()]

    @field_validator("service_hosts")
    @classmethod
    def _need_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        if not hosts:
            raise ValueError("must name at least one host")
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(f"must list hosts like smba.trafficmanager.net, and {host!r} is none")
        return hosts

    @field_validator("token_issuer")
    @classmethod
    def _need_issuer(cls, issuer: str) -> str:
        if not issuer.strip():
            raise ValueError("must not be empty")
        return issuer

    @field_validator("time_zone")
    @classmethod
    def _know_zone(cls, name: str) -> str:
        if not _is_zone(name):
            raise ValueError("is not a time zone I know; write one like Europe/Oslo")
        return name

    @field_validator("country")
    @classmethod
    def _know_country(cls, code: str) -> str:
        if code and not _COUNTRY.fullmatch(code):
            raise ValueError("must be a country's two capital letters, like NO")
        return code

    @field_validator("currency")
    @classmethod
    def _know_currency(cls, code: str) -> str:
        from dialogs.reading import currencies  # names of all currencies weigh something, and few set one

        if not _CURRENCY.fullmatch(code) or currencies.find(code.casefold(), code) != code:
            raise ValueError("is not a currency I know; write its three capital letters, like EUR")
        return code

    @field_validator("retention_days", mode="before")
    @classmethod
    def _know_days(cls, value: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,5}", str(value).strip()):
            raise ValueError("must be a whole number of days, 1 or more; leave it out to keep everything")
        return int(value)

    @property
    def address(self) -> str:
        """Where links to Baton lead, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def unprotected(self) -> list[str]:
        """Settings by which a service of this machine is asked over plain http."""
        addresses = {
            "BotOpenIdMetadata": self.open_id_metadata,
            "BotTokenServiceUrl": self.token_service_url,
            "GRAPH_BASE_URL": self.graph_url,
        }
        return [name for name, address in addresses.items() if is_on_this_machine(address)]


def read() -> Settings:
    """Read the settings; SettingsError names everything that is missing or wrong, all at once."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError([_sentence(fault) for fault in error.errors()]) from None
    except UnicodeDecodeError:
        raise SettingsError([".env is not written in UTF-8."]) from None


def _sentence(fault: Any) -> str:
    # A value is reported under the name it was given by, a default under the name of its field.
    name = str(fault["loc"][0])
    field = Settings.model_fields.get(name)
    return f"{field.alias if field else name} {_CLEARER.get(fault['type']) or _reason(fault)}."


_CLEARER = {
    "bool_parsing": "must be 1 or 0",
    "int_parsing": "must be a whole number",
}


def _reason(fault: Any) -> str:
    limits = fault.get("ctx", {})
    if "expected" in limits:
        return f"must be one of {limits['expected'].replace(chr(39), '').replace(' or ', ', ')}"
    if "ge" in limits or "le" in limits:
        return "must be between 1 and 65535" if fault["loc"][0] == "PORT" else "must be 0 or more"
    cause = fault.get("ctx", {}).get("error")
    return str(cause) if cause else str(fault["msg"])


def _excused(info: ValidationInfo) -> bool:
    """Local mode needs no registration; nor is a missing name worth a word beside a faulty BATON_LOCAL."""
    return bool(info.data.get("local", True))


def _is_zone(name: str) -> bool:
    try:
        return name == "UTC" or bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
