"""A new SQLite database: all tables at once, and the migration noted that they amount to.

To run one migration after the other would come to the same (a test holds both side by side), but Alembic
takes longer to load than all else that a first start does.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import UnavailableError
from bot.store import tables

_VERSION = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


async def make(engine: AsyncEngine) -> bool:
    """Make the tables, in one transaction; False where there are some already."""
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(_make)
    except (SQLAlchemyError, OSError) as error:
        raise UnavailableError from error


def _make(connection: sa.Connection) -> bool:
    if sa.inspect(connection).get_table_names():
        return False
    tables.metadata.create_all(connection, checkfirst=False)
    _VERSION.create(connection, checkfirst=False)
    connection.execute(sa.insert(_VERSION).values(version_num=tables.HEAD))
    connection.execute(sa.insert(tables.floor).values(oldest=tables.OLDEST))
    return True
