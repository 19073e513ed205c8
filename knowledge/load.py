"""Read the knowledge files into a library, or say everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import StringConstraints

from knowledge.checking import aliases, kinds, references, reminders
from knowledge.checking.faults import Fault, report
from knowledge.errors import KnowledgeError
from knowledge.files import read_file
from knowledge.handoffs import HandoffKind
from knowledge.library import Library
from knowledge.model import Conflict, Document, Gap, Key, LeftOut, Motion, Role, Stage, Term, Topic, Unit
from knowledge.reminders import LadderRule
from knowledge.understand import lexicon

DATA = Path(__file__).parent / "data"

_KEY = re.compile(r"[a-z][a-z0-9-]*")
_DocumentKey = Annotated[str, StringConstraints(pattern=r"^00\d$")]
_FOLDERS: dict[str, Any] = {
    "stages": Stage,
    "roles": Role,
    "units": Unit,
    "motions": Motion,
    "topics": Topic,
    "handoffs": HandoffKind,
    "reminders": LadderRule,
}
_FILES: dict[str, Any] = {
    "documents": dict[_DocumentKey, Document],
    "terms": dict[Key, Term],
    "conflicts": dict[Key, Conflict],
    "gaps": dict[Key, Gap],
    "left_out": tuple[LeftOut, ...],
}
_LEXICON = "lexicon.yaml"  # no facts: the language data has a contract and a reader of its own


def read(folder: Path = DATA) -> Library:
    """Read all files of `folder`; raises KnowledgeError with every fault, each with file and line."""
    contents: dict[str, Any] = {}
    faults: list[Fault] = []
    for file in _files(folder):
        name = file.relative_to(folder).as_posix()
        value, wrong = _read_file(file, name)
        faults += wrong
        if not wrong:
            contents[name] = value
    faults += [Fault(file=f"{name}.yaml", words="is missing") for name in _missing(folder)]
    library = _library(contents)
    # References into a file that could not be read are not errors of their own.
    unread = frozenset(fault.file for fault in faults)
    faults += [*references.check(library, unread), *aliases.check(library)]
    faults += [*kinds.check(library), *reminders.check(library, unread)]
    if errors := [*_lexicon_errors(folder), *report(folder, faults)]:
        raise KnowledgeError(sorted(errors, key=lambda error: error.partition(":")[0]))
    return library


def _lexicon_errors(folder: Path) -> list[str]:
    """The faults of the language data; a start that fails has to name these too."""
    try:
        lexicon.read(folder / _LEXICON)
    except KnowledgeError as error:
        return error.errors
    return []


def _files(folder: Path) -> list[Path]:
    files = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return sorted(file for file in files if file.relative_to(folder).as_posix() != _LEXICON)


def _missing(folder: Path) -> Iterator[str]:
    return (name for name in _FILES if not (folder / f"{name}.yaml").is_file())


def _contract(name: str) -> Any:
    """What a file must hold, by its path; None where no such file belongs."""
    where, _, file = name.rpartition("/")
    key, dot, ending = file.rpartition(".")
    if ending != "yaml" or not dot:
        return None
    if not where:
        return _FILES.get(key)
    return _FOLDERS.get(where) if _KEY.fullmatch(key) else None


def _read_file(file: Path, name: str) -> tuple[Any, list[Fault]]:
    contract = _contract(name)
    if contract is None:
        return None, [Fault(file=name, words="is not a knowledge file", line=1)]
    return read_file(file, name, contract)


def _library(contents: dict[str, Any]) -> Library:
    fields: dict[str, Any] = {folder: {} for folder in _FOLDERS}
    for name, record in contents.items():
        where, _, file = name.rpartition("/")
        if where:
            fields[where][file.removesuffix(".yaml")] = record
    fields["stages"] = dict(sorted(fields["stages"].items(), key=lambda item: item[1].number))
    fields |= {name: contents.get(f"{name}.yaml", {}) for name in _FILES}
    fields["left_out"] = tuple(fields["left_out"])
    return Library(**fields)
