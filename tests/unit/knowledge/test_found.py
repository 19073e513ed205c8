"""Which of the facts that a search found answer together, and when a fact says no."""

from __future__ import annotations

import pytest

from knowledge import Expert
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.found import together
from knowledge.answers.search import Hit


def hit(
    text: str,
    *,
    rank: float = 1.0,
    owner: str = "ae",
    sort: Sort = Sort.CELL,
    matched: frozenset[int] = frozenset({0}),
) -> Hit:
    fact = Fact(key=text, sort=sort, text=text, source=("000/a/1#000000",), owners=(owner,))
    return Hit(fact, score=1.0, rank=rank, matched=matched)


def texts(*hits: Hit) -> list[str]:
    return [each.fact.text for each in together(hits)]


def test_facts_that_are_as_good_answer_together() -> None:
    assert texts(hit("Leads pursuit"), hit("Closes deals", rank=0.99)) == ["Leads pursuit", "Closes deals"]


def test_a_fact_that_is_clearly_worse_stays_away() -> None:
    assert texts(hit("Leads pursuit"), hit("Closes deals", rank=0.8)) == ["Leads pursuit"]


def test_a_fact_that_accounts_for_less_stays_away() -> None:
    best = hit("Leads pursuit", matched=frozenset({0, 1}))

    assert texts(best, hit("Closes deals")) == ["Leads pursuit"]


def test_the_same_said_twice_of_one_role_is_said_once() -> None:
    assert texts(hit("Leads the pursuit team"), hit("Leads pursuit team")) == ["Leads the pursuit team"]


def test_the_same_said_of_two_roles_is_said_of_both() -> None:
    assert len(texts(hit("Leads pursuit"), hit("Leads pursuit", owner="se"))) == 2


def test_a_whole_list_answers_alone_and_never_beside_a_single_fact() -> None:
    part, fact = hit("Criteria", sort=Sort.PART), hit("Leads pursuit")

    assert texts(part, fact) == ["Criteria"]
    assert texts(fact, part) == ["Leads pursuit"]


def test_no_more_than_a_handful_answer_together() -> None:
    many = [hit(f"Does {word}", owner=word) for word in "alpha bravo charlie delta echo fox golf".split()]

    assert len(together(many)) == 5


@pytest.mark.parametrize(
    "question",
    [
        "does the CSAM secure the business decision?",
        "is the CSU responsible for creating the account plan?",
        "is the hand-off discussion from STU to CSU optional?",
    ],
)
def test_what_a_fact_says_otherwise_is_not_confirmed(expert: Expert, question: str) -> None:
    assert not expert.answer(question).text.startswith("Yes"), question
