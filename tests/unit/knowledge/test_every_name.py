"""All that can be asked for, of all that has a name: a sound answer, known or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest
import yaml

from knowledge import Expert, load
from knowledge.library import Library
from tests.unit.knowledge import sound

_ATTRIBUTES: Mapping[str, Sequence[str]] = yaml.safe_load((load.DATA / "lexicon.yaml").read_text("utf-8"))[
    "attributes"
]
_FORMS = ("{asked} {name}?", "what is the {asked} of {name}", "does {name} {asked}?")
_OF_STAGES = (
    "what does {name} do in each stage?",
    "which stages does {name} lead?",
    "in which stages has {name} no activity?",
    "{name} stage 2",
    "does {name} support stage 3?",
)


def _wrong(expert: Expert, questions: Iterable[str]) -> str:
    """A line for every question whose answer is not sound."""
    return "\n".join(f"{question}: {fault}" for question in questions for fault in _faults(expert, question))


def _faults(expert: Expert, question: str) -> list[str]:
    try:
        return sound.faults(expert.answer(question))
    except Exception as error:  # so that one question that breaks something does not hide the others
        return [repr(error)]


@pytest.mark.parametrize("attribute", _ATTRIBUTES)
def test_whatever_is_asked_for_of_anything_has_a_sound_answer(
    expert: Expert, library: Library, attribute: str
) -> None:
    asked = _ATTRIBUTES[attribute][0].removesuffix("$")
    questions = [form.format(asked=asked, name=name) for form in _FORMS for name in sound.names(library)]

    wrong = _wrong(expert, questions)

    assert not wrong, wrong


@pytest.mark.parametrize("form", _OF_STAGES)
def test_whatever_is_asked_of_the_stages_of_anything_has_a_sound_answer(
    expert: Expert, library: Library, form: str
) -> None:
    wrong = _wrong(expert, [form.format(name=name) for name in sound.names(library)])

    assert not wrong, wrong


def test_any_two_roles_can_be_asked_about_together(expert: Expert, library: Library) -> None:
    roles = sorted(role.abbreviation or role.name for role in library.roles.values())
    questions = [f"what do the {one} and the {other} do?" for one in roles for other in roles if one < other]

    wrong = _wrong(expert, questions)

    assert not wrong, wrong


@pytest.mark.parametrize(
    "form",
    [
        "what do {roles} do?",
        "what do {roles} do in {stages}?",
        "what do {roles} do in {motions}?",
        "does {roles} lead {stages}?",
        "which stages do {roles} lead?",
        "who do {roles} work with?",
        "is {roles} in {units}?",
        "who leads, who supports and what are the exit criteria of {stages}?",
        "what do {terms} mean?",
    ],
)
def test_however_much_is_named_the_answer_stays_short(expert: Expert, library: Library, form: str) -> None:
    question = form.format(
        roles=_joined(role.abbreviation or role.name for role in library.roles.values()),
        stages=_joined(stage.name for stage in library.stages.values()),
        motions=_joined(motion.name for motion in library.motions.values()),
        units=_joined(unit.abbreviation for unit in library.units.values()),
        terms=_joined(term.term for term in library.terms.values()),
    )

    assert sound.faults(expert.answer(question)) == []


def _joined(named: Iterable[str]) -> str:
    return " and ".join(named)
