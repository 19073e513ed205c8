"""The flow runner, on a flow of three steps of which the second may be skipped."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dialogs import flow
from dialogs.message import Message, Person, Reply

_ANA = Person(tenant="t", id="ana")


def _said(text: str) -> Message:
    return Message(person=_ANA, conversation="c", text=text)


def _ask(text: str) -> Reply:
    return Reply(text=text)


def _name(message: Message, data: flow.Data) -> flow.Verdict:
    return None if message.text.endswith("?") else flow.Accepted(values={"name": message.text})


def _amount(message: Message, data: flow.Data) -> flow.Verdict:
    if not message.text.isdecimal():
        return flow.Rejected(why=_ask("A number, please."))
    return flow.Accepted(values={"amount": int(message.text)})


def _sure(message: Message, data: flow.Data) -> flow.Verdict:
    return flow.Accepted()


_STEPS = (
    flow.Step(
        name="name",
        prompt=lambda data: _ask("Name?"),
        check=_name,
        next=lambda data: "sure" if data["name"] == "skip" else "amount",
    ),
    flow.Step(
        name="amount",
        prompt=lambda data: _ask(f"Amount for {data['name']}?"),
        check=_amount,
        next=lambda data: "sure",
    ),
    flow.Step(name="sure", prompt=lambda data: _ask("Sure?"), check=_sure),
)
_FLOW = flow.Flow(name="deal", version=2, steps=_STEPS)


def _walk(*texts: str) -> flow.Move:
    move = flow.begin(_FLOW)
    for text in texts:
        assert move.progress
        move = flow.take(_FLOW, move.progress, _said(text))
    return move


def _stored(move: flow.Move) -> flow.Progress:
    """The progress after a trip through the store."""
    assert move.progress
    return flow.Progress.from_json(json.loads(json.dumps(move.progress.to_json())))


def test_a_flow_begins_with_its_first_question() -> None:
    move = flow.begin(_FLOW, {"known": 1})

    assert move.outcome is flow.Outcome.ASKED
    assert move.replies == (_ask("Name?"),)
    assert _stored(move) == flow.Progress(flow="deal", step="name", version=2, data={"known": 1})


def test_each_answer_leads_to_the_next_question_and_in_the_end_to_the_data() -> None:
    assert _walk("Contoso").replies == (_ask("Amount for Contoso?"),)

    done = _walk("Contoso", "7", "yes")

    assert done.outcome is flow.Outcome.FINISHED
    assert done.data == {"name": "Contoso", "amount": 7}
    assert done.progress is None


def test_the_next_step_may_depend_on_the_data() -> None:
    assert _walk("skip").replies == (_ask("Sure?"),)


def test_an_answer_that_does_not_fit_is_explained_and_the_step_waits() -> None:
    move = _walk("Contoso", "many")

    assert move.replies == (_ask("A number, please."),)
    assert _stored(move).step == "amount"


def test_an_interruption_leaves_the_step_waiting_and_can_be_followed_by_its_question() -> None:
    move = _walk("who leads stage 3?")

    assert move.outcome is flow.Outcome.INTERRUPTED
    assert flow.repeat(_FLOW, _stored(move)).replies == (_ask("Name?"),)


def test_back_goes_the_way_one_came_and_keeps_the_answers() -> None:
    move = _walk("skip")

    move = flow.back(_FLOW, _stored(move))
    assert move.replies == (_ask("Name?"),)
    assert _stored(move).data == {"name": "skip"}
    assert flow.back(_FLOW, _stored(move)).outcome is flow.Outcome.FIRST


def test_back_passes_over_a_step_that_no_longer_exists() -> None:
    progress = replace(_stored(_walk("Contoso", "7")), trail=("name", "removed"))

    assert flow.back(_FLOW, progress).replies == (_ask("Name?"),)


def test_a_conversation_under_way_is_carried_over_to_a_newer_flow() -> None:
    old = flow.Progress(flow="deal", step="title", version=1, data={"title": "Contoso"})

    def rename(progress: flow.Progress) -> flow.Progress:
        return replace(progress, step="amount", data={"name": progress.data["title"]})

    newer = replace(_FLOW, migrate={1: rename})

    move = flow.take(newer, old, _said("7"))

    assert move.replies == (_ask("Sure?"),)
    assert _stored(move).version == 2


@pytest.mark.parametrize(
    "progress",
    [
        flow.Progress(flow="deal", step="name", version=1),
        flow.Progress(flow="deal", step="name", version=3),
        flow.Progress(flow="deal", step="gone", version=2),
    ],
)
def test_progress_that_cannot_be_carried_over_is_lost_and_says_so(progress: flow.Progress) -> None:
    moves = (
        flow.take(_FLOW, progress, _said("x")),
        flow.back(_FLOW, progress),
        flow.repeat(_FLOW, progress),
    )

    assert {move.outcome for move in moves} == {flow.Outcome.LOST}


def test_a_step_that_leads_nowhere_is_a_fault_of_the_flow() -> None:
    broken = replace(_FLOW, steps=(replace(_STEPS[0], next=lambda data: "nowhere"),))
    start = flow.begin(broken).progress
    assert start

    with pytest.raises(LookupError, match="deal has no step nowhere"):
        flow.take(broken, start, _said("Contoso"))
