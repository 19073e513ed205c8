"""Reminders, who wants none, where chats are, what Teams lets through, answers; two versions side by side.

It only adds: a Baton of the tables before works on beside one of these.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"

OLDEST = "0005"  # whose Baton works with these tables
_NEW = ("reminder", "quiet", "reference", "allowance", "floor")
_PLAN = """
INSERT INTO job (tenant, kind, key, due, ready, payload, target, state, owner, fence, beat, attempts,
    refusals, error, activity, created, changed)
SELECT tenant, 'plan reminders', CAST(number AS VARCHAR(20)) || '\\:0', changed, changed,
    {object}('version', 1, 'number', number), '', 'waiting', '', 0, 0, 0, 0, '', '', changed, changed
FROM handoff WHERE status NOT IN ('closed', 'declined', 'cancelled', 'draft')
"""


def upgrade() -> None:
    _create_reminders()
    _create_conversations()
    floor = op.create_table("floor", sa.Column("oldest", sa.String(32), primary_key=True))
    op.bulk_insert(floor, [{"oldest": OLDEST}])
    op.add_column("unanswered", sa.Column("answered", sa.DateTime(timezone=True)))
    op.add_column("unanswered", sa.Column("answered_by", sa.String(16), nullable=False, server_default=""))
    _plan_what_runs()


def downgrade() -> None:
    for table in _NEW:
        op.drop_table(table)
    for column in ("answered", "answered_by"):
        op.drop_column("unanswered", column)


def _create_reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("tenant", sa.String(200), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("ladder", sa.String(80), primary_key=True),
        sa.Column("person", sa.String(16), primary_key=True),
        sa.Column("occasion", sa.String(200), nullable=False),
        sa.Column("rung", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("job", sa.String(200), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True)),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
    )
    ahead = sa.text("at IS NOT NULL")
    op.create_index(
        "reminder_person",
        "reminder",
        ["tenant", "person", "at"],
        sqlite_where=ahead,
        postgresql_where=ahead,
    )
    op.create_index("reminder_job", "reminder", ["tenant", "person", "job"])
    op.create_table(
        "quiet",
        sa.Column("tenant", sa.String(200), primary_key=True),
        sa.Column("person", sa.String(16), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("until", sa.Date()),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
    )


def _create_conversations() -> None:
    op.create_table(
        "reference",
        sa.Column("tenant", sa.String(200), primary_key=True),
        sa.Column("conversation", sa.String(400), primary_key=True),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("service_url", sa.String(400), nullable=False),
        sa.Column("channel", sa.String(80), nullable=False),
        sa.Column("bot", sa.String(200), nullable=False),
        sa.Column("bot_name", sa.String(200), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("reference_person", "reference", ["tenant", "person"])
    op.create_index("reference_changed", "reference", ["tenant", "changed"])
    op.create_table(
        "allowance",
        sa.Column("tenant", sa.String(200), primary_key=True),
        sa.Column("conversation", sa.String(400), primary_key=True),
        sa.Column("short", sa.Float(53), nullable=False),
        sa.Column("long", sa.Float(53), nullable=False),
    )
    op.create_index("allowance_long", "allowance", ["long"])


def _plan_what_runs() -> None:
    """Have the reminders of handoffs under way planned."""
    functions = {"postgresql": "json_build_object", "sqlite": "json_object"}
    op.execute(_PLAN.format(object=functions[op.get_bind().dialect.name]))
