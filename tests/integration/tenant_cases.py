"""What every tenant has, and each public method of a unit of work called on just that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.origin import Place
from bot.store import tables
from bot.store.feedback import Remembered
from bot.store.meetings import Followed
from bot.store.reminders import Row
from bot.store.store import Store, Work
from bot.store.turns import Answer, Delivery, Ending, Seen
from bot.store.turns import State as TurnState
from dialogs.desk import Contact, Profile, Reaction, StrangerError
from dialogs.message import Given, Mentioned, Person
from dialogs.operation import Operation, Purpose, Stage
from dialogs.state import State
from handoffs.model import Status
from meetings.ports import Found
from tests.integration.handoff_rows import ANA, changed, made, waived

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
_EARLIER = NOW - timedelta(minutes=1)
_GIVEN = Given(question="who leads", answer="lead:3")
_PAYLOAD = {"version": 1}
_NEW_PROFILE = {"object_id": "o", "role": "ae", "country": "", "time_zone": "", "changed": NOW}

_MEGAN = {
    "user": "29:megan",
    "object_id": "m",
    "name": "Megan Bowen",
    "email": "megan@contoso.com",
    "chat": "a:megan",
    "service_url": "https://x/",
}
_BARE = "alex@contoso.com"  # of somebody of whom nothing else is known
_MENTIONED = Mentioned(user="29:megan", name="Megan Bowen", object_id="m")

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


async def _prove(work: Work) -> str:
    return work.histories.prove("seal", {"number": 1})


def _ending(delivery: Delivery, **more: Any) -> Ending:
    answer, until = Answer(status=200, body={"said": "x"}), NOW + timedelta(hours=1)
    return Ending(delivery=delivery, owner="owner", answer=answer, until=until, **more)


async def fill(store: Store, tenant: str) -> None:
    """Give a tenant rows in every table, of every state that a method looks for."""
    async with store.work(tenant) as work:
        await work.profiles.keep("ana", "object", role="csam")
        await work.profiles.meet("bo", "bo-object")
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
        await _fill_handoffs(work)
        await work.commit()


async def _fill_handoffs(work: Work) -> None:
    """Somebody in all of their rows, under the same person ids for every tenant, and what they are on."""
    await work.people.introduce(**_MEGAN)
    same = sa.update(tables.person).where(tables.person.c.tenant == work.people._tenant)
    await work.connection.execute(same.values(id=ANA, account=ANA))
    bare = sa.update(tables.person).where(tables.person.c.id == (await work.people.by_email(_BARE)).id)
    await work.connection.execute(bare.values(id="bare", account="bare"))
    change = made(1, escalation=ANA)
    await work.handoffs.add(change)
    await work.handoffs.save(waived(change.handoff, ANA, "a reason"))
    await work.cards.put(1, "c", ANA, "https://x/", 1)
    await _fill_meetings(work)


async def _fill_meetings(work: Work) -> None:
    """An operation under the same id for every tenant, a meeting that is followed, an invitation."""
    waiting = await work.operations.add(_OPERATION, _PLACE)
    same = sa.update(tables.operation).where(tables.operation.c.id == waiting.id)
    await work.connection.execute(same.values(id="operation", message="?!token"))
    await work.meetings.put(1, "key", ANA, _PLACE)
    await work.meetings.keep(1, "key", watch="watch", watch_expires=NOW + timedelta(days=1))
    await work.invites.put(1, "key", 0, {"start": "then"})
    await _fill_reminders(work)


async def _fill_reminders(work: Work) -> None:
    await work.reminders.put([_ROW])
    await work.quiets.hush(ANA, 1, None)
    await work.references.keep(_CHAT, "29:megan")
    allowance = {"conversation": "a:megan", "short": 1.0, "long": 1.0}
    row = {"tenant": work.reminders._tenant, **allowance}
    await work.connection.execute(sa.insert(tables.allowance).values(row))


async def _question(work: Work) -> int:
    """The number of a question that this tenant has, else of one that another has."""
    numbers = sa.select(tables.unanswered.c.number).order_by(tables.unanswered.c.number)
    mine = tables.unanswered.c.tenant == work.people._tenant
    own = (await work.connection.execute(numbers.where(mine))).scalar()
    return int(own or (await work.connection.execute(numbers)).scalar() or 0)


async def _find_question(work: Work) -> object:
    found = await work.questions.find(await _question(work))
    return found and replace(found, number=0)


async def _answer_question(work: Work) -> object:
    return await work.questions.answer(await _question(work), ANA)


async def _save_handoff(work: Work) -> object:
    """A save of what was read here; of what is not there it is a conflict."""
    found = await work.handoffs.find(1)
    if found:
        await work.handoffs.save(changed(found, country="NO", status=Status.CLOSED))
    return found


async def _save_operation(work: Work) -> object:
    kept = await work.operations.find("operation")
    return kept and await work.operations.save(kept.operation)


async def _account(work: Work) -> object:
    try:
        return await work.people.account(Person(tenant="?", id="29:megan"))
    except StrangerError:
        return None


async def _members(work: Work) -> object:
    work.people.roster = {"c": (_MENTIONED,)}
    return [(each.object_id, each.reachable) for each in await work.people.members("c")]


async def _known(found: Awaitable[Contact]) -> object:
    """What is known of somebody but for their id, which is random where they were added."""
    return replace(await found, id="")


async def _begun(added: Awaitable[Operation]) -> object:
    return replace(await added, id="")


async def _acting(work: Work) -> bool:
    """After one has begun to act, of those that were there."""
    kept = await work.operations.find("operation")
    if kept:
        await work.operations.save(replace(kept.operation, stage=Stage.ACTING))
    return await work.operations.is_acting(1)


async def _add_handoff(work: Work) -> None:
    number = await work.handoffs.next_number()
    await work.handoffs.add(made(number, escalation=ANA))


async def _add_events(work: Work) -> object:
    history = await work.histories.all_of(1)
    added = await work.histories.add(1, history[-1] if history else None, changed(made(1).handoff).events)
    return added and added.seq


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


_OPERATION = Operation(id="", number=1, person=ANA, purpose=Purpose.BOOK, stage=Stage.SIGNING_IN)
_PLACE = Place(conversation="c", service_url="https://x/")
_CHAT = Place(conversation="a:megan", service_url="https://x/", channel="msteams", bot="28:baton")
_ROW = Row(
    number=1,
    ladder="deadline",
    person=ANA,
    occasion="then",
    rung="before",
    at=NOW,
    job="said",
    again_at=_EARLIER,
)
_BESIDE = Followed(number=2, key="other", organiser=ANA, place=_PLACE)
_FOUND = Found(object_id="m", name="Megan Bowen", address="megan@contoso.com")
_FOUND_BARE = Found(object_id="bare-object", name="Alex Wilber", address=_BARE)
_REMEMBERED = [Remembered(given=_GIVEN, person="ana", conversation="c", message=m) for m in ("m", "n")]
Case = Callable[[Work], Awaitable[object]]
CASES: Mapping[str, Case] = {
    "begin": _begin,
    "repository.insert": _insert_anothers,
    "repository.count": lambda w: w.profiles.count("ana", tables.profile.c.role, tables.profile.c.changed),
    "repository.change": lambda w: w.turns.change(
        sa.delete(tables.turn).where(w.turns.rows_of("ana", conversation="c"))
    ),
    "profiles.seed": _seed_profile,
    "profiles.find": lambda w: w.profiles.find("ana"),
    "profiles.keep": lambda w: w.profiles.keep("ana", "object", role="ae"),
    "profiles.welcome": lambda w: w.profiles.welcome("ana", "object"),
    "profiles.meet": lambda w: w.profiles.meet("ana", "object"),
    "profiles.part": lambda w: w.profiles.part("bo"),
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
    "questions.find": _find_question,
    "questions.answer": _answer_question,
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
    "jobs.add_all": lambda w: w.jobs.add_all("kind", w.jobs.now(), [("more", {"version": 1}, "c")]),
    "jobs.withdraw": lambda w: w.jobs.withdraw("c"),
    "jobs.forget": lambda w: w.jobs.forget("c"),
    "jobs.over": lambda w: w.jobs.over("reply", ["waiting", "failed", "done"]),
    "jobs.stuck": lambda w: w.jobs.stuck(9),
    "people.account": _account,
    "people.introduce": lambda w: w.people.introduce(**_MEGAN | {"name": "Megan"}),
    "people.by_user": lambda w: _known(w.people.by_user(_MENTIONED)),
    "people.by_object_id": lambda w: _known(w.people.by_object_id("m")),
    "people.by_email": lambda w: _known(w.people.by_email(_MEGAN["email"])),
    "people.of_directory": lambda w: _known(w.people.of_directory(_FOUND)),
    "people.addresses": lambda w: w.people.addresses([ANA]),
    "people.learned": lambda w: w.people.learned("bare", _FOUND_BARE),
    "people.members": _members,
    "people.contacts": lambda w: w.people.contacts([ANA]),
    "people.address": lambda w: w.people.address(ANA),
    "people.opened": lambda w: w.people.opened(ANA, "new", "https://y/"),
    "people.reached": lambda w: w.people.reached("29:megan", "new", "https://y/"),
    "people.lost": lambda w: w.people.lost(ANA),
    "people.left": lambda w: w.people.left("29:megan"),
    "people.forget": lambda w: w.people.forget("29:megan"),
    "handoffs.next_number": lambda w: w.handoffs.next_number(),
    "handoffs.add": _add_handoff,
    "handoffs.save": _save_handoff,
    "handoffs.find": lambda w: w.handoffs.find(1),
    "handoffs.running": lambda w: w.handoffs.running(0, 9),
    "handoffs.several": lambda w: w.handoffs.several([1, 2]),
    "handoffs.open_of": lambda w: w.handoffs.open_of([ANA], limit=9),
    "handoffs.count_open_of": lambda w: w.handoffs.count_open_of([ANA]),
    "handoffs.escalated_to": lambda w: w.handoffs.escalated_to([ANA], limit=9),
    "handoffs.named": lambda w: w.handoffs.named([ANA], "contoso"),
    "handoffs.history": lambda w: w.handoffs.history(1),
    "handoffs.head": lambda w: w.handoffs.head(1),
    "handoffs.kept": lambda w: w.handoffs.kept([ANA]),
    "handoffs.forget": lambda w: w.handoffs.forget([ANA]),
    "histories.add": _add_events,
    "histories.all_of": lambda w: w.histories.all_of(1),
    "histories.written_by": lambda w: w.histories.written_by([ANA]),
    "histories.blank": lambda w: w.histories.blank([ANA]),
    "histories.prove": _prove,
    "cards.all_of": lambda w: w.cards.all_of(1),
    "cards.service_url": lambda w: w.cards.service_url(1, "c"),
    "cards.put": lambda w: w.cards.put(1, "c", ANA, "https://y/", 2),
    "cards.newest": lambda w: w.cards.newest("c"),
    "cards.leave": lambda w: w.cards.leave("c"),
    "cards.forget": lambda w: w.cards.forget(ANA),
    "operations.add": lambda w: _begun(w.operations.add(_OPERATION, _PLACE)),
    "operations.find": lambda w: w.operations.find("operation"),
    "operations.save": _save_operation,
    "operations.show": lambda w: w.operations.show("operation", "?!other", 1),
    "operations.shows": lambda w: w.operations.shows("?!token", "m", 2),
    "operations.begin_acting": lambda w: w.operations.begin_acting(replace(_OPERATION, id="operation")),
    "operations.end_others": lambda w: w.operations.end_others(_OPERATION),
    "operations.waiting": lambda w: w.operations.waiting(ANA),
    "operations.is_acting": lambda w: _acting(w),
    "operations.forget": lambda w: w.operations.forget(ANA),
    "meetings.find": lambda w: w.meetings.find(1),
    "meetings.put": lambda w: w.meetings.put(1, "new", ANA, _PLACE),
    "meetings.keep": lambda w: w.meetings.keep(1, "key", checked=NOW),
    "meetings.is_watched": lambda w: w.meetings.is_watched("watch"),
    "meetings.watched_beside": lambda w: w.meetings.watched_beside(_BESIDE, NOW, ""),
    "meetings.drop": lambda w: w.meetings.drop(1, "key"),
    "invites.put": lambda w: w.invites.put(1, "key", 1, {"start": "later"}),
    "invites.find": lambda w: w.invites.find(1, "key", 0),
    "reminders.of_handoff": lambda w: w.reminders.of_handoff(1),
    "reminders.due": lambda w: w.reminders.due(ANA, NOW, "said"),
    "reminders.put": lambda w: w.reminders.put([replace(_ROW, rung="on")]),
    "reminders.drop": lambda w: w.reminders.drop(1),
    "reminders.settle": lambda w: w.reminders.settle(ANA, "said"),
    "reminders.again": lambda w: w.reminders.again(ANA, "said"),
    "reminders.silence": lambda w: w.reminders.silence(ANA),
    "reminders.numbers_of": lambda w: w.reminders.numbers_of(ANA),
    "reminders.forget": lambda w: w.reminders.forget(ANA),
    "quiets.of": lambda w: w.quiets.of(ANA),
    "quiets.hush": lambda w: w.quiets.hush(ANA, 1, NOW.date()),
    "quiets.speak": lambda w: w.quiets.speak(ANA, 1),
    "quiets.forget": lambda w: w.quiets.forget(ANA),
    "references.keep": lambda w: w.references.keep(replace(_CHAT, bot="28:other"), "29:megan"),
    "references.of_chat": lambda w: w.references.of_chat("a:megan"),
    "references.latest": lambda w: w.references.latest(),
    "references.drop": lambda w: w.references.drop("a:megan"),
    "references.forget": lambda w: w.references.forget("29:megan"),
}
IN_MEMORY = {"profiles.seed", "conversations.seed", "histories.prove"}  # they neither read nor write a row
# `commit` ends what others did; `execute` carries out what others compose, and they are all looked at
# below; `rows_of` and `mine` are the condition itself.
NO_CASE = {"commit", "repository.execute", "repository.rows_of", "repository.mine"}
