"""The first tables: profiles, conversations, answers, feedback, unanswered questions."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    _create_people()
    _create_answers()
    _create_unanswered()


def downgrade() -> None:
    for table in ("unanswered", "feedback", "answer", "conversation", "profile"):
        op.drop_table(table)


def _key(name: str, length: int = 200) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _create_people() -> None:
    op.create_table(
        "profile",
        _key("tenant"),
        _key("person"),
        _text("object_id", 200),
        _text("role", 80),
        _text("country", 2),
        _text("time_zone", 80),
        _moment("welcomed", nullable=True),
        _moment("changed"),
    )
    op.create_table(
        "conversation",
        _key("tenant"),
        _key("conversation", 400),
        _key("person"),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _moment("changed"),
    )


def _create_answers() -> None:
    op.create_table(
        "answer",
        _key("tenant"),
        _key("conversation", 400),
        _key("message"),
        _text("person", 200),
        _text("question"),
        _text("answer", 200),
        _text("version", 80),
        _moment("at"),
    )
    op.create_index("answer_person", "answer", ["tenant", "person"])
    op.create_table(
        "feedback",
        _key("tenant"),
        _key("conversation", 400),
        _key("message"),
        _key("person"),
        _text("question"),
        _text("answer", 200),
        _text("version", 80),
        _text("reaction", 20),
        _text("comment"),
        _moment("at"),
    )


def _create_unanswered() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "unanswered",
        sa.Column("number", number, primary_key=True, autoincrement=True),
        _text("tenant", 200),
        _text("question"),
        _text("normalised"),
        _text("person", 200),
        _text("conversation", 400),
        _text("version", 80),
        _moment("at"),
    )
    op.create_index("unanswered_person", "unanswered", ["tenant", "person"])
