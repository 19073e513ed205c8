"""What the package takes from the environment or `.env`."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from manifest.template import left_over

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
EMPTY_GUID = "00000000-0000-0000-0000-000000000000"
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"(?=.{{1,253}}$){LABEL}(\.{LABEL})+")
USER_INFO = re.compile(r"//.*@")
BLANK = re.compile(r"\s")
ON = {"1", "true", "yes", "on"}
OFF = {"0", "false", "no", "off", ""}
MAX_DEVELOPER_NAME = 32
SERVICE = re.compile(r"(^|\.)(api|token)\.(?=botframework\.)")
SIGN_IN_DOMAIN = "token.botframework.com"


class PackageSettings(BaseSettings):
    """Texts as they were set; `problems` judges them, so that all faults are told at once."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, populate_by_name=True, str_strip_whitespace=True
    )

    app_id: str = Field(default="", validation_alias="MicrosoftAppId")
    public_url: str = Field(default="", validation_alias="BATON_PUBLIC_URL")
    local: str = Field(default="", validation_alias="BATON_LOCAL")
    oauth_connection: str = Field(default="", validation_alias="OAuthConnectionName")
    sign_in_app_id: str = Field(default="", validation_alias="BATON_SIGN_IN_APP_ID")
    token_service_url: str = Field(default="", validation_alias="BotTokenServiceUrl")
    developer_name: str = Field(default="Baton", validation_alias="BATON_DEVELOPER_NAME")
    website_url: str = Field(default="", validation_alias="BATON_WEBSITE_URL")
    privacy_url: str = Field(default="", validation_alias="BATON_PRIVACY_URL")
    terms_of_use_url: str = Field(default="", validation_alias="BATON_TERMS_OF_USE_URL")

    @property
    def is_local(self) -> bool:
        return self.local.lower() in ON

    @property
    def signs_in(self) -> bool:
        """Whether people sign in, so that Baton can look at their calendars."""
        return bool(self.oauth_connection)

    @property
    def sign_in_domain(self) -> str:
        """Where the page to sign in is: each cloud and region has its own beside its token service."""
        host = urlsplit(self.token_service_url).hostname or ""
        return SERVICE.sub(r"\1token.", host) if SERVICE.search(host) else SIGN_IN_DOMAIN

    def placeholders(self, version: str) -> dict[str, str]:
        """Return the values that fill the template, by placeholder name."""
        base = self.public_url.rstrip("/")
        return {
            "APP_VERSION": version,
            "APP_ID": self.app_id.lower(),
            "SIGN_IN_DOMAIN": self.sign_in_domain,
            "SIGN_IN_APP_ID": (self.sign_in_app_id or self.app_id).lower(),
            "DEVELOPER_NAME": self.developer_name,
            "PUBLIC_DOMAIN": urlsplit(base).netloc.lower(),
            "WEBSITE_URL": self.website_url or base,
            "PRIVACY_URL": self.privacy_url or f"{base}/privacy",
            "TERMS_OF_USE_URL": self.terms_of_use_url or f"{base}/terms",
        }

    def problems(self) -> Iterator[str]:
        """Yield every fault of the settings, by the name a person set."""
        if self.local.lower() not in ON | OFF:
            yield f"BATON_LOCAL: {self.local!r} is neither 1 nor 0."
        yield from app_id_problems("MicrosoftAppId", self.app_id)
        if self.sign_in_app_id:
            yield from app_id_problems("BATON_SIGN_IN_APP_ID", self.sign_in_app_id)
        yield from developer_name_problems(self.developer_name)
        if not self.public_url:
            yield "BATON_PUBLIC_URL: is missing; set the https address where Teams reaches Baton."
        for name, url in self._urls():
            # A password in an address must not reach a log, so what stands before an @ is not shown.
            shown = USER_INFO.sub("//...@", url)
            yield from (f"{name}: {shown!r} {fault}." for fault in url_faults(url, local=self.is_local))
            if found := left_over(url):
                yield f"{name}: still has the placeholder {found!r}."
        if "?" in self.public_url or "#" in self.public_url:
            yield "BATON_PUBLIC_URL: has a ? or #; links are made by adding a path to it."

    def _urls(self) -> Iterator[tuple[str, str]]:
        for field in ("public_url", "website_url", "privacy_url", "terms_of_use_url"):
            if url := getattr(self, field):
                yield str(type(self).model_fields[field].validation_alias), url


def app_id_problems(name: str, app_id: str) -> Iterator[str]:
    if not app_id:
        yield f"{name}: is missing; set the application id of the Azure Bot."
    elif not GUID.fullmatch(app_id):
        yield f"{name}: {app_id!r} is not a GUID."
    elif app_id == EMPTY_GUID:
        yield f"{name}: only zeros; a placeholder was left over."


def developer_name_problems(name: str) -> Iterator[str]:
    if not name:
        yield "BATON_DEVELOPER_NAME: is empty; Teams shows it as the publisher."
    if len(name) > MAX_DEVELOPER_NAME:
        yield f"BATON_DEVELOPER_NAME: has {len(name)} characters; Teams takes {MAX_DEVELOPER_NAME}."
    if found := left_over(name):
        yield f"BATON_DEVELOPER_NAME: still has the placeholder {found!r}."


def url_faults(url: str, *, local: bool) -> Iterator[str]:
    """Yield what keeps an address from being one that Teams can open."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        yield "is not an address"
        return
    host = parts.hostname or ""
    on_this_machine = parts.scheme == "http" and is_loopback(host)
    if parts.scheme != "https" and not (local and on_this_machine):
        yield "is neither https nor http on this machine" if local else "is not https"
    if BLANK.search(url):
        yield "has a blank in it"
    else:
        yield from host_faults(host, local=local)
    if "@" in parts.netloc:
        yield "carries a user name or password"


def host_faults(host: str, *, local: bool) -> Iterator[str]:
    if not host:
        yield "has no host"
    elif is_loopback(host):
        if not local:
            yield "names this machine, where Teams cannot reach it"
    elif is_ip_address(host):
        yield "has a number for a host; Teams wants a name"
    elif not HOST_NAME.fullmatch(host):
        yield "has a host that is not a full name in plain ASCII (write the punycode form)"


def is_loopback(host: str) -> bool:
    if is_ip_address(host):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")


def is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
