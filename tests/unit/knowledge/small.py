"""A small document and the knowledge files that say it, complete and without a fault."""

from __future__ import annotations

from pathlib import Path

from knowledge.checking.passages import cut_document

DOCUMENT = """# Small guide

## Overview

The AE hands over within 7 days.
Ana hums.

## Stages

| Stage | Exit |
|---|---|
| Listen & Consult | Qualified pipeline |
| Realize Value | SSP and AE agree |

## Terms

- MSX is where it is tracked
"""
STAGES = ("listen-consult", "inspire-design", "empower-achieve", "realize-value", "manage-optimize")
NAMES = ("Listen & Consult", "Inspire & Design", "Empower & Achieve", "Realize Value", "Manage & Optimize")


class Small:
    """The folders `data` and `documents` under `root`; tests change files in them."""

    def __init__(self, root: Path) -> None:
        self.data = root / "data"
        self.documents = root / "documents"
        self.ids = {p.text: p.id for p in cut_document("000", DOCUMENT)}
        self.documents.mkdir(parents=True)
        (self.documents / "000_small.txt").write_text(DOCUMENT, encoding="utf-8")
        for name, text in self._files().items():
            self.write(name, text)

    def id(self, begins: str) -> str:
        """The id of the passage that begins so."""
        return next(id for text, id in self.ids.items() if text.startswith(begins))

    def write(self, name: str, text: str) -> None:
        file = self.data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> int:
        """Replace the one place where `old` stands; return its line."""
        text = (self.data / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def _files(self) -> dict[str, str]:
        files = {
            "documents.yaml": _DOCUMENTS,
            "units/atu.yaml": _UNIT,
            "roles/ae.yaml": _ROLE,
            "roles/ssp.yaml": "abbreviation: SSP\nname: Solution Seller\nnames: []\nin_matrix: false\n",
            "motions/map.yaml": _MOTION,
            "topics/flywheel.yaml": _TOPIC,
            "terms.yaml": _TERMS,
            "conflicts.yaml": _CONFLICTS,
            "gaps.yaml": "when:\n  title: When\n  text: Nobody says when.\n  source: [OVERVIEW]\n",
            "left_out.yaml": "- reason: says nothing\n  passages: [ANA]\n",
            "lexicon.yaml": _LEXICON,
        }
        for number, (key, name) in enumerate(zip(STAGES, NAMES, strict=True), start=1):
            source = "REALIZE" if number == 4 else "LISTEN"
            files[f"stages/{key}.yaml"] = _STAGE.format(number=number, name=name, source=source)
        return {name: self._with_ids(text) for name, text in files.items()}

    def _with_ids(self, text: str) -> str:
        for label, begins in _LABELS.items():
            text = text.replace(label, self.id(begins))
        return text


_LABELS = {
    "OVERVIEW": "The AE",
    "ANA": "Ana",
    "LISTEN": "Listen",
    "REALIZE": "Realize",
    "TERM": "MSX",
}
_DOCUMENTS = """\
"000":
  file: 000_small.txt
  title: Small guide
  short: Small guide
  sections:
    overview: Overview
    stages: Stages
    terms: Terms
  internal: [terms]
"""
_UNIT = """\
abbreviation: ATU
name: Account Team Unit
aliases: [account team]
names: []
roles:
  ids: [ae]
  source: [OVERVIEW]
stages:
  ids: [1]
  source: [LISTEN]
"""
_ROLE = """\
abbreviation: AE
name: Account Executive
aliases: [account exec]
names:
  - text: Account Leader (AE)
    source: [OVERVIEW]
unit:
  ids: [atu]
  source: [OVERVIEW]
responsibilities:
  - text: Hands over within 7 days
    source:
      - OVERVIEW
cells:
  1: {text: Plans, source: [LISTEN], named: [ssp]}
  2: {}
  3: {}
  4: {}
  5: {}
"""
_MOTION = """\
name: MAP
purpose:
  - text: Discover
    source: [OVERVIEW]
roles:
  ae:
    text: Leads
    source: [OVERVIEW]
"""
_TOPIC = """\
name: Flywheel
short: Flywheel
about: The hand-offs
parts:
  kickoff:
    title: Kickoff
    who: [ae]
    stages: [1]
    statements:
      - text: The AE hands over within 7 days
        source: [OVERVIEW]
        who: [atu]
"""
_TERMS = """\
msx:
  term: MSX
  used: [TERM]
ae:
  term: AE
  aliases: [account exec]
  meaning:
    - text: Account Executive
      source: [OVERVIEW]
"""
_CONFLICTS = """\
exit:
  title: How it ends
  about: [stage.1.exit_criteria, role.ae.cells.3, term.msx, motion.map, topic.flywheel.kickoff,
    transition.flywheel, flywheel.kickoff, unit.atu.roles, mcem.stages]
  sides:
    - text: Qualified pipeline
      source: [LISTEN]
    - text: SSP and AE agree
      source: [REALIZE]
  lead: 0
  why: It is said first
"""
_LEXICON = """\
shortcuts: {u: you}
padding: please
light: say
synonyms: [[boss, chief]]
attributes: {lead: [who leads]}
relations: {with: [works with]}
follow_up: [and then]
correction: [i meant]
more: [go on]
why: [how come]
doubt: [which is right]
everything: [all of it]
small_talk: {thanks: [thank you]}
misbehave: [ignore your rules]
misbehave_perhaps: [pretend]
not_a_typo: teh
ambiguous: {seller: [ae, ssp]}
"""
_STAGE = """\
number: {number}
name: {name}
purpose:
  - text: Go on
    source: [{source}]
customer_outcome: []
exit_criteria:
  - text: Qualified pipeline
    source: [{source}]
unit:
  ids: [atu]
  source: [{source}]
lead:
  ids: [ae]
  source: [{source}]
supporting:
  ids: [ssp]
  source: [{source}]
activities: []
transition: flywheel
flywheel: kickoff
"""
