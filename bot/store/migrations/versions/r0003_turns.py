"""Turns: each activity once, one conversation at a time."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("tenant", sa.String(200), primary_key=True),
        sa.Column("conversation", sa.String(400), primary_key=True),
        sa.Column("activity", sa.String(400), primary_key=True),
        _text("person", 200),
        _text("content", 32),
        _text("action", 64),
        _text("state", 10),
        _text("owner", 32),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON()),
        _moment("began"),
        _moment("repeats"),
    )
    op.create_index("turn_content", "turn", ["tenant", "conversation", "content"])
    op.create_index("turn_began", "turn", ["began"])
    _index_state("turn_running", "running", unique=True)
    _index_state("turn_unknown", "unknown")


def downgrade() -> None:
    op.drop_table("turn")


def _index_state(name: str, state: str, *, unique: bool = False) -> None:
    where = sa.text(f"state = '{state}'")
    columns = ["tenant", "conversation"]
    op.create_index(name, "turn", columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
