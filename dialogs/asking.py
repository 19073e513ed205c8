"""A question and its answer: the expert decides, this says it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from dialogs import role, texts, utterance
from dialogs.message import Card, Given, Message, Reply
from dialogs.turn import Outcome, Turn
from knowledge.answer import Answer, Kind

_MOST_SUGGESTIONS = 3
_EXAMPLES = 2
_ROLE = "role"  # what an expert's thread calls the role that somebody said is theirs
_REFUSED = "refused"  # the answer to misconduct, which is no question for the knowledge owner


async def ask(turn: Turn) -> Outcome:
    """Answer the turn's text; in a group without anything that is known of the person."""
    question = utterance.without_addresses(chosen_option(turn) or turn.text)[: utterance.LONGEST]
    known = (turn.profile.role or None) if turn.message.private else None
    answer = turn.desk.expert.answer(question, thread=turn.state.thread, role=known)
    turn = await role.learn(turn, answer.role)
    turn = turn.within(replace(turn.state, thread=_thread(turn, answer), options=answer.options))
    return await _BY_KIND[answer.kind](replace(turn, text=question), answer)


async def pressed(turn: Turn) -> Outcome:
    """A button of a question back: ask what it stands for, and let the card show the choice."""
    question = turn.message.data.get("question")
    if not isinstance(question, str) or not utterance.has_words(question):
        return Outcome(state=turn.state, understood=False)
    outcome = await ask(replace(turn, text=utterance.clean(question)[: utterance.LONGEST]))
    return replace(outcome, card=_chosen_card(question))


def _chosen_card(question: str) -> Card:
    from dialogs import cards  # the card library weighs a sixth of the start, and few turns need it

    return cards.chosen(utterance.show(question))


def chosen_option(turn: Turn) -> str | None:
    """A bare number picks from the options that were just offered."""
    if not turn.text.isdecimal() or not 0 < int(turn.text[:3]) <= len(turn.state.options):
        return None
    return utterance.clean(turn.state.options[int(turn.text[:3]) - 1])


def _thread(turn: Turn, answer: Answer) -> Mapping[str, Any]:
    """A "thanks" in between does not end a thread; what a group keeps says nothing of a person."""
    if answer.kind is Kind.SMALL_TALK:
        return turn.state.thread
    kept = answer.thread.items()
    return {name: value for name, value in kept if turn.message.private or name != _ROLE}


def _suggestions(message: Message, answer: Answer) -> tuple[str, ...]:
    return answer.suggestions[:_MOST_SUGGESTIONS] if message.private else ()


async def _answered(turn: Turn, answer: Answer) -> Outcome:
    reply = Reply(
        text=answer.text,
        citations=answer.citations,
        suggestions=_suggestions(turn.message, answer),
        given=Given(question=turn.text, answer=answer.id),
    )
    return turn.reply(reply)


async def _unknown(turn: Turn, answer: Answer) -> Outcome:
    if len(turn.text) >= utterance.LONGEST:
        return turn.say(texts.TOO_LONG)
    if answer.id != _REFUSED:
        await _keep(turn)
    nearest = _suggestions(turn.message, answer)
    text = answer.text if nearest or not answer.suggestions else _with_examples(answer)
    return turn.reply(Reply(text=text, citations=answer.citations, suggestions=nearest))


async def _keep(turn: Turn) -> None:
    await turn.desk.questions.add(
        question=turn.text,
        normalised=utterance.normalise(turn.text),
        person=turn.message.person.id,
        conversation=turn.message.conversation,
        version=turn.desk.expert.version,
    )


def _with_examples(answer: Answer) -> str:
    """In a group, where there are no buttons, what could be asked stands in the text."""
    return f"{answer.text} {texts.EXAMPLES.format(questions=' '.join(answer.suggestions[:_EXAMPLES]))}"


async def _choice(turn: Turn, answer: Answer) -> Outcome:
    from dialogs import cards  # see _chosen_card

    return turn.reply(Reply(text=answer.text, card=cards.choice(answer.text, answer.options, answer.labels)))


async def _noted(turn: Turn, answer: Answer) -> Outcome:
    if not turn.message.private:
        return turn.say(texts.PRIVATE)
    return role.confirm(turn) if answer.role else turn.say(answer.text or texts.NOTED)


async def _small_talk(turn: Turn, answer: Answer) -> Outcome:
    return turn.say(texts.SMALL_TALK.get(answer.topic, texts.SMALL_TALK_ELSE))


_BY_KIND: dict[Kind, Callable[[Turn, Answer], Awaitable[Outcome]]] = {
    Kind.ANSWERED: _answered,
    Kind.UNKNOWN: _unknown,
    Kind.CHOICE: _choice,
    Kind.NOTED: _noted,
    Kind.SMALL_TALK: _small_talk,
}
