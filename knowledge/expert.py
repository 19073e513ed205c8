"""The door of this room: load the knowledge once, then ask it questions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge import load
from knowledge.answer import Answer, Kind
from knowledge.answers import checks, facts, phrases, roles, stages, terms, units
from knowledge.answers.compose import Page
from knowledge.library import Library
from knowledge.answers.desk import Desk
from knowledge.answers.found import present, together, verify
from knowledge.answers.search import Hit, Search
from knowledge.understand import ask as asking
from knowledge.understand import frames, gazetteer, lexicon, words
from knowledge.understand.ask import Ask
from knowledge.understand.frames import Frame
from knowledge.understand.reading import Clause, Mention, Reader, Sense
from knowledge.understand.thread import Thread

REPLIES = roles.REPLIES | stages.REPLIES | units.REPLIES | checks.REPLIES | terms.REPLIES

_SURE = 0.97  # a frame that accounts for this much needs no search
_ENOUGH = 0.72  # less accounted for is said to be not known, with the nearest fact
_LEAD = 0.1  # a frame that knows both role and stage is left only for a clearly better fact
_DISAGREE, _CHOICE = 0.16, 0.12  # how far a disagreement comes forward when it is asked about
_UNSETTLED = 0.7  # a yes/no question that no fact settles
_NEAR = 0.4  # less than this is not near either


@dataclass(frozen=True, kw_only=True)
class RoleChoice:
    """A role as the picker shows it, with three questions that someone in it would ask."""

    id: str
    abbreviation: str
    name: str
    samples: tuple[str, str, str]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The best way to take a question: a frame, or facts that were found, and how much it accounts for."""

    ask: Ask
    score: float
    frame: Frame | None = None
    hits: tuple[Hit, ...] = ()


class Expert:
    """Answers questions from the knowledge; holds no conversation state, safe to share."""

    version: str
    roles: tuple[RoleChoice, ...]

    def __init__(self, library: Library, language: lexicon.Lexicon, version: str) -> None:
        self.version = version
        self.roles = tuple(
            RoleChoice(
                id=key, abbreviation=role.abbreviation or role.name, name=role.name, samples=role.samples[:3]
            )  # type: ignore[arg-type]
            for key, role in library.roles.items()
            if len(role.samples) >= 3
        )
        self._library = library
        flat = facts.flatten(library)
        texts = [t for f in flat.values() for t in (f.text, *f.hints, f.heading)]
        self._lexicon = language
        self._reader = Reader(gazetteer.build(library, language, texts), language)
        self._search = Search(flat, library, self._reader)
        self._desk = Desk(library, flat)

    @classmethod
    def load(cls, data: Path | None = None) -> Expert:
        """Read and check all knowledge files; raises KnowledgeError with every fault."""
        folder = data or load.DATA
        library = load.read(folder)
        digest = hashlib.sha256()
        for file in sorted(folder.rglob("*.yaml")):
            digest.update(file.read_bytes())
        return cls(library, lexicon.read(folder / "lexicon.yaml"), digest.hexdigest()[:12])

    def answer(
        self, text: str, *, thread: Mapping[str, Any] | None = None, role: str | None = None
    ) -> Answer:
        """Answer one message. `thread` is the `thread` of the previous answer, `role` the stored role id."""
        clauses = self._reader.read(words.clean(text))
        past = Thread.load(thread)
        talk = self._small_talk(clauses)
        if talk:
            return Answer(
                kind=Kind.SMALL_TALK, text="", id=f"small_talk:{talk}", topic=talk, thread=past.dump()
            )
        kept = self._behaved(clauses)
        if not kept:
            return self._refuse(phrases.REFUSE if clauses else phrases.OFFER, past)
        said = _said_role(kept)
        if said:
            past = replace(past, role=said)
        questions = asking.asks(kept, self._lexicon)
        noted = self._noted(kept, questions, past, said)
        if noted:
            return noted
        readings = [self._read(question, past, past.role or role) for question in questions[:3]]
        readings = [r for r in readings if r.score >= _ENOUGH] or readings[:1]
        answers = [self._reply(reading, past) for reading in readings]
        return replace(_join(answers), role=said)

    # What kind of message is it?

    def _small_talk(self, clauses: Sequence[Clause]) -> str:
        topics = [
            self._lexicon.small_talk.get(tuple(s for s in c.stems if s != "baton"), "") for c in clauses
        ]
        return next((t for t in topics if t != "greeting"), topics[0]) if topics and all(topics) else ""

    def _behaved(self, clauses: Sequence[Clause]) -> list[Clause]:
        """The clauses that are no attempt to make Baton something else; none where only those ask."""
        bad = [c for c in clauses if self._misbehaves(c)]
        if not bad:
            return list(clauses)
        good = [c for c in clauses if c not in bad]
        named = any(m.sense is Sense.ENTITY for c in good for m in c.mentions)
        return good if named and any(asking._asks_itself(c) for c in good) else []

    def _misbehaves(self, clause: Clause) -> bool:
        named = any(m.kind() in ("role", "stage", "unit", "topic", "part", "motion") for m in clause.mentions)
        perhaps = not named and asking._contains(self._lexicon.misbehave_perhaps, clause.stems)
        return perhaps or asking._contains(self._lexicon.misbehave, clause.stems)

    def _noted(
        self, clauses: Sequence[Clause], questions: Sequence[Ask], past: Thread, said: str | None
    ) -> Answer | None:
        """ "I'm the SE for this deal", "we are in stage 2": something told, nothing asked."""
        text = " ".join(w for c in clauses for w in c.words)
        question = questions[0] if questions else Ask()
        if (
            question.wh
            or question.yes_no
            or (question.attributes and not said)
            or any(asking._asks_itself(c) for c in clauses)
        ):
            return None
        stages = question.keys("stage")
        here = bool(stages) and f" {text} ".startswith(
            (" we are ", " i am ", " deal is ", " my deal ", " our deal ", " the deal ")
        )
        rest = [m for m in question.weighty() if m.sense in (Sense.CONTENT, Sense.UNKNOWN) and m.weight > 1]
        if (said or here) and len(rest) <= 1 and len(text.split()) <= 12:
            slots = {
                **past.slots,
                **({"role": (said,)} if said else {}),
                **({"stage": stages} if here else {}),
            }
            thread = replace(
                past, role=said or past.role, stages=stages or past.stages, slots=slots, attributes=("do",)
            )
            return Answer(kind=Kind.NOTED, text="", id="noted", role=said, thread=thread.dump())
        return None

    # What is the best way to take the question?

    def _read(self, question: Ask, past: Thread, role: str | None) -> Reading:
        best, top = Reading(ask=question, score=0.0), 0.0
        for order, variant in enumerate(past.variants(question, role)):
            rank, found = self._frame(variant)
            if rank - 0.005 * order > top:
                best, top = found, rank - 0.005 * order
        if best.score >= _SURE:
            return best
        for variant in past.search_variants(question, role):
            hits = self._search.hits(
                (*variant.mentions, *variant.around, *_implied(variant)),
                needs=variant.needs,
                doubt=_DISAGREE * variant.doubt + _CHOICE * variant.choice,
                counted=variant.counted,
            )
            if hits and hits[0].score > best.score + (
                _LEAD if best.frame and len(best.frame.slots) > 1 else 0.0
            ):
                best = Reading(ask=variant, score=hits[0].score, hits=tuple(together(hits, variant)))
        return best

    def _frame(self, question: Ask) -> tuple[float, Reading]:
        best = Reading(ask=question, score=0.0)
        top = 0.0
        for frame in frames.fitting(question):
            if not self._desk.can(frame.name, question):
                continue
            also = (
                self._search.covered(_own_facts(frame, question), question.weighty())
                if frame.own_text
                else frozenset()
            )
            score = frames.accounted(frame, question, also)
            rank = score + frames.aptness(frame, question)
            if rank > top:
                top, best = rank, Reading(ask=question, score=score, frame=frame)
        return top, best

    # Say it.

    def _reply(self, reading: Reading, past: Thread) -> Answer:
        question = reading.ask
        page = None
        doubted = (
            (question.doubt or question.choice)
            and reading.hits
            and reading.hits[0].fact.sort is facts.Sort.CONFLICT
        )
        if (
            not doubted
            and any(m.weight >= 0.7 for m in _content(question))
            and (question.yes_no or (question.why and question.has("role")))
            and not (reading.frame and reading.score >= _SURE)
        ):
            page = verify(self._desk, self._search, question)
        if page is None:
            unsettled = question.yes_no and not doubted and not reading.frame
            reading = replace(reading, score=min(reading.score, _UNSETTLED)) if unsettled else reading
            page = self._page(reading)
        if page is None or (reading.score < _NEAR and not page.id.startswith("verify")):
            return self._unknown(question, None, past)
        if reading.score < _ENOUGH and not page.id.startswith("verify"):
            return self._unknown(question, page, past)
        self._correct(page, question)
        page.thread = past.after(question, reading.frame.name if reading.frame else "", page.id).dump()
        page.suggestions = self._suggest(question)
        return page.answer()

    def _correct(self, page: Page, question: Ask) -> None:
        """Say first where the question takes a lead role for granted that is not one."""
        for clause in question.claims:
            roles, stages = clause.entities("role"), clause.entities("stage")
            if roles and stages and "lead" in clause.attributes:
                said = REPLIES["role.in_stage.lead"](
                    self._desk, replace(question, slots={"role": roles, "stage": stages})
                )
                if said.lines[0].startswith(phrases.NO):
                    stage = self._desk.stages[int(stages[0])]
                    page.lines.insert(
                        0,
                        said.lines[0].partition(" [")[0].removeprefix(phrases.NO + " ")
                        + page.marks(stage.lead.source, ""),
                    )

    def _page(self, reading: Reading) -> Page | None:
        if reading.frame:
            return REPLIES[reading.frame.name](self._desk, reading.ask)
        if not reading.hits:
            return None
        undefined = [t for t in reading.ask.keys("term") if not self._library.terms[t].meaning]
        if undefined and reading.ask.asks("definition", "expansion") and reading.ask.wh == {"what"}:
            return REPLIES["term"](self._desk, replace(reading.ask, slots={"term": tuple(undefined)}))
        page = self._desk.page("fact:" + reading.hits[0].fact.key)
        present(self._desk, page, reading.hits)
        return page

    def _unknown(self, question: Ask, page: Page | None, past: Thread) -> Answer:
        strange = [m.raw for m in question.weighty() if m.sense is Sense.UNKNOWN and m.weight > 1]
        said = (
            phrases.UNKNOWN_ABOUT.format(words=_plain(" ".join(strange[:4]))) if strange else phrases.UNKNOWN
        )
        if page is None:
            text = f"{said} {phrases.OFFER}"
            return Answer(kind=Kind.UNKNOWN, text=text, id="unknown", thread=past.dump(), suggestions=())
        page.lines[:0] = [f"{said} {phrases.NEAREST}"]
        page.id = "unknown:" + page.id
        page.thread = past.after(question, "", page.id).dump()
        return page.answer(Kind.UNKNOWN)

    def _refuse(self, text: str, past: Thread) -> Answer:
        return Answer(kind=Kind.UNKNOWN, text=text, id="refused", thread=past.dump())

    def _suggest(self, question: Ask) -> list[str]:
        names, found = self._desk.names, []
        stage = next((n for n in question.stages if n in self._desk.stages), None)
        role = next(iter(question.keys("role")), None)
        if stage and role and stage + 1 in self._desk.stages:
            found.append(f"What does the {names.role(role)} do in stage {stage + 1}?")
        if stage:
            found += [
                f"Who leads stage {stage}?",
                f"What are the exit criteria of stage {stage}?",
                f"Which artifacts belong to stage {stage}?",
            ]
        elif role:
            found += [
                f"What does the {names.role(role)} do in each stage?",
                f"Who does the {names.role(role)} work with?",
            ]
        asked = question.text.lower()
        return [s for s in found if s.lower().rstrip("?") != asked][:3]


def _implied(question: Ask) -> tuple[Mention, ...]:
    """What a unit does is found under its responsibilities."""
    if not (question.asks("do") and question.has("unit")):
        return ()
    return (Mention(2_000, "", "", Sense.LIGHT, ("w:" + words.stem("responsibilities"),), 0.6, 0),)


def _own_facts(frame: Frame, question: Ask) -> list[str]:
    if frame.name == "motion.role":
        return [f"motion.{m}.roles.{r}" for m in question.keys("motion") for r in question.keys("role")]
    return [f"role.{r}.cells.{n}" for r in question.keys("role") for n in question.stages]


def _content(question: Ask) -> list[Mention]:
    """What a fact could confirm or deny."""
    return [m for m in question.weighty() if m.sense is Sense.CONTENT or m.kind() in ("term", "part")]


def _said_role(clauses: Sequence[Clause]) -> str | None:
    """The role that somebody says is theirs: "I'm a CSAM", "as an SSP, ...", "my role is SE"."""
    for clause in clauses:
        words_before: list[str] = []
        for mention in clause.mentions:
            if mention.kind() == "role":
                before = " ".join(words_before[-6:])
                opening = before.split()
                if any(
                    f" {p} " in f" {before} "
                    for p in (
                        "i am",
                        "my role is",
                        "my job is",
                        "joined as",
                        "i work as",
                        "i sell as",
                        "working as",
                    )
                ):
                    between = before.rpartition("i am")[2].split() if "i am" in before else opening[-2:]
                    if all(
                        w
                        in ("a", "an", "the", "your", "new", "our", "as", "also", "now", "is", "both", "just")
                        for w in between[:4]
                    ):
                        return mention.concepts[0].partition(":")[2]
                if opening[-2:] in (["as", "a"], ["as", "an"]) and len(opening) <= 3:
                    return mention.concepts[0].partition(":")[2]
            words_before += mention.text.split()
    return None


def _plain(text: str) -> str:
    """The person's own words without anything that could become markup."""
    return "".join(c for c in text if c.isalnum() or c in " '-%$€£")[:60]


def _join(answers: Sequence[Answer]) -> Answer:
    """Several answers as one: texts below each other, citations renumbered."""
    first = answers[0]
    if len(answers) == 1:
        return first
    texts, citations = [], list(first.citations)
    texts.append(first.text)
    for other in answers[1:]:
        text = other.text
        for citation in reversed(other.citations):
            text = text.replace(f"[{citation.position}]", f"[{citation.position + len(citations)}]")
        offset = len(citations)
        citations += [replace(c, position=c.position + offset) for c in other.citations]
        texts.append(text)
    last = answers[-1]
    return replace(
        last, text="\n\n".join(texts), citations=tuple(citations), id=" + ".join(a.id for a in answers)
    )
