"""A handoff being prepared: an answer is taken in, any other question is left to others, a yes starts it."""

from __future__ import annotations

from dataclasses import replace

from dialogs import flow, texts, utterance
from dialogs.commands import Command
from dialogs.handoff import live, unfinished_words
from dialogs.handoff.access import Case
from dialogs.handoff.drafts import answering, draft, form, prompts, starting, words
from dialogs.handoff.drafts.answering import Meant
from dialogs.handoff.drafts.draft import Draft
from dialogs.handoff.drafts.starting import Understood
from dialogs.handoff.drafts.waiting import FLOW, STEPS, ask, prompt, refuse, take
from dialogs.handoff.typed import commands, unfinished
from dialogs.handoff.typed.asked import Asked, HandoffCommand
from dialogs.handoff.values import UnreadableError
from dialogs.handoff.view import title
from dialogs.message import Reply
from dialogs.turn import Outcome, Turn
from handoffs import ending, facts
from handoffs import starting as beginning
from handoffs.change import RefusedError
from handoffs.model import Handoff, Status


async def hear(turn: Turn, progress: flow.Progress, understood: Understood) -> Outcome | None:
    """Deal with a message while a handoff is being prepared; None: it is about something else."""
    if not turn.message.private:
        return _without_flow(turn).say(texts.PRIVATE)
    now = flow.upgrade(STEPS, progress)
    kinds = turn.desk.expert.kinds
    if now is None or (now.step != prompts.KIND and now.data.get("kind") not in kinds):
        return _without_flow(turn).say(texts.FLOW_CHANGED)
    if now.step == prompts.KIND:
        return await starting.kind(turn, now, understood)
    present = await _present(turn, now)
    if present is None:
        return _without_flow(turn).say(words.DRAFT_GONE.format(number=now.data["number"]))
    if understood is Command.CANCEL or _is_cancel(understood, present):
        return await _cancel(present)
    if understood is Command.BACK:
        return await _back(present, now)
    if answering.is_name(understood, now.step):
        understood = None
    if isinstance(understood, Asked) and understood.command is HandoffCommand.FORM:
        return turn.reply(
            Reply(text=words.FORM_OFFER, card=form.card(await present.case.view(), present.suggest()))
        )
    if isinstance(understood, Command):
        return None
    return await _stop_short(present, now, understood) or await _answer(present, now, understood)


async def _stop_short(present: Draft, progress: flow.Progress, asked: Asked | None) -> Outcome | None:
    """ "value" or "due soonish" gets an example, unless it is a question or a name that was asked for."""
    if asked is None or asked.command is not HandoffCommand.UNFINISHED or asked.about is None:
        return None
    turn = present.case.turn
    if unfinished.is_known(asked, turn.desk.expert.answer(turn.text)):
        return None
    text = unfinished_words.EXAMPLES[asked.about].format(number=present.handoff.number)
    return await refuse(present, progress.step, progress.trail, UnreadableError(text))


def _without_flow(turn: Turn) -> Turn:
    return turn.within(replace(turn.state, progress=None))


async def _present(turn: Turn, progress: flow.Progress) -> Draft | None:
    """The draft as its row has it by now; None where it is none any more, or not theirs."""
    actor = await turn.desk.people.account(turn.message.person)
    number = progress.data.get("number")
    if not number:
        return draft.new(turn, actor, str(progress.data["kind"]))
    handoff = await turn.desk.handoffs.find(int(number))
    mine = handoff is not None and actor.is_one_of(handoff.parties.creator)
    if handoff is None or not mine or handoff.status is not Status.DRAFT:
        return None
    return draft.stored(turn, actor, handoff)


def _is_cancel(understood: Understood, present: Draft) -> bool:
    if not isinstance(understood, Asked) or understood.command is not HandoffCommand.CANCEL:
        return False
    return understood.handoff in (0, present.handoff.number)


async def _cancel(present: Draft) -> Outcome:
    turn = _without_flow(present.case.turn)
    if not present.handoff.number:
        return turn.say(texts.CANCELLED)
    present.put(ending.cancel(present.handoff, "", present.case.setting))
    await present.keep()
    return turn.say(words.DRAFT_CANCELLED.format(number=present.handoff.number))


async def _back(present: Draft, progress: flow.Progress) -> Outcome:
    if not progress.trail:
        return present.case.turn.say(texts.NOTHING_BEFORE)
    return await ask(present, progress.trail[-1], progress.trail[:-1])


async def _answer(present: Draft, progress: flow.Progress, asked: Asked | None) -> Outcome | None:
    step, trail = progress.step, progress.trail
    try:
        done = await answering.understand(present, step, trail, asked)
    except (RefusedError, UnreadableError) as problem:
        return await refuse(present, step, trail, problem)
    if done is None:
        return None
    if isinstance(done, Meant):
        is_yes = done is answering.CONFIRMED
        return await begin(present, trail) if is_yes else present.case.turn.say(words.CHANGE_WHAT)
    await present.keep()
    answered = (
        trail if step in trail or step in present.missing() or step == prompts.CONFIRM else (*trail, step)
    )
    following = step if step in present.missing() else ""
    lead = prompts.noted(await present.case.view(), done)
    return await take(present, (), answered, lead, first=following)


async def begin(present: Draft, trail: tuple[str, ...] = ()) -> Outcome:
    """Set it under way and tell everybody on it."""
    case = present.case
    try:
        await present.check_sides()
        await present.recount()
        if day := present.suggest():
            present.put(facts.meet_by(present.handoff, day, case.setting, suggested=True))
        present.put(beginning.begin(present.handoff, case.setting))
    except (RefusedError, UnreadableError) as problem:
        return await refuse(present, prompts.CONFIRM, trail, problem)
    change = await present.keep()
    typed = _without_flow(replace(case.turn, message=replace(case.turn.message, verb="")))
    state = replace(typed.state, handoff=change.handoff.number, options=())
    return await live.changed(typed.within(state), change, say=words.STARTED)


def is_about(progress: flow.Progress | None, number: int) -> bool:
    """Whether this very handoff is being prepared."""
    return progress is not None and progress.flow == FLOW and progress.data.get("number") == number


async def repeat(turn: Turn, progress: flow.Progress) -> tuple[Reply, ...]:
    """The waiting question once more."""
    if progress.step == prompts.KIND:
        return (prompts.which_kind(turn.desk.expert.kinds.values()),)
    present = await _present(turn, progress) if progress.data.get("kind") in turn.desk.expert.kinds else None
    if present is None:
        return ()
    if progress.step == prompts.CONFIRM:
        return (prompts.confirmed_again(await present.case.view()),)
    return (await prompt(present, progress.step, ""),)


async def resume(case: Case) -> Outcome:
    """Go on with a draft where it was left."""
    if not case.turn.message.private:
        return case.turn.say(texts.PRIVATE)
    present = draft.stored(case.turn, case.actor, case.handoff)
    return await take(present, (), (), words.RESUMED.format(number=case.handoff.number))


async def pressed(turn: Turn) -> Outcome:
    """A button of a question: it stands for typed words, as long as its question waits."""
    if not turn.message.private:
        return _without_flow(turn).say(texts.PRIVATE)
    data, progress = turn.message.data, turn.state.progress
    text = data.get("text")
    if not isinstance(text, str) or not utterance.has_words(text):
        return Outcome(state=turn.state, understood=False)
    kept = (progress.step, progress.data.get("number")) if progress and progress.flow == FLOW else None
    if progress is None or kept != (data.get("step"), data.get("handoff")):
        return turn.say(texts.OLD_BUTTON)
    typed = replace(turn, text=text, message=replace(turn.message, text=text))
    asked = commands.find(text, kinds=turn.desk.expert.kinds, drafting=True)
    outcome = await hear(typed, progress, asked)
    if outcome is None:
        return turn.say(texts.OLD_BUTTON)
    if asked and asked.command is HandoffCommand.FORM:
        return Outcome(state=outcome.state, card=outcome.replies[0].card)
    from dialogs import cards

    if begun := await _begun(turn, outcome):
        return replace(outcome, card=cards.chosen(words.FORM_STARTED.format(title=title(begun))))
    label = data.get("label")
    return replace(outcome, card=cards.chosen(utterance.show(label if isinstance(label, str) else text)))


async def _begun(turn: Turn, outcome: Outcome) -> Handoff | None:
    """The handoff that a press has set under way."""
    if outcome.state is None or outcome.state.progress or not outcome.state.handoff:
        return None
    handoff = await turn.desk.handoffs.find(outcome.state.handoff)
    return handoff if handoff and handoff.status not in (Status.DRAFT, Status.CANCELLED) else None


async def submitted(turn: Turn) -> Outcome:
    """The form: it starts, or stays with all that is wrong with it and all that was typed."""
    present = await _filled(turn) if turn.message.private else None
    if present is None:
        return turn.say(texts.OLD_BUTTON)
    filled = await form.take(present, form.typed(present.case.kind, turn.message.data))
    await present.keep()
    if not filled.faults:
        outcome = await begin(present)
        is_started = outcome.state is None or outcome.state.progress is None
        return replace(outcome, card=form.started(present)) if is_started else outcome
    step = next(iter(present.missing()), prompts.CONFIRM)
    waiting = await ask(present, step, ())
    view = await present.case.view()
    said = Reply(text=form.faults_in_words(view.kind, filled.faults))  # for clients that show no newer card
    return Outcome(replies=(said,), state=waiting.state, card=form.card(view, present.suggest(), filled))


async def _filled(turn: Turn) -> Draft | None:
    number, kind = turn.message.data.get("handoff"), turn.message.data.get("kind")
    if not (isinstance(number, int) and isinstance(kind, str) and kind in turn.desk.expert.kinds):
        return None
    data = {"number": number, "kind": kind}
    return await _present(
        turn, flow.Progress(flow=FLOW, step=prompts.CONFIRM, version=STEPS.version, data=data)
    )
