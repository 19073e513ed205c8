"""The graded questions, ours and those beside the checkout: read, ask in conversation, grade."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge import Answer, Expert, Kind
from tests.shared import shared

FOLDER = Path(__file__).parent
GOLD = "qa/gold_dev.jsonl"
_SILENT: Mapping[str, Any] = {"answerable": True, "must": [], "must_not": [], "source": []}

Item = Mapping[str, Any]
Report = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What Baton answered to the last turn of an item."""

    item: Item
    answer: Answer

    @property
    def id(self) -> str:
        return str(self.item["id"])

    @property
    def words(self) -> int:
        return len(self.answer.text.split())

    def __str__(self) -> str:
        asked, said = " || ".join(self.item["turns"]), " ".join(self.answer.text.split())
        return f"{self.id}: {asked}\n      {said[:160]}"


def own() -> list[Item]:
    """Our own questions, one file a category; what an item leaves out it does not ask for."""
    return [
        {**_SILENT, "category": file.stem, **item}
        for file in sorted(FOLDER.glob("*.jsonl"))
        for item in _lines(file)
    ]


def dev() -> list[Item]:
    """The questions beside the checkout."""
    return _lines(shared(GOLD))


def _lines(file: Path) -> list[Item]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def converse(expert: Expert, turns: Sequence[str]) -> Answer:
    """The answer to the last turn; thread and role are carried on as the dialogs do."""
    thread: Mapping[str, Any] = {}
    role: str | None = None
    for turn in turns:
        answer = expert.answer(turn, thread=thread, role=role)
        role = answer.role or role
        thread = thread if answer.kind is Kind.SMALL_TALK else answer.thread
    return answer


def ask_all(expert: Expert, items: Iterable[Item]) -> list[Given]:
    return [Given(item=item, answer=converse(expert, item["turns"])) for item in items]


def score(given: Sequence[Given]) -> Report:
    """What `score.py` says of these answers."""
    answers = [{"id": each.id, "answer": each.answer.text} for each in given]
    report: Report = _scorer().score([each.item for each in given], answers)
    return report


@cache
def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", shared("qa/score.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def failures(report: Report) -> str:
    """The items that failed, with question, what is wrong, and the answer's start."""
    return "\n".join(
        f"- {failed['id']}: {' || '.join(failed['turns'])}\n"
        f"      missing {failed['missing']}, wrong {failed['bad']}, refused {failed['refused']}\n"
        f"      {' '.join(failed['answer'].split())[:160]}"
        for failed in report["failures"]
    )
