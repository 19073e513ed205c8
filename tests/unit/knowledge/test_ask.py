"""From clauses to typed questions."""

from __future__ import annotations

import pytest

from knowledge.understand import questions, words
from knowledge.understand.ask import Ask
from knowledge.understand.lexicon import Lexicon
from knowledge.understand.reading import Reader


class Asking:
    """Reads messages into questions."""

    def __init__(self, reader: Reader, language: Lexicon) -> None:
        self._reader, self._language = reader, language

    def all(self, text: str) -> list[Ask]:
        return questions.asks(self._reader.read(words.clean(text)), self._language)

    def one(self, text: str) -> Ask:
        (question,) = self.all(text)
        return question


@pytest.fixture(scope="module")
def ask(reader: Reader, language: Lexicon) -> Asking:
    return Asking(reader, language)


@pytest.mark.parametrize(
    "text",
    [
        "Who leads stage 2? What are the exit criteria of stage 3?",
        "Who leads stage 2, and what are the exit criteria of stage 3?",
    ],
)
def test_two_questions_in_one_message_are_two(ask: Asking, text: str) -> None:
    first, second = ask.all(text)

    assert (first.stages, second.stages) == ((2,), (3,))
    assert first.asks("lead")
    assert second.asks("exit")


@pytest.mark.parametrize(
    "text", ["We are in Empower & Achieve. Who leads?", "Now that we are in Empower & Achieve, who leads?"]
)
def test_what_leads_up_to_a_question_stands_by_to_fill_what_it_leaves_open(ask: Asking, text: str) -> None:
    question = ask.one(text)

    assert question.stages == ()
    assert question.nearby == {"stage": ("3",)}
    assert question.with_nearby().stages == (3,)
    assert question.with_nearby().context == {"stage"}


def test_what_a_question_names_itself_is_not_filled_from_around_it(ask: Asking) -> None:
    question = ask.one("We are in stage 3. Who leads stage 4?")

    assert question.stages == question.with_nearby().stages == (4,)


def test_the_first_of_two_questions_takes_what_it_lacks_from_the_second(ask: Asking) -> None:
    first, second = ask.all("Who is the lead, and what are the exit criteria of stage 3?")

    assert first.with_nearby().stages == second.stages == (3,)


def test_two_lists_asked_for_at_once_are_two_questions(ask: Asking) -> None:
    first, second = ask.all("artifacts and metrics of stage 3")

    assert (first.asks("artifacts"), first.asks("metrics")) == (True, False)
    assert (second.asks("artifacts"), second.asks("metrics")) == (False, True)
    assert first.stages == second.stages == (3,)


def test_the_same_question_twice_is_one(ask: Asking) -> None:
    assert ask.one("Who leads stage 2? Who leads stage 2?").stages == (2,)


def test_a_lead_that_is_taken_for_granted_is_a_claim(ask: Asking) -> None:
    (claim,) = ask.one("The AE leads stage 3, so what are its exit criteria?").claims

    assert (claim.entities("role"), claim.entities("stage")) == (("ae",), ("3",))


@pytest.mark.parametrize("tag", ["right?", "correct?", "is that right?", "yes or no?", "isn't it?"])
def test_a_closing_tag_makes_a_claim_a_yes_no_question(ask: Asking, tag: str) -> None:
    question = ask.one(f"The SSP leads stage 2, {tag}")

    assert question.yes_no
    assert (question.keys("role"), question.stages) == (("ssp",), (2,))


@pytest.mark.parametrize(
    ("text", "yes_no"),
    [
        ("does the AE lead stage 2?", True),
        ("so is the AE the lead", True),
        ("I thought the AE leads stage 2", True),
        ("who leads stage 2?", False),
        ("can you tell me the exit criteria of stage 2?", False),
    ],
)
def test_a_yes_no_question_is_known_by_how_it_opens(ask: Asking, text: str, yes_no: bool) -> None:
    assert ask.one(text).yes_no is yes_no


@pytest.mark.parametrize("word", ["besides", "except", "apart from", "other than"])
@pytest.mark.parametrize(
    "text", ["who supports stage 2 {word} the AE?", "{word} the AE, who supports stage 2?"]
)
def test_who_is_set_aside_is_not_asked_about(ask: Asking, text: str, word: str) -> None:
    question = ask.one(text.format(word=word))

    assert not question.has("role")
    assert question.stages == (2,)


def test_who_is_set_aside_is_kept_in_mind(ask: Asking) -> None:
    assert ask.one("who supports stage 2 besides the AE?").excluded == {"ae"}


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("how long does the STU have", "duration"),
        ("how many business days", "duration"),
        ("how many roles", "number"),
        ("which stage is that", "stage"),
        ("when does it start", "when"),
        ("by when must it be done", "time"),
        ("who owns the plan", "owner"),
        ("who is my CSAM", "person"),
        ("where is the CSU located", "place"),
        ("what happens if we miss it", "consequence"),
    ],
)
def test_a_question_needs_what_it_asks_for(ask: Asking, text: str, need: str) -> None:
    assert need in ask.one(text).needs


def test_what_is_counted_is_known(ask: Asking) -> None:
    assert ask.one("how many recommendations are there").counted == words.stem("recommendations")


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("which roles do nothing in all stages", "everything"),
        ("who is not involved in stage 2", "negated"),
        ("what do I do", "personal"),
        ("what does it mean", "anaphoric"),
        ("is it the CSA or the CSAM", "choice"),
        ("do the documents contradict each other", "doubt"),
        ("and in stage 5?", "follow_up"),
        ("who else", "more"),
        ("why is that", "why"),
    ],
)
def test_traits_of_a_question_are_seen(ask: Asking, text: str, trait: str) -> None:
    assert getattr(ask.one(text), trait)
    assert not getattr(ask.one("who leads stage 2"), trait)


@pytest.mark.parametrize(
    ("text", "relation"),
    [("what comes after stage 2", "next"), ("what precedes it", "previous"), ("the last stage", "last")],
)
def test_a_relation_to_a_stage_is_seen(ask: Asking, text: str, relation: str) -> None:
    assert ask.one(text).relation == relation


def test_a_slot_filled_in_from_elsewhere_is_marked(ask: Asking) -> None:
    question = ask.one("who leads?").given("stage", ("2",))

    assert question.stages == (2,)
    assert question.inherited == {"stage"}


@pytest.mark.parametrize("text", ["", "???", "...", "right?"])
def test_an_empty_message_asks_at_most_an_empty_question(ask: Asking, text: str) -> None:
    assert all(not question.slots for question in ask.all(text))
