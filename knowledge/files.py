"""Read one knowledge file against its contract, or say what is wrong with it."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge.checking.faults import Fault, contract_faults


def read_file(file: Path, name: str, contract: Any) -> tuple[Any, list[Fault]]:
    """The contents of a file as its `contract` types them, None if it cannot be read, and all faults."""
    try:
        data, repeated = _parse(file.read_bytes().decode("utf-8"))
        twice = [Fault(file=name, words=f"'{key}' is given twice", line=line) for key, line in repeated]
        return TypeAdapter(contract).validate_python(data), twice
    except FileNotFoundError:
        return None, [Fault(file=name, words="is missing", line=1)]
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
