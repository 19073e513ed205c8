"""What every answer must be, and the names that questions are made of."""

from __future__ import annotations

import re

from knowledge import Answer, Kind
from knowledge.library import Library

MOST_WORDS = 250
SILENT = (Kind.NOTED, Kind.SMALL_TALK)  # the dialogs have the words for these


def faults(answer: Answer) -> list[str]:
    """Where an answer is silent though it must speak, too long, or marked with sources it does not name."""
    words = len(answer.text.split())
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)}
    checks = {
        "no text": not answer.text.strip() and answer.kind not in SILENT,
        f"{words} words": words > MOST_WORDS,
        f"marks {sorted(marks)}": marks != {citation.position for citation in answer.citations},
        "no source": answer.kind is Kind.ANSWERED and not answer.citations,
    }
    return [fault for fault, found in checks.items() if found]


def names(library: Library) -> list[str]:
    """Every name of the knowledge, each thing by one."""
    roles = [role.abbreviation or role.name for role in library.roles.values()]
    units = [unit.abbreviation for unit in library.units.values()]
    stages = [stage.name for stage in library.stages.values()]
    motions = [motion.name for motion in library.motions.values()]
    topics = [topic.name for topic in library.topics.values()]
    terms = [term.term for term in library.terms.values()]
    return list(dict.fromkeys([*roles, *units, *stages, *motions, *topics, *terms]))
