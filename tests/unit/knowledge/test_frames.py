"""Every kind of question has a row in the table, a reply, and a way to be reached."""

from __future__ import annotations

import pytest
import yaml

from knowledge import Expert, Kind
from knowledge.answers.speak import REPLIES
from knowledge.understand.ask import Ask
from knowledge.understand.frame_table import FRAMES
from knowledge.understand.frames import Frame, accounted, fitting
from knowledge.understand.reading import Mention, Sense
from tests.questions import items

_SAMPLES: dict[str, str] = yaml.safe_load((items.FOLDER / "frames.yaml").read_text("utf-8"))
_NAMES = [frame.name for frame in FRAMES]
_STAGE = Mention(0, "stage 3", "stage 3", Sense.ENTITY, ("stage:3",), 2.0, 0)
_LEADS = Mention(1, "leads", "leads", Sense.LIGHT, ("w:lead",), 0.4, 0)
_MOON = Mention(2, "moon", "moon", Sense.UNKNOWN, ("w:moon",), 3.0, 0)
_LEAD = Frame(name="lead", slots=("stage",), attributes=("lead",))


def question(*mentions: Mention) -> Ask:
    return Ask(mentions=mentions, slots={"stage": ("3",)}, attributes={"lead": frozenset({1})})


def test_every_frame_has_a_reply_and_every_reply_a_frame() -> None:
    assert sorted(_NAMES) == sorted(REPLIES)


def test_every_frame_has_a_sample_question() -> None:
    assert sorted(_NAMES) == sorted(_SAMPLES)


@pytest.mark.parametrize("name", _NAMES)
def test_a_question_reaches_the_frame(expert: Expert, name: str) -> None:
    answer = expert.answer(_SAMPLES[name])

    assert answer.kind is Kind.ANSWERED, answer.text
    assert answer.thread["frame"] == name, answer.text


def test_a_frame_fits_where_its_slots_are_named_and_its_attribute_is_asked_for() -> None:
    asked = question(_STAGE, _LEADS)

    assert fitting([_LEAD], asked) == [_LEAD]
    assert fitting([Frame(name="unit", slots=("unit",), bare=True)], asked) == []
    assert fitting([Frame(name="exit", slots=("stage",), attributes=("exit",))], asked) == []
    assert fitting([Frame(name="never", when=lambda ask: False)], asked) == []


def test_a_bare_frame_asks_for_no_attribute() -> None:
    overview = Frame(name="overview", slots=("stage",), attributes=("exit",), bare=True)

    assert fitting([overview], question(_STAGE)) == [overview]


def test_a_frame_accounts_for_its_slots_and_attributes_and_for_nothing_else() -> None:
    assert accounted(_LEAD, question(_STAGE, _LEADS)) == 1.0
    assert accounted(_LEAD, question(_STAGE, _LEADS, _MOON)) == pytest.approx(2.4 / 5.4)


def test_what_no_frame_can_give_speaks_against_it() -> None:
    asked = Ask(mentions=(_STAGE,), slots={"stage": ("3",)}, needs=frozenset({"person"}))

    assert accounted(_LEAD, asked) < 0.5
