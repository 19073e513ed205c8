"""The tables. Every row carries its tenant; nothing is pickled."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.meeting_tables import invite as invite
from bot.store.meeting_tables import meeting as meeting
from bot.store.meeting_tables import operation as operation
from bot.store.reminder_tables import allowance as allowance
from bot.store.reminder_tables import floor as floor
from bot.store.reminder_tables import quiet as quiet
from bot.store.reminder_tables import reference as reference
from bot.store.reminder_tables import reminder as reminder
from bot.store.schema import Id as _Id
from bot.store.schema import Moment as Moment
from bot.store.schema import metadata as metadata

HEAD = "0006"  # the migration that makes these tables; a test keeps both equal
OLDEST = "0005"  # of which a Baton works with these tables

_Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite numbers only INTEGER keys by itself

profile = sa.Table(
    "profile",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("person", _Id, primary_key=True),
    sa.Column("object_id", _Id, nullable=False),
    sa.Column("role", sa.String(80), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("time_zone", sa.String(80), nullable=False),
    sa.Column("hours", sa.String(200), nullable=False, server_default=""),  # as meetings.hours writes them
    sa.Column("welcomed", Moment),
    sa.Column("met", sa.Boolean, nullable=False, server_default=sa.false()),  # the roster was asked
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
    sa.Index("answer_at", "at"),
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
    sa.Index("feedback_at", "at"),
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
    sa.Column("answered", Moment),  # when somebody's own answer was sent to whoever asked
    sa.Column("answered_by", sa.String(16), nullable=False, server_default=""),  # person id
    sa.Index("unanswered_person", "tenant", "person"),
    sa.Index("unanswered_at", "at"),
)

# Durable timers and the outbox. The partial indexes keep what is asked each second apart from what
# waits or is over; a query must name their condition word for word to use them.
job = sa.Table(
    "job",
    metadata,
    sa.Column("id", _Number, primary_key=True, autoincrement=True),
    sa.Column("tenant", _Id, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("key", _Id, nullable=False),
    sa.Column("due", Moment, nullable=False),  # when it is meant to happen
    sa.Column("ready", Moment, nullable=False),  # when it is tried next: later than due after a failure
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("target", sa.String(400), nullable=False),  # the conversation or person that it concerns
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("owner", sa.String(32), nullable=False),  # the worker that holds it, "" for none
    sa.Column("fence", sa.Integer, nullable=False),  # fencing token: one more at each claim
    sa.Column("beat", sa.Integer, nullable=False),  # one more each time the lease is renewed
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("refusals", sa.Integer, nullable=False),  # times that the channel took nothing at all
    sa.Column("error", sa.String(40), nullable=False),  # a short code, never text
    sa.Column("activity", sa.String(400), nullable=False),  # Teams' id of the message
    sa.Column("carried", sa.BigInteger),  # the job whose message held this unknown's content
    sa.Column("created", Moment, nullable=False),
    sa.Column("changed", Moment, nullable=False),
    sqlite_autoincrement=True,  # else SQLite gives the id of a deleted job, which a worker may hold, again
)
JOB_WAITING = sa.text("state = 'waiting'")
JOB_HELD = sa.text("state IN ('running', 'sending')")
JOB_STUCK = sa.text("state IN ('failed', 'unreachable', 'unknown')")
JOB_DONE = sa.text("state = 'done'")
sa.Index("job_key", job.c.tenant, job.c.kind, job.c.key, unique=True)
sa.Index("job_ready", job.c.ready, sqlite_where=JOB_WAITING, postgresql_where=JOB_WAITING)
sa.Index("job_held", job.c.id, sqlite_where=JOB_HELD, postgresql_where=JOB_HELD)
sa.Index(
    "job_stuck",
    *(job.c.tenant, job.c.kind, job.c.target),
    sqlite_where=JOB_STUCK,
    postgresql_where=JOB_STUCK,
)
sa.Index("job_done", job.c.changed, sqlite_where=JOB_DONE, postgresql_where=JOB_DONE)

# One row for each activity that Baton dealt with: its id makes a second delivery known, and the
# one that runs holds the conversation, on every machine.
turn = sa.Table(
    "turn",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("activity", sa.String(400), primary_key=True),
    sa.Column("person", _Id, nullable=False),
    sa.Column("content", sa.String(32), nullable=False),  # digest of what was said or pressed
    sa.Column("action", sa.String(64), nullable=False),  # Baton's own id of the button, "" for what was typed
    sa.Column("state", sa.String(10), nullable=False),  # running, done, unknown, told
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("status", sa.Integer, nullable=False),  # of the HTTP response
    sa.Column("body", sa.JSON(none_as_null=True)),
    sa.Column("began", Moment, nullable=False),
    sa.Column("repeats", Moment, nullable=False),  # until when the same content is the same delivery
)
TURN_RUNNING = sa.text("state = 'running'")
TURN_UNKNOWN = sa.text("state = 'unknown'")
sa.Index("turn_content", turn.c.tenant, turn.c.conversation, turn.c.content)
sa.Index("turn_began", turn.c.began)
sa.Index(
    "turn_running",
    turn.c.tenant,
    turn.c.conversation,
    unique=True,
    sqlite_where=TURN_RUNNING,
    postgresql_where=TURN_RUNNING,
)
sa.Index(
    "turn_unknown",
    *(turn.c.tenant, turn.c.conversation),
    sqlite_where=TURN_UNKNOWN,
    postgresql_where=TURN_UNKNOWN,
)

# Who is who: names and addresses stand here and nowhere else. A row whose `account` is not its own id was
# found to be the person of that row, which then holds all that is known of them; "" is what is not known.
person = sa.Table(
    "person",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("id", sa.String(16), primary_key=True),  # random
    sa.Column("account", sa.String(16), nullable=False),
    sa.Column("user_id", _Id, nullable=False),  # in Teams: 29:...
    sa.Column("object_id", _Id, nullable=False),
    sa.Column("email", sa.String(320), nullable=False),  # in small letters
    sa.Column("name", _Id, nullable=False),
    sa.Column("chat", sa.String(400), nullable=False),  # the conversation with Baton alone
    sa.Column("service_url", sa.String(400), nullable=False),
    sa.Column("unreachable", sa.Boolean, nullable=False),
    sa.Column("asked", Moment),  # when the roster was asked about them
    sa.Column("changed", Moment, nullable=False),
)
PERSON_USER = sa.text("user_id <> ''")
PERSON_OBJECT = sa.text("object_id <> ''")
PERSON_EMAIL = sa.text("email <> ''")
sa.Index("person_account", person.c.tenant, person.c.account)
_ONE_ACCOUNT = (
    (person.c.user_id, PERSON_USER),
    (person.c.object_id, PERSON_OBJECT),
    (person.c.email, PERSON_EMAIL),
)
for _column, _known in _ONE_ACCOUNT:
    _name = f"person_{_column.name.removesuffix('_id')}"
    sa.Index(_name, person.c.tenant, _column, unique=True, sqlite_where=_known, postgresql_where=_known)

handoff = sa.Table(
    "handoff",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String(80), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),  # all of it; the other columns are for finding it
    sa.Column("customer", sa.Text, nullable=False),  # in small letters, as is the name
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),  # how many events its history has
    sa.Column("seal", sa.String(64), nullable=False),  # of the last of them
    sa.Column("proof", sa.String(64), nullable=False),  # the seal of this row itself
    sa.Column("created", Moment, nullable=False),
    sa.Column("changed", Moment, nullable=False),
    sa.Column("changed_by", sa.String(16), nullable=False),
)
HANDOFF_OVER = sa.text("status IN ('closed', 'declined', 'cancelled')")
sa.Index("handoff_over", handoff.c.changed, sqlite_where=HANDOFF_OVER, postgresql_where=HANDOFF_OVER)

# Whom a handoff names: once as somebody on it, once as its escalation contact. It says again what is asked
# of all that somebody has, so that one index finds and sorts them.
handoff_party = sa.Table(
    "handoff_party",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("person", sa.String(16), primary_key=True),
    sa.Column("part", sa.String(10), primary_key=True),  # party, escalation
    sa.Column("is_open", sa.Boolean, nullable=False),
    sa.Column("urgent", sa.Date, nullable=False),  # the nearest date that matters; the last day: none
    sa.Index("handoff_party_person", "tenant", "person", "part", "is_open", "urgent", "number"),
)

handoff_event = sa.Table(
    "handoff_event",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("person", sa.String(16), nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("after", sa.JSON, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("seal", sa.String(64), nullable=False),
)

# Free text beside the history, which holds its hash alone; null where it was blanked.
handoff_text = sa.Table(
    "handoff_text",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("salt", sa.String(64), nullable=False),
    sa.Column("text", sa.JSON(none_as_null=True)),  # not Text, which refuses half a character
    sa.Column("person", sa.String(16), nullable=False),
    sa.Index("handoff_text_person", "tenant", "person"),
)

handoff_card = sa.Table(
    "handoff_card",
    metadata,
    sa.Column("tenant", _Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("conversation", sa.String(400), primary_key=True),
    sa.Column("person", sa.String(16), nullable=False),  # "" in a group
    sa.Column("service_url", sa.String(400), nullable=False),
    sa.Column("activity", sa.String(400), nullable=False),  # Teams' id of it, "" while it is on its way
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("posted", Moment, nullable=False),
    sa.Column("changed", Moment, nullable=False),
    sa.Index("handoff_card_person", "tenant", "person"),
    sa.Index("handoff_card_posted", "tenant", "conversation", "posted"),
)
