"""The tables of scheduling: operations under way, meetings that are followed, invitation files."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.schema import Id, Moment, metadata

# Where the chat of somebody is, and who Baton is there: what is needed to write to them later.
_ORIGIN = {"conversation": 400, "service_url": 400, "channel": 80, "bot": 200, "bot_name": 200}
ORIGIN = tuple(_ORIGIN)


def _origin() -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length), nullable=False) for name, length in _ORIGIN.items()]


operation = sa.Table(
    "operation",
    metadata,
    sa.Column("tenant", Id, primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),  # random
    sa.Column("number", sa.Integer, nullable=False),  # of the handoff, 0 for signing in and out
    sa.Column("person", sa.String(16), nullable=False),
    sa.Column("purpose", sa.String(20), nullable=False),
    sa.Column("stage", sa.String(20), nullable=False),
    sa.Column("body", sa.JSON, nullable=False),  # all of it; the other columns are for finding it
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("message", sa.String(400), nullable=False),  # Teams' id of its message, or a token for it
    sa.Column("shown", sa.Integer, nullable=False),  # the revision that the message shows
    sa.Column("settled", Moment),  # when a pressed card was answered with what it shows
    sa.Column("begun", sa.Integer, nullable=False),  # the revision that the network was asked to act on
    *_origin(),
    sa.Column("created", Moment, nullable=False),
    sa.Column("changed", Moment, nullable=False),
    sa.Index("operation_person", "tenant", "person", "stage"),
    sa.Index("operation_number", "tenant", "number"),
    sa.Index("operation_message", "tenant", "message"),
    sa.Index("operation_changed", "changed"),
)

# The meeting of a handoff as it is followed. `watch` is the subscription to changes of the calendar, which
# the meetings of one organiser share.
meeting = sa.Table(
    "meeting",
    metadata,
    sa.Column("tenant", Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("organiser", sa.String(16), nullable=False),  # person id
    sa.Column("event", sa.Text, nullable=False),  # its id in the organiser's mailbox, "" where not known
    sa.Column("watch", Id, nullable=False),
    sa.Column("watch_expires", Moment),
    sa.Column("secret", sa.String(64), nullable=False),
    sa.Column("checked", Moment),  # when the calendar was last looked at
    sa.Column("ask", Moment),  # of earlier Batons: when to ask whether it took place
    *_origin(),
    sa.Column("changed", Moment, nullable=False),
)
MEETING_WATCHED = sa.text("watch <> ''")
sa.Index(
    "meeting_watch",
    meeting.c.watch,
    sqlite_where=MEETING_WATCHED,
    postgresql_where=MEETING_WATCHED,
)

# What the file of an invitation says at each change of the meeting, with person ids in place of addresses.
invite = sa.Table(
    "invite",
    metadata,
    sa.Column("tenant", Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("changed", Moment, nullable=False),
)
