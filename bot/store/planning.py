"""Have reminders planned anew, in the transaction of the change that moves them."""

from __future__ import annotations

from datetime import UTC

from bot.store.jobs import Jobs

PLAN = "plan reminders"  # the kind of these jobs; payloads: {"version": 1} with "number" or "person"
_VERSION = 1


async def plan_handoff(jobs: Jobs, number: int, revision: int) -> None:
    """Work out the reminders of a handoff, as it is after that change."""
    await jobs.add(PLAN, f"{number}:{revision}", jobs.now(), {"version": _VERSION, "number": number})


async def plan_person(jobs: Jobs, person: str) -> None:
    """Work out the reminders of somebody, by person id: their hours changed, or what they want to hear."""
    now = jobs.now()
    key = f"{person}:{now.astimezone(UTC).isoformat()}"
    await jobs.add(PLAN, key, now, {"version": _VERSION, "person": person})
