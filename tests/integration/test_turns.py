"""Each delivery once, and a conversation's one after the other, in one process and in two."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest

from bot import showing
from bot.errors import ConflictError
from bot.origin import NOWHERE
from bot.roster import Roster
from bot.store.store import Store
from bot.store.turns import Answer, Delivery
from bot.turn import Turn
from bot.turns import Turns
from dialogs import conversation, texts
from dialogs.desk import Desk, Shown
from dialogs.message import Message, Person, Reply
from dialogs.turn import Outcome
from tests.chat import desks, turns
from tests.clock import Clock
from tests.fakes import FakeExpert
from tests.integration.listing import MEGAN, Listing
from tests.integration.unanswered import unanswered

_ids = itertools.count()


def _turns(store: Store) -> Turns:
    return turns(store, FakeExpert())


def _delivery(
    content: str = "", *, conversation: str = "c", person: str = "ana", action: str = ""
) -> Delivery:
    number = next(_ids)
    return Delivery(
        tenant="t",
        conversation=conversation,
        activity=f"a{number}",
        person=person,
        content=content or f"content {number}",
        action=action,
    )


@dataclass
class _Work:
    """What a turn does in these tests: note that it runs, take its time, and answer with its number."""

    seconds: float = 0.0
    passing: Callable[[], None] = lambda: None
    ran: list[str] = field(default_factory=list)
    under_way: set[str] = field(default_factory=set)
    together: bool = False

    def on(self, delivery: Delivery) -> Callable[[Turn], Awaitable[Answer]]:
        async def respond(turn: Turn) -> Answer:
            message = Message(
                person=Person(tenant="t", id=delivery.person), conversation=delivery.conversation
            )
            await turn.decide(message, self._decide)
            return Answer(status=200, body={"number": len(self.ran)})

        return respond

    async def _decide(self, message: Message, desk: Desk) -> bool:
        self.ran.append(message.conversation)
        self.together = self.together or message.conversation in self.under_way
        self.under_way.add(message.conversation)
        await asyncio.sleep(self.seconds)
        self.passing()
        self.under_way.remove(message.conversation)
        return True


async def test_the_same_id_runs_once_and_gets_the_same_answer(store: Store) -> None:
    work, delivery = _Work(), _delivery()

    first = await _turns(store).run(delivery, work.on(delivery))
    second = await _turns(store).run(delivery, work.on(delivery))

    assert first == second == Answer(status=200, body={"number": 1})
    assert len(work.ran) == 1


async def test_the_same_id_at_once_runs_once(store: Store, elsewhere: Store) -> None:
    work, delivery = _Work(seconds=0.05), _delivery()
    turns = [_turns(store), _turns(elsewhere)] * 3

    answers = await asyncio.gather(*(each.run(delivery, work.on(delivery)) for each in turns))

    assert answers == [Answer(status=200, body={"number": 1})] * 6
    assert len(work.ran) == 1


async def test_the_same_content_under_a_new_id_is_the_same_while_it_runs(
    store: Store, elsewhere: Store
) -> None:
    work, delivery = _Work(seconds=0.1), _delivery("hello")
    first = asyncio.create_task(_turns(store).run(delivery, work.on(delivery)))
    await asyncio.sleep(0.03)
    again = replace(delivery, activity="another id")

    second = await _turns(elsewhere).run(again, work.on(again))

    assert second == await first == Answer(status=200, body={"number": 1})
    assert len(work.ran) == 1


async def test_who_types_the_same_twice_gets_two_answers(store: Store) -> None:
    work, first = _Work(), _delivery("hello")
    second = replace(first, activity="another id")
    turns = _turns(store)

    await turns.run(first, work.on(first))
    await turns.run(second, work.on(second))

    assert len(work.ran) == 2


@pytest.mark.parametrize(("seconds", "runs"), [(9, 2), (11, 1)])
async def test_after_a_slow_turn_the_same_content_is_taken_for_a_second_delivery(
    database_url: str, seconds: float, runs: int
) -> None:
    clock = Clock()
    slow = Store(database_url, clock)
    await slow.open()
    work, first = _Work(passing=lambda: clock.pass_(seconds)), _delivery("hello")
    second = replace(first, activity="another id")

    await _turns(slow).run(first, work.on(first))
    clock.pass_(20)
    await _turns(slow).run(second, work.on(second))
    await slow.close()

    assert len(work.ran) == runs


async def test_a_button_pressed_twice_does_its_thing_once(store: Store) -> None:
    work, pressed = _Work(), _delivery("pick csam", action="button")
    other = replace(pressed, activity="2", content="pick ae")
    turns = _turns(store)

    answers = []
    for number, press in enumerate((pressed, pressed, other, pressed)):
        again = replace(press, activity=f"press {number}")
        answers.append(await turns.run(again, work.on(again)))

    # The second is the first once more; the last undoes the third, so it is not.
    assert [answer.body["number"] for answer in answers] == [1, 1, 2, 3]


async def test_a_conversations_turns_follow_each_other_and_others_do_not_wait(
    store: Store, elsewhere: Store
) -> None:
    work = _Work(seconds=0.002)
    both = itertools.cycle((_turns(store), _turns(elsewhere)))
    deliveries = [_delivery(conversation=name) for name in "cccdcc" * 5]

    await asyncio.gather(*(next(both).run(each, work.on(each)) for each in deliveries))

    assert len(work.ran) == len(deliveries)
    assert not work.together


async def test_a_conversation_that_a_dead_process_held_goes_on_after_its_lease(database_url: str) -> None:
    clock = Clock()
    dead, alive = Store(database_url, clock), Store(database_url, clock)
    await dead.open()
    await alive.open()
    work, lost, next_one = _Work(), _delivery(), _delivery()
    turn = _turns(dead)._turn(lost, NOWHERE)
    await work.on(lost)(turn)  # and it never comes to its end
    clock.pass_(21)
    missed = []

    async def respond(turn: Turn) -> Answer:
        answer = await work.on(next_one)(turn)
        missed.append(turn.missed)
        return answer

    await _turns(alive).run(next_one, respond)
    repeated = await _turns(alive).run(lost, work.on(lost))
    await dead.close()
    await alive.close()

    assert missed == [True]  # the next reply says that one may have been lost
    assert (repeated.status, len(work.ran)) == (200, 2)


async def test_a_live_card_that_a_dead_process_was_to_send_is_no_live_card(database_url: str) -> None:
    clock = Clock()
    store = Store(database_url, clock)
    await store.open()
    turns_ = Turns(store=store, desks=desks(FakeExpert()), roster=Roster(channel=Listing()))
    reply = Reply(text="Contoso", card={"type": "AdaptiveCard"}, live=12, revision=3)

    async def decide(message: Message, desk: Desk) -> Outcome:
        await desk.people.account(message.person)
        return Outcome(replies=(reply,) if message is MEGAN else ())

    async def cards() -> int:
        async with store.work("t") as work:
            return len(await work.cards.all_of(12))

    await turns_._turn(_delivery(), NOWHERE).decide(MEGAN, decide)  # and it never comes to its end
    before = await cards()
    clock.pass_(21)

    async def respond(turn: Turn) -> Answer:
        await turn.decide(replace(MEGAN, text="next"), decide)
        return Answer(status=200)

    await turns_.run(_delivery(), respond)
    after = await cards()
    await store.close()

    assert (before, after) == (1, 0)


async def test_a_turn_that_failed_is_not_run_again(store: Store) -> None:
    delivery, tries = _delivery(), 0

    async def fail(turn: Turn) -> Answer:
        nonlocal tries
        tries += 1
        turn.failed = True
        return Answer(status=201)

    for _ in range(2):
        assert (await _turns(store).run(delivery, fail)).status == 201

    work = _Work()
    assert (await _turns(store).run(delivery, work.on(delivery))).status == 201
    assert work.ran == []


@pytest.mark.parametrize("seconds", [1, 13])
@pytest.mark.parametrize("action", ["", "button"])
async def test_what_came_to_nothing_may_be_tried_again(
    database_url: str, action: str, seconds: float
) -> None:
    clock = Clock()
    store = Store(database_url, clock)
    await store.open()
    first = replace(_delivery("hello", action=action), repeatable=not action)

    async def fail(turn: Turn) -> Answer:
        turn.failed = True
        clock.pass_(seconds)
        return Answer(status=201)

    await _turns(store).run(first, fail)
    clock.pass_(5)
    work, again = _Work(), replace(first, activity="another id")
    await _turns(store).run(again, work.on(again))
    await store.close()

    assert len(work.ran) == 1


async def test_a_look_changes_nothing_leaves_no_trace_and_does_not_wait(store: Store) -> None:
    work, under_way = _Work(seconds=0.3), _delivery()
    turns_, looked = _turns(store), []

    async def decide(message: Message, desk: Desk) -> int:
        await desk.profiles.keep("ana", "", role="csam")
        looked.append((await desk.profiles.find("ana")).role)  # type: ignore[union-attr]
        return len(looked)

    async def respond(turn: Turn) -> Answer:
        message = Message(person=Person(tenant="t", id="ana"), conversation="c", refresh=True)
        return Answer(status=200, body=await turn.look(message, decide))

    running = asyncio.create_task(turns_.run(under_way, work.on(under_way)))
    delivery = _delivery()
    answers = [await turns_.look(delivery, respond) for _ in range(2)]
    was_running = not running.done()
    await running

    assert was_running or store._url.get_backend_name() == "sqlite"  # which has one connection
    assert [answer.body for answer in answers] == [1, 2]  # a second delivery looks again
    async with store.work("t") as kept:
        assert await kept.profiles.find("ana") is None
        assert await kept.turns.find(delivery, store.now()) is None


async def test_a_live_card_is_known_before_it_is_sent(store: Store) -> None:
    reply = Reply(text="Contoso", card={"type": "AdaptiveCard"}, live=12, revision=3)
    turns_ = Turns(store=store, desks=desks(FakeExpert()), roster=Roster(channel=Listing()))
    seen: list[Shown] = []

    async def decide(message: Message, desk: Desk) -> Outcome:
        return Outcome(replies=(reply,))

    async def cards() -> list[Shown]:
        async with store.work("t") as work:
            return list(await work.cards.all_of(12))

    def sending(id: str) -> Callable[[Turn], Awaitable[Answer]]:
        async def respond(turn: Turn) -> Answer:
            await turn.acquaintance.meet(MEGAN)  # type: ignore[union-attr]
            await turn.decide(MEGAN, decide)
            seen.extend(await cards())
            if id:
                turn.shown[turn.token(reply)] = id
            return Answer(status=200)

        return respond

    await turns_.run(_delivery(), sending("7"))
    [sent] = await cards()
    await turns_.run(_delivery(), sending(""))

    assert [showing.is_token(each.activity) for each in seen] == [True, True]
    assert (sent.activity, sent.revision) == ("7", 3)
    assert await cards() == []  # one whose id nobody knows cannot be kept up to date


async def test_a_lost_race_reads_the_truth_again(store: Store) -> None:
    tries = 0

    async def decide(message: Message, desk: Desk) -> int:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise ConflictError
        return tries

    async def respond(turn: Turn) -> Answer:
        found = await turn.decide(Message(person=Person(tenant="t", id="ana"), conversation="c"), decide)
        return Answer(status=200, body={"tries": found})

    delivery = _delivery()
    assert (await _turns(store).run(delivery, respond)).body == {"tries": 3}


async def _ask(store: Store, person: Person) -> str:
    """What the unanswered list says to a person."""
    message = Message(person=person, conversation="c", text="unanswered")
    said: list[str] = []

    async def respond(turn: Turn) -> Answer:
        outcome = await turn.decide(message, conversation.respond)
        assert outcome
        said.extend(reply.text for reply in outcome.replies)
        return Answer(status=201)

    await _turns(store).run(_delivery(person=person.id), respond)
    return said[0]


async def test_only_admins_see_the_unanswered_questions(store: Store) -> None:
    await unanswered(store, "why")

    assert "asked once · why\n" in await _ask(store, Person(tenant="t", id="megan", admin=True))
    assert await _ask(store, Person(tenant="t", id="megan")) == texts.ADMINS_ONLY


async def test_more_questions_than_fit_are_counted(store: Store) -> None:
    for n in range(22):
        await unanswered(store, f"question {n}")

    assert "\nAnd 2 more.\n" in await _ask(store, Person(tenant="t", id="ana", admin=True))
