"""The secret key, and the keys that are made from it: one for each use, none of which gives away another."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.config import Settings
from bot.errors import SettingsError

_FILE = "secret.key"
_DEFAULT = "var/baton.db"
_UNREADABLE = "{path} cannot be read or written; Baton keeps its key there where BATON_SECRET_KEY is not set."
_EMPTY = "{path} is empty; delete it for a new key, with which histories from before do not check."


def derive(secret: bytes, use: str) -> bytes:
    """The key for one use."""
    return hmac.digest(secret, f"baton {use}".encode(), hashlib.sha256)


def find(settings: Settings) -> bytes:
    """The secret key; in local mode, where none is set, the one of the file beside the database.

    SettingsError where that file cannot be used.
    """
    if given := settings.secret_key.get_secret_value():
        return given.encode()
    url = make_url(settings.database_url.get_secret_value())
    is_file = url.get_backend_name() == "sqlite"
    if is_file and url.database in (None, "", ":memory:"):
        return secrets.token_bytes(32)  # nothing outlives the process
    path = Path(url.database if is_file and url.database else _DEFAULT).with_name(_FILE)
    if not _is_there(path.parent):
        return secrets.token_bytes(32)  # nor can the database be there, and it says so in a moment
    try:
        return _kept(path)
    except OSError:
        raise SettingsError([_UNREADABLE.format(path=path)]) from None


def _is_there(folder: Path) -> bool:
    """Whether there is such a folder, made where it was missing."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder.is_dir()


def _kept(path: Path) -> bytes:
    """The key in the file, which is made where there is none; of two that make it, one is first."""
    if not path.exists():
        _make(path)
    key = path.read_bytes().strip()
    if not key:
        raise SettingsError([_EMPTY.format(path=path)])
    return key


def _make(path: Path) -> None:
    """Write it whole under another name first (mode 600), so that nobody ever reads half a key."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)
