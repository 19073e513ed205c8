"""Jobs: durable timers and the outbox."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "job",
        sa.Column("id", number, primary_key=True, autoincrement=True),
        _text("tenant", 200),
        _text("kind", 40),
        _text("key", 200),
        _moment("due"),
        _moment("ready"),
        sa.Column("payload", sa.JSON(), nullable=False),
        _text("target", 400),
        _text("state", 12),
        _text("owner", 32),
        _count("fence"),
        _count("beat"),
        _count("attempts"),
        _count("refusals"),
        _text("error", 40),
        _text("activity", 400),
        sa.Column("carried", sa.BigInteger()),
        _moment("created"),
        _moment("changed"),
        sqlite_autoincrement=True,
    )
    op.create_index("job_key", "job", ["tenant", "kind", "key"], unique=True)
    _index("job_ready", ["ready"], "state = 'waiting'")
    _index("job_held", ["id"], "state IN ('running', 'sending')")
    _index("job_stuck", ["tenant", "kind", "target"], "state IN ('failed', 'unreachable', 'unknown')")
    _index("job_done", ["changed"], "state = 'done'")


def downgrade() -> None:
    op.drop_table("job")


def _index(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "job", columns, sqlite_where=condition, postgresql_where=condition)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
