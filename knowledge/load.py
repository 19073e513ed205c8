"""Read the knowledge files into a library, or say everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import StringConstraints, TypeAdapter, ValidationError

from knowledge import aliases, references
from knowledge.errors import KnowledgeError
from knowledge.faults import Fault, contract_faults, report
from knowledge.library import Library
from knowledge.model import Conflict, Document, Gap, Key, LeftOut, Motion, Role, Stage, Term, Topic, Unit

DATA = Path(__file__).parent / "data"

_KEY = re.compile(r"[a-z][a-z0-9-]*")
_DocumentKey = Annotated[str, StringConstraints(pattern=r"^00\d$")]
_FOLDERS: dict[str, Any] = {"stages": Stage, "roles": Role, "units": Unit, "motions": Motion, "topics": Topic}
_FILES: dict[str, Any] = {
    "documents": dict[_DocumentKey, Document],
    "terms": dict[Key, Term],
    "conflicts": dict[Key, Conflict],
    "gaps": dict[Key, Gap],
    "left_out": tuple[LeftOut, ...],
}
_ELSEWHERE = frozenset({"lexicon.yaml"})  # read by the understanding, under a contract of its own


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
    if faults:
        raise KnowledgeError(report(folder, faults))
    return library


def _files(folder: Path) -> list[Path]:
    files = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return sorted(file for file in files if file.relative_to(folder).as_posix() not in _ELSEWHERE)


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
    try:
        data, repeated = _parse(file.read_bytes().decode("utf-8"))
        twice = [Fault(file=name, words=f"'{key}' is given twice", line=line) for key, line in repeated]
        return TypeAdapter(contract).validate_python(data), twice
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [Fault(file=name, words="is not UTF-8 text", line=line)]
    except yaml.YAMLError as error:
        return None, [_syntax_fault(name, error)]
    except ValidationError as error:
        return None, list(contract_faults(name, error))
    except ValueError as error:  # what YAML takes for a date or number, and is none
        return None, [Fault(file=name, words=f"holds a value that cannot be read: {error}", line=1)]


def _syntax_fault(name: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "a character that YAML does not allow"
    return Fault(file=name, words=f"cannot be read as YAML: {problem}", line=mark.line + 1 if mark else 1)


class _Loader(yaml.CSafeLoader):
    """The fast loader, which by itself would let the second of two equal keys win."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[str, int]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    self.repeated.append((key.value, key.start_mark.line + 1))
                seen.add(key.value)
        return mapping


def _parse(text: str) -> tuple[Any, list[tuple[str, int]]]:
    loader = _Loader(text)
    try:
        return loader.get_single_data(), loader.repeated
    finally:
        loader.dispose()


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
