"""Agendas: what stands in them, what never does, and that free text stays text."""

from __future__ import annotations

import dataclasses
from datetime import UTC, timedelta, timezone
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffs import agreement, facts, items
from handoffs.model import Handoff, Milestone
from meetings import agenda, words
from meetings.agenda import Agenda
from tests.unit.handoffs.play import ATU_STU, DUE, FLYWHEEL, NAMES, STU_CSU, Play, dollars, kinds

_KINDS = (ATU_STU, STU_CSU, *FLYWHEEL)


class _Reader(HTMLParser):
    """The texts, and the tags with what they say of themselves."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _play(kind: str = ATU_STU) -> Play:
    return Play(kind_id=kind).started()


def _write(play: Play, *, external: bool = False) -> Agenda:
    return agenda.write(play.handoff, play.kind, names=NAMES, zone=UTC, external=external)


def _changed(play: Play, handoff: Handoff) -> Play:
    play.handoff = handoff
    return play


def test_it_says_what_the_discussion_is_for_and_who_hands_over() -> None:
    written = _write(_play())

    assert written.subject == (
        "ATU-to-STU Opportunity Handoff and Milestone transition discussion: Contoso, Azure migration"
    )
    for line in (
        "Purpose\n- The ATU hands a qualified opportunity and its uncommitted milestones over to the STU.",
        "- Customer: Contoso\n- Opportunity: Azure migration",
        "- Gives: Ana, ATU (AE or ATS)",
        "- Receives: Megan, STU (SSP or SE)",
        "To agree in this meeting\n- Milestone 1: Azure, 250,000 USD, due Fri 15 Jan 2027",
        "- Ana has not agreed yet.\n- Megan has not agreed yet.",
    ):
        assert line in written.text


def test_what_both_have_agreed_to_stands_as_agreed() -> None:
    play = _play()
    play.act("ana", agreement.agree)
    play.act("megan", agreement.agree)

    assert "Agreed\n- Milestone 1" in _write(play).text
    assert "- Megan agreed on Fri 20 Nov 2026." in _write(play).text


def test_a_day_is_the_organisers() -> None:
    play = _play()
    play.now = play.now.replace(hour=23)
    play.act("ana", agreement.agree)
    written = agenda.write(
        play.handoff, play.kind, names=NAMES, zone=timezone(timedelta(hours=9)), external=False
    )

    assert "- Ana agreed on Sat 21 Nov 2026." in written.text


def test_open_items_stand_with_their_note_and_settled_ones_do_not() -> None:
    play = _play()
    budget, timing = play.item("budget"), play.item("timing")
    play.act("ana", items.note, budget.number, "The CFO decides in March")
    play.act("ana", items.done, [timing.number])
    text = _write(play).text

    assert f"- {budget.text}. Note: The CFO decides in March" in text
    assert timing.text not in text
    assert f"1 of {len(play.handoff.items)} items are settled." in text


def test_waived_items_stand_with_reason_person_and_day() -> None:
    play = _play()
    play.act("ana", items.waive, [play.number("budget")], "budget is confirmed in March")

    line = "- Budget availability is validated: waived, budget is confirmed in March (Ana, Fri 20 Nov 2026)"
    assert f"{words.WAIVED}\n{line}" in _write(play).text


def test_what_a_move_or_the_meeting_settles_is_no_item_of_the_agenda() -> None:
    play = _play()
    gated = [item.text for item in play.handoff.items if item.gate]

    assert gated
    assert not any(f"\n- {text}" in _write(play).text for text in gated)


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (ATU_STU, "in MSX: 7 business days after this discussion."),
        (STU_CSU, "to the CSU: 7 days after the stage move."),
    ],
)
def test_what_follows_is_said(kind: str, line: str) -> None:
    assert line in _write(_play(kind)).text


@pytest.mark.parametrize("kind", FLYWHEEL)
def test_what_is_internal_says_so(kind: str) -> None:
    assert words.INTERNAL in _write(_play(kind)).text
    assert words.INTERNAL not in _write(_play()).text


@pytest.mark.parametrize("kind", _KINDS)
def test_outside_there_is_title_and_purpose_alone(kind: str) -> None:
    play = _play(kind)
    open_item = next(item for item in play.handoff.items if item.by and not item.gate)
    play.act("ana", items.waive, [open_item.number], "a reason of ours")
    play.act("ana", facts.opportunity, link="https://msx.example.com/12")
    written = _write(play, external=True)
    everything = "\n".join((written.subject, written.text, written.html))

    assert written.text.count("\n- ") == 1
    for inside in ("250,000", "Azure migration", "a reason of ours", "msx", "Ana", "Megan", open_item.text):
        assert inside not in everything
    assert "Contoso" in written.subject


@pytest.mark.parametrize("kind", FLYWHEEL)
def test_outside_nothing_of_the_internal_document_stands(kind: str) -> None:
    play = _play(kind)
    written = _write(play, external=True)
    everything = "\n".join((written.subject, written.text, written.html)).casefold()

    assert written.subject == "Handover discussion: Contoso"
    for inside in (play.kind.name, play.kind.about, play.kind.discussion.name, "internal"):
        assert inside.casefold() not in everything


@pytest.mark.parametrize("external", [True, False])
def test_without_a_name_there_is_still_a_title(external: bool) -> None:
    title = agenda.subject(Play().handoff, kinds()[ATU_STU], external=external)

    assert title == ("Handover discussion" if external else f"{kinds()[ATU_STU].discussion.name}: handoff 12")


def test_the_link_leads_to_msx_and_stays_one_address() -> None:
    play = _play()
    play.act("ana", facts.opportunity, link='https://msx.example.com/a?b=1&c="<x>')
    [link] = [attrs for tag, attrs in _Reader(_write(play).html).tags if tag == "a"]

    assert link == {"href": 'https://msx.example.com/a?b=1&c="<x>'}


@pytest.mark.parametrize("link", ["javascript:alert(1)", "", "https://x.example\n.com"])
def test_what_is_no_web_address_is_no_link(link: str) -> None:
    play = _play()
    named = dataclasses.replace(play.handoff.opportunity, link=link)
    html = _write(_changed(play, dataclasses.replace(play.handoff, opportunity=named))).html

    assert "<a" not in html


@given(st.text(max_size=400), st.booleans())
def test_no_text_of_people_becomes_markup_or_a_line_of_its_own(text: str, external: bool) -> None:
    play = _play()
    named = dataclasses.replace(play.handoff.opportunity, customer=text, name=text)
    noted = tuple(dataclasses.replace(item, note=text) for item in play.handoff.items)
    plain = _write(play, external=external)
    written = agenda.write(
        dataclasses.replace(play.handoff, opportunity=named, items=noted),
        play.kind,
        names=dict.fromkeys(NAMES, text),
        zone=UTC,
        external=external,
    )

    assert {tag for tag, _ in _Reader(written.html).tags} <= {"p", "strong", "ul", "li"}
    # A customer or an opportunity without a name has no line.
    assert len(plain.text.splitlines()) - 2 <= len(written.text.splitlines()) <= len(plain.text.splitlines())
    assert written.subject.isprintable() or any(c in "\u200c\u200d" for c in written.subject)
    assert _Reader(written.html).texts[0] == words.PURPOSE


def test_its_size_is_bounded() -> None:
    play = _play()
    long = "& " * 5_000
    handoff = dataclasses.replace(
        play.handoff,
        milestones=(Milestone(workload=long, value=dollars(1), due=DUE),) * 500,
        items=tuple(dataclasses.replace(item, note=long) for item in play.handoff.items) * 10,
        opportunity=dataclasses.replace(play.handoff.opportunity, customer=long, name=long),
    )
    written = _write(_changed(play, handoff))

    assert len(written.html.encode()) < 80_000
    assert len(written.subject) <= 200
    assert "And 475 more, which are in Baton." in written.text
    assert "has not agreed yet" in written.text
