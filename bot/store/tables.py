"""The tables. Every row carries its tenant; nothing is pickled."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

HEAD = "0001"  # the migration that makes these tables; a test keeps both equal

metadata = sa.MetaData()
_Id = sa.String(200)
_Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite numbers only INTEGER keys by itself


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC; SQLite, which has no time zones, keeps it without."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


profile = sa.Table(
    "profile",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("person", _Id, primary_key=True),
    sa.Column("object_id", _Id, nullable=False),
    sa.Column("role", sa.String(80), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("time_zone", sa.String(80), nullable=False),
    sa.Column("welcomed", Moment),
    sa.Column("changed", Moment, nullable=False),
)

conversation = sa.Table(
    "conversation",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("person", _Id, primary_key=True),
    sa.Column("state", sa.JSON, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("changed", Moment, nullable=False),
)

answer = sa.Table(
    "answer",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("message", _Id, primary_key=True),
    sa.Column("person", _Id, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", _Id, nullable=False),
    sa.Column("version", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index("answer_person", "tenant", "person"),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("message", _Id, primary_key=True),
    sa.Column("person", _Id, primary_key=True),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", _Id, nullable=False),
    sa.Column("version", sa.String(80), nullable=False),
    sa.Column("reaction", sa.String(20), nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column("number", _Number, primary_key=True, autoincrement=True),
    sa.Column("tenant", _Id, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("normalised", sa.Text, nullable=False),
    sa.Column("person", _Id, nullable=False),  # "" once the person had their data deleted
    sa.Column("conversation", sa.String(400), nullable=False),
    sa.Column("version", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Index("unanswered_person", "tenant", "person"),
)
