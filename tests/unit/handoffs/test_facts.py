"""Milestones, opportunity, dates: what is taken, and what is refused in which words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffs import agreement, clock, facts, moves, texts
from handoffs.change import Call, RefusedError, What
from handoffs.model import Milestone
from handoffs.money import Money
from knowledge.handoffs import Side
from tests.unit.handoffs.play import DUE, STU_CSU, TODAY, Play, dollars

_EURO = Money(amount=Decimal(5), currency="EUR")


@pytest.fixture
def play() -> Play:
    return Play().started()


@pytest.mark.parametrize(
    ("what", "arguments", "said"),
    [
        (facts.value, (1, dollars(0)), "The estimated value has to be more than 0, for example 250000."),
        (facts.value, (1, dollars(-5)), "The estimated value has to be more than 0, for example 250000."),
        (facts.value, (1, dollars("NaN")), "The estimated value has to be more than 0, for example 250000."),
        (facts.value, (1, dollars(10**13)), "10,000,000,000,000 USD is more than I can believe."),
        (facts.value, (2, dollars(5)), "There is no milestone 2: this handoff has 1."),
        (facts.value, (0, dollars(5)), "There is no milestone 0: this handoff has 1."),
        (facts.due, (1, TODAY - timedelta(days=1)), "Thu 19 Nov 2026 has passed."),
        (facts.due, (1, date(2099, 1, 1)), "Thu 1 Jan 2099 is too far away."),
        (facts.workload, (1, "x" * 121), "That is too long: the workload can have 120 characters at most."),
        (facts.drop_milestone, (1,), "A handoff needs one milestone at least."),
        (facts.country, ("Norway",), "I do not know that country."),
        (facts.meet_by, (TODAY - timedelta(days=1),), "Thu 19 Nov 2026 has passed."),
    ],
)
def test_what_no_milestone_can_be(play: Play, what: object, arguments: tuple[object, ...], said: str) -> None:
    assert callable(what)
    assert play.refused("ana", what, *arguments).startswith(said)


def test_one_handoff_has_one_currency(play: Play) -> None:
    play.act("ana", facts.value, 1, _EURO)
    said = play.refused("ana", facts.add_milestone, Milestone(workload="Data", value=dollars(80_000)))

    assert said == (
        "One handoff has one currency, and the other milestones are in EUR. Please give it in EUR."
    )


def test_a_change_voids_both_confirmations_and_tells_who_did_not_make_it(play: Play) -> None:
    play.act("ana", agreement.agree)
    play.act("megan", agreement.agree)
    change = play.act("megan", facts.value, 1, dollars(300_000))

    assert play.handoff.agreed == {}
    assert What.AGREEMENT_VOIDED in [event.what for event in change.events]
    assert play.told() == {"ana": Call.VOIDED}


@pytest.mark.parametrize(
    ("what", "arguments"),
    [
        (facts.value, (1, dollars(1))),
        (facts.due, (1, DUE + timedelta(days=1))),
        (facts.workload, (1, "Data")),
        (facts.add_milestone, (Milestone(workload="Data"),)),
    ],
)
def test_any_change_of_a_milestone_voids(play: Play, what: object, arguments: tuple[object, ...]) -> None:
    assert callable(what)
    play.act("ana", agreement.agree)
    play.act("ana", what, *arguments)

    assert play.handoff.agreed == {}


def test_the_same_value_again_is_no_change(play: Play) -> None:
    play.act("ana", agreement.agree)
    change = play.act("megan", facts.value, 1, dollars("250000.00"))

    assert change.is_empty
    assert Side.GIVER in play.handoff.agreed


def test_a_stranger_changes_nothing(play: Play) -> None:
    assert play.refused("alex", facts.value, 1, dollars(5)) == "Only Ana and Megan can do that."


@pytest.mark.parametrize(
    ("link", "fine"),
    [
        ("https://contoso.crm.dynamics.com/main.aspx?id=1", True),
        ("http://contoso.example", True),
        ("", True),
        ("javascript:alert(1)", False),
        ("ftp://contoso.example", False),
        ("https://", False),
        ("https:///path", False),
        ("https://user@contoso.example", False),
        ("https://contoso.example/a b", False),
        ("http://[", False),
        ("contoso.example", False),
        ("https://contoso.example/" + "a" * 500, False),
    ],
)
def test_links_go_to_the_web(play: Play, link: str, fine: bool) -> None:
    if fine:
        play.act("ana", facts.opportunity, link=link)
        assert play.handoff.opportunity.link == link
    else:
        play.refused("ana", facts.opportunity, link=link)


def test_names_are_one_line_and_not_empty(play: Play) -> None:
    play.act("ana", facts.opportunity, customer="Contoso\n\tEurope\x00 ")

    assert play.handoff.opportunity.customer == "Contoso Europe"
    assert play.refused("ana", facts.opportunity, customer=" ") == "Please give the customer's name."


@given(st.text(max_size=1_500))
def test_any_text_is_a_line_or_refused(text: str) -> None:
    try:
        line = texts.line(text, texts.REMARK, "the note")
        texts.web_link(text)
    except RefusedError:
        return
    assert len(line.splitlines()) <= 1
    assert line == texts.line(line, texts.REMARK, "the note")


def test_the_country_counts_the_dates_again_and_says_why(play: Play) -> None:
    play.act("ana", moves.held, date(2026, 11, 20))
    play.act("megan", facts.country, "us")

    deadline = play.handoff.deadline
    assert deadline is not None
    assert "Thanksgiving" in deadline.text
    assert play.last.events[-1].why == "working days are counted by another country"


def test_meet_by_is_chosen_where_no_rule_gives_it(play: Play) -> None:
    play.act("ana", facts.meet_by, clock.suggest_meet_by(TODAY, ""), suggested=True)
    latest = clock.latest(play.handoff, play.kind)

    assert latest is not None
    assert (latest.due, latest.suggested) == (date(2026, 12, 4), True)


def test_a_rule_gives_the_latest_day_of_the_stu_csu_discussion() -> None:
    play = Play(STU_CSU).started()

    assert play.refused("ana", facts.meet_by, DUE).startswith(
        "The latest day of this discussion follows from a rule: 7 calendar days after the stage move."
    )
