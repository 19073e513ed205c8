"""What a knowledge file may say: the contract of everything under `data/`.

The path is the key: `data/roles/ae.yaml` is the role `ae`. Unknown keys are refused.
A source is the id of a passage (`document/section/ordinal#hash`, see passages.py).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Source = Annotated[str, StringConstraints(pattern=r"^00\d/[a-z0-9.-]+/\d+#[0-9a-f]{6}$")]
Sources = Annotated[tuple[Source, ...], Field(min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Number = Annotated[int, Field(ge=1, le=99)]


class Record(BaseModel):
    """Base of all records: frozen, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Statement(Record):
    """One thing that the documents say.

    `asks`: words people use for it that the text lacks; `who`: roles or units that do it, where
    that is not the subject of the file; `stages`: stage numbers it belongs to.
    """

    text: Text
    source: Sources
    asks: tuple[Text, ...] = ()
    who: tuple[Key, ...] = ()
    stages: tuple[Number, ...] = ()


class Cell(Record):
    """A role's cell of the accountability matrix for one stage.

    Without `text` the matrix assigns nothing. `named` are the roles that the row names in this
    cell where it is not this role (the Partner / PSS / PDM row alternates). `note` says what else is known.
    """

    text: str = ""
    source: tuple[Source, ...] = ()
    asks: tuple[Text, ...] = ()
    named: tuple[Key, ...] = ()
    note: str = ""


class Refs(Record):
    """A list of roles (or of stage numbers) that a document gives, with its sources."""

    ids: tuple[Key | Number, ...]
    source: Sources


class Role(Record):
    """A role of the documents; `cells` holds all stages where `in_matrix`, none otherwise."""

    abbreviation: str = ""
    name: Text
    aliases: tuple[Text, ...] = ()
    names: tuple[Statement, ...]  # what it is called, the leading name first
    unit: Refs | None = None
    focus: tuple[Statement, ...] = ()
    responsibilities: tuple[Statement, ...] = ()
    mcem_focus: tuple[Statement, ...] = ()
    duties: tuple[Statement, ...] = ()  # internal reference of document 003
    examples: tuple[Statement, ...] = ()  # sample rows of document 003's summary table
    notes: tuple[Statement, ...] = ()
    in_matrix: bool = True
    cells: dict[Number, Cell] = {}
    samples: tuple[Text, ...] = ()  # questions somebody in this role would ask

    @model_validator(mode="after")
    def _cells_complete(self) -> Role:
        missing = set(range(1, 6)) - set(self.cells) if self.in_matrix else set()
        if missing:
            raise ValueError(f"cells missing for stage {', '.join(map(str, sorted(missing)))}")
        if not self.in_matrix and self.cells:
            raise ValueError("cells given for a role that is not in the matrix")
        return self


class Stage(Record):
    """One of the stages, by its number; every list is in the documents' order."""

    number: Number
    name: Text
    aliases: tuple[Text, ...] = ()
    purpose: tuple[Statement, ...]
    customer_outcome: tuple[Statement, ...]
    exit_criteria: tuple[Statement, ...]  # the wordings that differ, the leading one first
    unit: Refs
    lead: Refs
    supporting: Refs
    activities: tuple[Statement, ...]
    artifacts: tuple[Statement, ...] = ()
    metrics: tuple[Statement, ...] = ()
    interview: tuple[Statement, ...] = ()  # what document 003's template asks to write about it
    transition: Key | None = None  # topic: the formal ownership transition out of it
    flywheel: Key | None = None  # part of topic `flywheel`: the flywheel hand-off out of it


class Unit(Record):
    """An accountable unit."""

    abbreviation: Text
    name: Text
    aliases: tuple[Text, ...] = ()
    names: tuple[Statement, ...]
    roles: Refs
    stages: Refs
    accountable: tuple[Statement, ...] = ()  # beyond its stages


class Motion(Record):
    """MAP, COMPETE, EXPAND or MODERNIZE, and what each role does in it."""

    name: Text
    aliases: tuple[Text, ...] = ()
    purpose: tuple[Statement, ...]
    roles: dict[Key, Statement]


class Part(Record):
    """A titled list within a topic; asking for its title or an alias gives the whole list."""

    title: Text
    aliases: tuple[Text, ...] = ()
    who: tuple[Key, ...] = ()
    stages: tuple[Number, ...] = ()
    internal: bool = False
    sample: bool = False  # example text of a template, not a rule
    statements: Annotated[tuple[Statement, ...], Field(min_length=1)]


class Topic(Record):
    """Everything else, by subject: a transition, the flywheel, the template, the manager's job."""

    name: Text
    short: Text  # what an answer calls it
    aliases: tuple[Text, ...] = ()
    about: Text  # one line that says what it is
    parts: dict[Key, Part]


class Term(Record):
    """An abbreviation or term. Without `meaning` the documents use it and do not spell it out."""

    term: Text
    aliases: tuple[Text, ...] = ()
    meaning: tuple[Statement, ...] = ()
    used: tuple[Source, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _has_source(self) -> Term:
        if not self.meaning and not self.used:
            raise ValueError("neither meaning nor used")
        return self


class Side(Record):
    """One side of a disagreement."""

    text: Text
    source: Sources


class Conflict(Record):
    """Two or more documents that say different things; `lead` is the side Baton leads with.

    `about` are the keys of the answers that have to mention it, such as `stage.1.exit_criteria`,
    `role.csa.names`, `unit.stu.names`, `term.mcem`, `role.ae.cells.3`; `asks` are words that ask for it.
    """

    title: Text
    about: tuple[str, ...] = ()
    asks: tuple[Text, ...] = ()
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]
    lead: int = 0
    why: Text


class Gap(Record):
    """Something the documents leave open; said when asked."""

    title: Text
    asks: tuple[Text, ...] = ()
    text: Text
    source: Sources


class Document(Record):
    """A source document: its citation key, its title, and its sections' titles by slug."""

    file: Text
    title: Text
    short: Text
    aliases: tuple[Text, ...] = ()
    sections: dict[str, Text]
    internal: tuple[str, ...] = ()  # sections that are not for customers


class LeftOut(Record):
    """Passages that no fact covers, on purpose."""

    reason: Text
    passages: Sources
