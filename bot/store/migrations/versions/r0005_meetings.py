"""Meetings: operations under way, meetings that are followed, invitation files; a person's working hours."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"

_NEW = ("invite", "meeting", "operation")


def upgrade() -> None:
    op.add_column("profile", sa.Column("hours", sa.String(200), nullable=False, server_default=""))
    _create_operations()
    _create_meetings()
    op.create_table(
        "invite",
        _key("tenant", 200),
        _number("number"),
        _key("key", 64),
        _number("sequence"),
        sa.Column("body", sa.JSON(), nullable=False),
        _moment("changed"),
    )


def downgrade() -> None:
    for table in _NEW:
        op.drop_table(table)
    op.drop_column("profile", "hours")


def _create_operations() -> None:
    op.create_table(
        "operation",
        _key("tenant", 200),
        _key("id", 16),
        _count("number"),
        _text("person", 16),
        _text("purpose", 20),
        _text("stage", 20),
        sa.Column("body", sa.JSON(), nullable=False),
        _count("revision"),
        _text("message", 400),
        _count("shown"),
        _moment("settled", nullable=True),
        _count("begun"),
        *_origin(),
        _moment("created"),
        _moment("changed"),
    )
    op.create_index("operation_person", "operation", ["tenant", "person", "stage"])
    op.create_index("operation_number", "operation", ["tenant", "number"])
    op.create_index("operation_message", "operation", ["tenant", "message"])
    op.create_index("operation_changed", "operation", ["changed"])


def _create_meetings() -> None:
    op.create_table(
        "meeting",
        _key("tenant", 200),
        _number("number"),
        _text("key", 64),
        _text("organiser", 16),
        _text("event"),
        _text("watch", 200),
        _moment("watch_expires", nullable=True),
        _text("secret", 64),
        _moment("checked", nullable=True),
        _moment("ask", nullable=True),
        *_origin(),
        _moment("changed"),
    )
    watched = sa.text("watch <> ''")
    op.create_index("meeting_watch", "meeting", ["watch"], sqlite_where=watched, postgresql_where=watched)


def _origin() -> list[sa.Column[str]]:
    lengths = {"conversation": 400, "service_url": 400, "channel": 80, "bot": 200, "bot_name": 200}
    return [_text(name, length) for name, length in lengths.items()]


def _key(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
