"""The door of this room: load the knowledge once, then ask it questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge import load
from knowledge.answer import Answer, Kind
from knowledge.answers import facts, phrases
from knowledge.answers.choice import choose
from knowledge.answers.compose import source_name
from knowledge.answers.desk import Desk
from knowledge.answers.resolve import resolve
from knowledge.answers.search import Search
from knowledge.answers.speak import ENOUGH, speak
from knowledge.handoffs import HandoffKind
from knowledge.library import Library
from knowledge.reminders import LadderRule
from knowledge.understand import gazetteer, lexicon, message, questions, words
from knowledge.understand.ask import Ask
from knowledge.understand.reading import Clause, Reader
from knowledge.understand.thread import Thread

_SAMPLES = 3  # questions that the role picker offers
_QUESTIONS = 3  # answered of one message
_REMEMBERED = 1_000  # answers, of a few kilobytes each


@dataclass(frozen=True, kw_only=True)
class RoleChoice:
    """A role as the picker shows it, with three questions that someone in it would ask."""

    id: str
    abbreviation: str
    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """A message by itself, whatever was said before it. `kept` leaves out what nobody should follow."""

    clauses: Sequence[Clause]
    talk: str
    kept: Sequence[Clause]
    role: str | None
    asked: Sequence[Ask]


class Expert:
    """Answers questions from the knowledge; holds no conversation state, safe to share."""

    version: str
    roles: tuple[RoleChoice, ...]
    kinds: Mapping[str, HandoffKind]  # of handoffs, by id; for walking, not for answers
    ladders: Mapping[str, LadderRule]  # of reminders, by id

    def __init__(
        self, library: Library, language: lexicon.Lexicon, version: str, remembered: int = _REMEMBERED
    ) -> None:
        self.version = version
        self.roles = tuple(
            RoleChoice(
                id=key, abbreviation=r.abbreviation or r.name, name=r.name, samples=r.samples[:_SAMPLES]
            )
            for key, r in library.roles.items()
            if len(r.samples) >= _SAMPLES
        )
        self.kinds = MappingProxyType(library.handoffs)
        self.ladders = MappingProxyType(library.reminders)
        flat = facts.flatten(library)
        texts = [text for fact in flat.values() for text in (fact.text, fact.heading)]
        hints = [hint for fact in flat.values() for hint in fact.hints]
        self._lexicon = language
        self._reader = Reader(gazetteer.build(library, language, texts, hints), language)
        self._search = Search(flat, library, self._reader)
        self._desk = Desk(library, flat)
        # The knowledge does not change while it is loaded: the same words after the same words mean the same.
        self._understand = lru_cache(maxsize=remembered)(self._understood)
        self._recall = lru_cache(maxsize=remembered)(self._answered)

    @classmethod
    def load(cls, data: Path | None = None, *, remembered: int = _REMEMBERED) -> Expert:
        """Read and check all knowledge files; raises KnowledgeError with every fault.

        `remembered`: how many answers are kept for when the same is asked again.
        """
        folder = data or load.DATA
        library = load.read(folder)
        digest = hashlib.sha256()
        for file in sorted(folder.rglob("*.yaml")):
            digest.update(file.read_bytes())
        language = lexicon.read(folder / "lexicon.yaml")
        return cls(library, language, digest.hexdigest()[:12], remembered)

    def answer(
        self, text: str, *, thread: Mapping[str, Any] | None = None, role: str | None = None
    ) -> Answer:
        """Answer one message. `thread` is the `thread` of the previous answer, `role` the stored role id."""
        known = role if role and self._desk.knows("role", role) else None
        return self._recall(words.clean(text), json.dumps(thread or {}, sort_keys=True, default=repr), known)

    def source_name(self, source: str) -> str:
        """Document and section of a source (a passage id), such as "MCEM Overview, Key Acronyms"."""
        document, section, _ = source.split("/")
        return source_name(self._desk.library, (document, section))

    def _answered(self, clean: str, thread: str, role: str | None) -> Answer:
        past = Thread.load(json.loads(thread)).sound(self._desk.knows)
        heard = self._understand(clean)
        if heard.talk:
            identity = f"small_talk:{heard.talk}"
            return Answer(kind=Kind.SMALL_TALK, text="", id=identity, topic=heard.talk, thread=past.dump())
        if not heard.kept:
            refusal = phrases.REFUSE if heard.clauses else phrases.OFFER
            return Answer(kind=Kind.UNKNOWN, text=refusal, id="refused", thread=past.dump())
        past = replace(past, role=heard.role or role or past.role)
        noted = self._noted(heard.kept, heard.asked, past, heard.role)
        return noted or replace(self._answers(clean, heard.asked, past), role=heard.role)

    def _understood(self, clean: str) -> _Heard:
        clauses = self._reader.read(clean)
        kept = message.behaved(clauses, self._lexicon)
        return _Heard(
            clauses=clauses,
            talk=message.small_talk(clauses, self._lexicon),
            kept=kept,
            role=message.said_role(kept, self._desk.library.roles) if kept else None,
            asked=questions.asks(kept, self._lexicon) if kept else (),
        )

    def _noted(
        self, clauses: Sequence[Clause], asked: Sequence[Ask], past: Thread, said: str | None
    ) -> Answer | None:
        """ "I'm the SE for this deal", "we are in stage 2": something told, nothing asked."""
        question = asked[0] if asked else Ask()
        stages = message.told_stages(clauses, question)
        if not (said or stages) or not message.only_tells(clauses, question, said):
            return None
        thread = past.told(role=said, stages=stages)
        return Answer(kind=Kind.NOTED, text="", id="noted", role=said, thread=thread.dump())

    def _answers(self, text: str, asked: Sequence[Ask], past: Thread) -> Answer:
        readings = [resolve(self._desk, self._search, q, past, past.role) for q in asked[:_QUESTIONS]]
        choice = choose(self._desk, self._lexicon, text, readings[0], past)
        if choice:
            return choice
        known = [reading for reading in readings if reading.score >= ENOUGH] or readings[:1]
        page, *others = [speak(self._desk, self._search, reading, past) for reading in known]
        for other in others:
            page.append(other)
        return page.answer()
