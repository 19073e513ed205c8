"""What waits to happen and what is stuck, for the knowledge owners."""

from __future__ import annotations

from datetime import datetime

from dialogs import texts
from dialogs.overview import Overview, Stuck
from dialogs.turn import Outcome, Turn

_MOST = 10
_UNDER_WAY = ("running", "sending")


async def show(turn: Turn) -> Outcome:
    if not turn.message.person.admin:
        return turn.say(texts.ADMINS_ONLY)
    return turn.say(describe(await turn.desk.jobs.stuck(_MOST)))


def describe(found: Overview) -> str:
    """The overview in words."""
    waiting = found.counts.get("waiting", 0) - found.later
    under_way = sum(found.counts.get(state, 0) for state in _UNDER_WAY)
    if not (waiting or found.later or under_way or found.stuck):
        return texts.JOBS_NONE
    lines = []
    if waiting and found.oldest:
        lines.append(texts.JOBS_WAITING.format(count=waiting, since=_moment(found.oldest)))
    if under_way:
        lines.append(texts.JOBS_RUNNING.format(count=under_way))
    if found.later:
        lines.append(texts.JOBS_LATER.format(count=found.later))
    return "\n\n".join([*lines, _stuck(found)])


def _stuck(found: Overview) -> str:
    if not found.stuck:
        return texts.JOBS_NOT_STUCK
    headline = texts.JOBS_STUCK_MOST if len(found.stuck) == _MOST else texts.JOBS_STUCK
    return "\n".join([headline, *map(_line, found.stuck)])


def _line(job: Stuck) -> str:
    return texts.JOBS_LINE.format(
        number=job.number,
        what=texts.JOBS_KINDS.get(job.kind, job.kind),
        state=texts.JOBS_STATES.get(job.state, job.state),
        when=_moment(job.changed),
        attempts=job.attempts,
    )


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
