"""What every tenant has, and each public method of a unit of work called on just that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.store import tables
from bot.store.feedback import Remembered
from bot.store.store import Store, Work
from bot.store.turns import Answer, Delivery, Ending, Seen
from bot.store.turns import State as TurnState
from dialogs.desk import Profile, Reaction
from dialogs.message import Given
from dialogs.state import State

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
_EARLIER = NOW - timedelta(minutes=1)
_GIVEN = Given(question="who leads", answer="lead:3")
_PAYLOAD = {"version": 1}
_NEW_PROFILE = {"object_id": "o", "role": "ae", "country": "", "time_zone": "", "changed": NOW}

# Deliveries of the rows that every tenant has, all under the same ids.
_OVER = Delivery(tenant="?", conversation="c", activity="over", person="ana", content="said", action="button")
_RUNNING = Delivery(tenant="?", conversation="busy", activity="running", person="ana", content="running")
_LOST = Delivery(tenant="?", conversation="c", activity="lost", person="ana", content="lost")
_SEEN = Seen(
    activity="running",
    owner="owner",
    state=TurnState.RUNNING,
    same=True,
    began=_EARLIER,
    answer=Answer(status=0),
)


def _ending(delivery: Delivery, **more: Any) -> Ending:
    answer, until = Answer(status=200, body={"said": "x"}), NOW + timedelta(hours=1)
    return Ending(delivery=delivery, owner="owner", answer=answer, until=until, **more)


async def fill(store: Store, tenant: str) -> None:
    """Give a tenant rows in every table, of every state that a method looks for."""
    async with store.work(tenant) as work:
        await work.profiles.keep("ana", "object", role="csam")
        await work.conversations.save("c", "ana", State(options=("one",)))
        await work.questions.add(
            question="why", normalised="why", person="ana", conversation="c", version="1"
        )
        await work.feedback.remember_all(
            [Remembered(given=_GIVEN, person="ana", conversation="c", message="m")], "1"
        )
        await work.feedback.record(
            Reaction(person="ana", conversation="c", message="m", reaction="like"), "1"
        )
        for delivery in (_OVER, _LOST):
            await work.turns.begin(delivery, "owner", _EARLIER)
            await work.turns.finish([_ending(delivery, unknown=delivery is _LOST)])
        await work.turns.begin(_RUNNING, "owner", _EARLIER)
        for key in ("waiting", "failed"):
            await work.jobs.add("reply", key, NOW, _PAYLOAD, target="c")
        failed = sa.update(tables.job).where(tables.job.c.tenant == tenant, tables.job.c.key == "failed")
        await work.connection.execute(failed.values(state="failed"))
        await work.commit()


async def _find_all(work: Work) -> list[object]:
    new = replace(_OVER, activity="new")
    return [await work.turns.find(each, _EARLIER) for each in (_OVER, _RUNNING, _LOST, new)]


async def _begin_all(work: Work) -> list[object]:
    new = replace(_RUNNING, activity="new", content="new")
    return [await work.turns.begin(each, "other", _EARLIER) for each in (_OVER, _LOST, new)]


async def _begin(work: Work) -> object:
    opened = await work.begin(replace(_OVER, activity="new", content="new"), "other", NOW)
    return opened, await work.conversations.load("c", "ana"), await work.profiles.find("ana")


async def _seed_profile(work: Work) -> object:
    work.profiles.seed("ana", Profile(person="ana"))
    return await work.profiles.find("ana")


async def _seed_state(work: Work) -> object:
    work.conversations.seed("c", "ana", 1, State().to_json())
    return await work.conversations.load("c", "ana")


async def _save(work: Work) -> None:
    await work.conversations.load("c", "ana")
    await work.conversations.save("c", "ana", State(options=("two",)))


async def _insert_anothers(work: Work) -> None:
    """A row that claims to be of another tenant is of this one."""
    await work.profiles.insert({"tenant": "first", "person": "new", **_NEW_PROFILE})


_REMEMBERED = [Remembered(given=_GIVEN, person="ana", conversation="c", message=m) for m in ("m", "n")]
Case = Callable[[Work], Awaitable[object]]
CASES: Mapping[str, Case] = {
    "begin": _begin,
    "repository.insert": _insert_anothers,
    "repository.count": lambda w: w.profiles.count("ana", tables.profile.c.role, tables.profile.c.changed),
    "repository.change": lambda w: w.turns.change(
        sa.delete(tables.turn).where(w.turns.of("ana", conversation="c"))
    ),
    "profiles.seed": _seed_profile,
    "profiles.find": lambda w: w.profiles.find("ana"),
    "profiles.keep": lambda w: w.profiles.keep("ana", "object", role="ae"),
    "profiles.welcome": lambda w: w.profiles.welcome("ana", "object"),
    "profiles.forget": lambda w: w.profiles.forget("ana"),
    "conversations.seed": _seed_state,
    "conversations.load": lambda w: w.conversations.load("c", "ana"),
    "conversations.save": _save,
    "conversations.kept": lambda w: w.conversations.kept("ana"),
    "conversations.forget": lambda w: w.conversations.forget("ana"),
    "questions.add": lambda w: w.questions.add(
        question="why", normalised="why", person="ana", conversation="c", version="1"
    ),
    "questions.grouped": lambda w: w.questions.grouped(9),
    "questions.kept": lambda w: w.questions.kept("ana"),
    "questions.forget": lambda w: w.questions.forget("ana"),
    "feedback.remember_all": lambda w: w.feedback.remember_all(_REMEMBERED, "2"),
    "feedback.record": lambda w: w.feedback.record(
        Reaction(person="ana", conversation="c", message="", reaction="dislike", comment="no"), "2"
    ),
    "feedback.kept": lambda w: w.feedback.kept("ana"),
    "feedback.answers": lambda w: w.feedback.answers("ana"),
    "feedback.forget": lambda w: w.feedback.forget("ana"),
    "turns.begin": _begin_all,
    "turns.find": _find_all,
    "turns.finish": lambda w: w.turns.finish([_ending(_RUNNING), _ending(_OVER)]),
    "turns.give_up": lambda w: w.turns.give_up(_RUNNING, _SEEN, Answer(status=200)),
    "turns.tell_missed": lambda w: w.turns.tell_missed(_LOST),
    "turns.renew_action": lambda w: w.turns.renew_action(replace(_OVER, content="other")),
    "turns.forget": lambda w: w.turns.forget("ana"),
    "jobs.add": lambda w: w.jobs.add("reply", "waiting", NOW, _PAYLOAD, target="c"),
    "jobs.reschedule": lambda w: w.jobs.reschedule("reply", "waiting", _EARLIER, {"version": 2}),
    "jobs.cancel": lambda w: w.jobs.cancel("reply", "waiting"),
    "jobs.forget": lambda w: w.jobs.forget("c"),
    "jobs.stuck": lambda w: w.jobs.stuck(9),
}
IN_MEMORY = {"profiles.seed", "conversations.seed"}  # they neither read nor write a row
# `commit` ends what others did; `execute` carries out what others compose, and they are all looked at
# below; `of` and `mine` are the condition itself.
NO_CASE = {"commit", "repository.execute", "repository.of", "repository.mine"}
