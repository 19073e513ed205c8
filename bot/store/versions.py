"""Which Baton works with which tables: two versions run side by side while one takes over from the other.

Migrations are numbered in the order of their names. The database says which one made its tables, and in the
table `floor` the oldest whose Baton still works with them.
"""

from __future__ import annotations

from enum import Enum

import sqlalchemy as sa

from bot.store import tables

_NAME = "alembic_version"


class Tables(Enum):
    """What the tables of a database are to this Baton."""

    MISSING = "missing"
    BEHIND = "behind"  # they wait for a migration
    USABLE = "usable"  # its own, or newer ones that it still works with
    BEYOND = "beyond"  # newer ones that it does not work with


def revision(connection: sa.Connection) -> str | None:
    """The migration that the database has, read without Alembic; None where there is none."""
    if not sa.inspect(connection).has_table(_NAME):
        return None
    return connection.execute(sa.select(sa.column("version_num")).select_from(sa.table(_NAME))).scalar()


def judge(connection: sa.Connection) -> Tables:
    """Tell what the tables are to this Baton."""
    found = revision(connection)
    if found is None:
        return Tables.MISSING
    if found == tables.HEAD:
        return Tables.USABLE
    if found < tables.HEAD:
        return Tables.BEHIND
    oldest = _floor(connection)
    return Tables.USABLE if oldest is not None and oldest <= tables.HEAD else Tables.BEYOND


def _floor(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(tables.floor.name):
        return None
    return connection.execute(sa.select(sa.func.max(tables.floor.c.oldest))).scalar()
