"""The tables of the clock: reminders, who wants none, where chats are, and how fast may be written."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.schema import Id, Moment, metadata

# Where one person stands on one ladder of one handoff. A row is kept while the handoff is under way, so that
# no rung is said twice for the same date (`occasion`).
reminder = sa.Table(
    "reminder",
    metadata,
    sa.Column("tenant", Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("ladder", sa.String(80), primary_key=True),
    sa.Column("person", sa.String(16), primary_key=True),  # person id
    sa.Column("occasion", Id, nullable=False),
    sa.Column("rung", sa.String(80), nullable=False),  # that was said last, "" for none
    sa.Column("at", Moment),  # when something is to be said next; null: nothing
    sa.Column("again", sa.Boolean, nullable=False),  # the rung may be said once more: it may not have arrived
    sa.Column("job", Id, nullable=False),  # key of the message that says it, until its end is known
    sa.Column("again_at", Moment),  # when it is said once more if that message does not arrive
    sa.Column("changed", Moment, nullable=False),
)
REMINDER_AHEAD = sa.text("at IS NOT NULL")
sa.Index(
    "reminder_person",
    *(reminder.c.tenant, reminder.c.person, reminder.c.at),
    sqlite_where=REMINDER_AHEAD,
    postgresql_where=REMINDER_AHEAD,
)
sa.Index("reminder_job", reminder.c.tenant, reminder.c.person, reminder.c.job)

# Who wants to hear nothing, of one handoff or (number 0) of all; `until` null: until they say otherwise.
quiet = sa.Table(
    "quiet",
    metadata,
    sa.Column("tenant", Id, primary_key=True),
    sa.Column("person", sa.String(16), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("until", sa.Date),
    sa.Column("changed", Moment, nullable=False),
)

# A conversation as it can be written to: what a message there needs to say. `person`: their id in Teams,
# "" for a group.
reference = sa.Table(
    "reference",
    metadata,
    sa.Column("tenant", Id, primary_key=True),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("person", Id, nullable=False),
    sa.Column("service_url", sa.String(400), nullable=False),
    sa.Column("channel", sa.String(80), nullable=False),
    sa.Column("bot", Id, nullable=False),
    sa.Column("bot_name", Id, nullable=False),
    sa.Column("changed", Moment, nullable=False),
    sa.Index("reference_person", "tenant", "person"),
    sa.Index("reference_changed", "tenant", "changed"),
)

# Token buckets of what Teams lets through, shared by all instances: of one conversation, and with the
# conversation "" of the whole tenant. Seconds since 1970 by the database's clock: when a bucket was, or will
# be, full again.
allowance = sa.Table(
    "allowance",
    metadata,
    sa.Column("tenant", Id, primary_key=True),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("short", sa.Float(53), nullable=False),  # of seconds
    sa.Column("long", sa.Float(53), nullable=False),  # of an hour
    sa.Index("allowance_long", "long"),
)

# The oldest tables (by their migration) for which a Baton may have been written that still works with these:
# so instances of two versions run side by side.
floor = sa.Table("floor", metadata, sa.Column("oldest", sa.String(32), primary_key=True))
