"""Bring the database up to date: python -m bot.store.migrate (on SQLite the start does it)."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import config
from bot.errors import BatonError, SettingsError, TooOldError, UnavailableError
from bot.store import versions
from bot.store.store import create_engine

_SCRIPTS = Path(__file__).parent / "migrations"


def settings() -> Config:
    found = Config()
    found.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return found


async def upgrade(engine: AsyncEngine) -> None:
    """Run the migrations that are missing, in one transaction; none where the database is ahead."""
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    except (SQLAlchemyError, OSError) as error:
        raise UnavailableError from error


def _upgrade(connection: sa.Connection) -> None:
    found = versions.judge(connection)
    if found is versions.Tables.BEYOND:
        raise TooOldError
    if found is versions.Tables.USABLE:
        return  # Alembic does not know a revision that is ahead of its own
    alembic = settings()
    alembic.attributes["connection"] = connection
    command.upgrade(alembic, "head")


async def _run(url: str) -> None:
    engine = create_engine(make_url(url), patience=None)
    try:
        await upgrade(engine)
    finally:
        await engine.dispose()


def main() -> int:
    try:
        url = config.read().database_url.get_secret_value()
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        asyncio.run(_run(url))
    except BatonError as error:
        sys.stderr.write(f"{str(error) or type(error).__doc__}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
