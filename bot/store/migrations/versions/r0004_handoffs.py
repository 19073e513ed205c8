"""People and handoffs; whom Baton has met; what was said, by its age."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"

_AGING = ("answer", "feedback", "unanswered")
_NEW = ("handoff_card", "handoff_text", "handoff_event", "handoff_party", "handoff", "person")


def upgrade() -> None:
    op.add_column("profile", sa.Column("met", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table in _AGING:
        op.create_index(f"{table}_at", table, ["at"])
    _create_people()
    _create_handoffs()
    _create_parties()
    _create_history()
    _create_cards()


def downgrade() -> None:
    for table in _NEW:
        op.drop_table(table)
    for table in _AGING:
        op.drop_index(f"{table}_at", table)
    op.drop_column("profile", "met")


def _create_people() -> None:
    op.create_table(
        "person",
        _key("tenant", 200),
        _key("id", 16),
        _text("account", 16),
        _text("user_id", 200),
        _text("object_id", 200),
        _text("email", 320),
        _text("name", 200),
        _text("chat", 400),
        _text("service_url", 400),
        _yes_no("unreachable"),
        _moment("asked", nullable=True),
        _moment("changed"),
    )
    op.create_index("person_account", "person", ["tenant", "account"])
    for name, column in (("user", "user_id"), ("object", "object_id"), ("email", "email")):
        _index(f"person_{name}", "person", ["tenant", column], f"{column} <> ''", unique=True)


def _create_handoffs() -> None:
    op.create_table(
        "handoff",
        _key("tenant", 200),
        _number("number"),
        _text("kind", 80),
        _text("status", 20),
        _count("revision"),
        sa.Column("body", sa.JSON(), nullable=False),
        _text("customer"),
        _text("name"),
        _count("seq"),
        _text("seal", 64),
        _text("proof", 64),
        _moment("created"),
        _moment("changed"),
        _text("changed_by", 16),
    )
    _index("handoff_over", "handoff", ["changed"], "status IN ('closed', 'declined', 'cancelled')")


def _create_parties() -> None:
    op.create_table(
        "handoff_party",
        _key("tenant", 200),
        _number("number"),
        _key("person", 16),
        _key("part", 10),
        _yes_no("is_open"),
        _day("urgent"),
    )
    mine = ["tenant", "person", "part", "is_open", "urgent", "number"]
    op.create_index("handoff_party_person", "handoff_party", mine)


def _create_history() -> None:
    op.create_table(
        "handoff_event",
        _key("tenant", 200),
        _number("number"),
        _number("seq"),
        _text("what", 40),
        _text("person", 16),
        _moment("at"),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        _text("why"),
        _text("seal", 64),
    )
    op.create_table(
        "handoff_text",
        _key("tenant", 200),
        _number("number"),
        _number("seq"),
        _key("hash", 64),
        _text("salt", 64),
        sa.Column("text", sa.JSON()),
        _text("person", 16),
    )
    op.create_index("handoff_text_person", "handoff_text", ["tenant", "person"])


def _create_cards() -> None:
    op.create_table(
        "handoff_card",
        _key("tenant", 200),
        _number("number"),
        _key("conversation", 400),
        _text("person", 16),
        _text("service_url", 400),
        _text("activity", 400),
        _count("revision"),
        _moment("posted"),
        _moment("changed"),
    )
    op.create_index("handoff_card_person", "handoff_card", ["tenant", "person"])
    op.create_index("handoff_card_posted", "handoff_card", ["tenant", "conversation", "posted"])


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _key(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _yes_no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _day(name: str) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
