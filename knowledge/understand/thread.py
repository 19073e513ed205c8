"""The thread of a conversation: what was asked about last, so that "and in stage 5?" means something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from knowledge.understand.ask import Ask
from knowledge.understand.reading import Mention, Sense

_VERSION = 1
_SHORT = 3  # a question of so few weighty words may lean on the last one
_NUMBERS = {
    word: str(n) for n, word in enumerate("zero one two three four five six seven eight nine".split())
}
_SUBJECTS = ("role", "unit", "motion", "topic", "part")
_NAMED = ("role", "unit", "term")
_FADED = 0.35  # weight of what the last question said


class Shown(Protocol):
    """What a thread keeps of a fact that was shown."""

    @property
    def key(self) -> str: ...

    @property
    def stages(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Thread:
    """What is carried from one message to the next; plain JSON outside."""

    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    content: tuple[tuple[str, float], ...] = ()  # concepts of the last question and their weights
    frame: str = ""
    answer: str = ""
    role: str | None = None  # the role the person said is theirs
    stages: tuple[str, ...] = ()  # the stage they said they are in
    facts: tuple[str, ...] = ()  # keys of the facts last shown

    @classmethod
    def load(cls, data: Mapping[str, Any] | None) -> Thread:
        """A thread from JSON; an unknown or damaged one starts anew."""
        try:
            return cls._read(data or {})
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
            return cls()

    @classmethod
    def _read(cls, data: Mapping[str, Any]) -> Thread:
        if data.get("version") != _VERSION:
            return cls()
        return cls(
            slots={str(slot): tuple(map(str, keys)) for slot, keys in dict(data["slots"]).items()},
            attributes=tuple(map(str, data["attributes"])),
            content=tuple((str(concept), float(weight)) for concept, weight in data["content"]),
            frame=str(data["frame"]),
            answer=str(data["answer"]),
            role=str(data["role"]) if data["role"] else None,
            stages=tuple(map(str, data["stages"])),
            facts=tuple(map(str, data["facts"])),
        )

    def sound(self, known: Callable[[str, str], bool]) -> Thread:
        """Without names that the knowledge does not know any more."""
        slots = {slot: tuple(key for key in keys if known(slot, key)) for slot, keys in self.slots.items()}
        return replace(
            self,
            slots={slot: keys for slot, keys in slots.items() if keys},
            role=self.role if self.role and known("role", self.role) else None,
            stages=tuple(key for key in self.stages if known("stage", key)),
        )

    def dump(self) -> dict[str, Any]:
        """The thread as JSON."""
        return {
            "version": _VERSION,
            "slots": {slot: list(keys) for slot, keys in self.slots.items()},
            "attributes": list(self.attributes),
            "content": [list(pair) for pair in self.content],
            "frame": self.frame,
            "answer": self.answer,
            "role": self.role,
            "stages": list(self.stages),
            "facts": list(self.facts),
        }

    def after(self, question: Ask, *, frame: str, answer: str, facts: Sequence[Shown]) -> Thread:
        """The thread once `question` has been answered, with `facts` where those were shown."""
        said = [
            m for m in question.weighty() if m.sense in (Sense.CONTENT, Sense.LIGHT) or m.kind() == "term"
        ]
        slots = dict(question.slots)
        for fact in facts[:1]:
            # "Who develops the account plan?" "Who supports that stage?"
            if len(fact.stages) == 1:
                slots.setdefault("stage", (str(fact.stages[0]),))
        return replace(
            self,
            slots=slots,
            attributes=tuple(question.attributes),
            content=tuple((m.concepts[0], m.weight) for m in said),
            frame=frame,
            answer=answer,
            facts=tuple(fact.key for fact in facts),
        )

    def told(self, *, role: str | None, stages: tuple[str, ...]) -> Thread:
        """The thread once somebody has said who they are or where they stand."""
        slots = dict(self.slots)
        if role:
            slots["role"] = (role,)
        if stages:
            slots["stage"] = stages
        return replace(self, slots=slots, stages=stages or self.stages, attributes=("do",))

    def mentions(self) -> Iterator[Mention]:
        """What the last question said, to ask it again."""
        for number, (concept, weight) in enumerate(self.content):
            yield Mention(1_000 + number, "", "", Sense.CONTENT, (concept,), weight, 0)

    def variants(self, question: Ask, role: str | None) -> Iterator[Ask]:
        """The question as it stands, and with what it leaves open filled in, best guess first."""
        leaning = self._leans(question)
        if question.personal and not question.has("role") and role and "role" not in question.nearby:
            yield from self._own(question, role)
        if leaning:
            yield from self._leaning(question)
        if question.nearby and question.personal:  # "SSP here. My tasks in stage 2?"
            yield question.with_nearby()
        yield question
        if question.nearby:
            yield question.with_nearby()
        if "who" in question.wh and "role" in question.nearby and len(question.nearby) > 1:
            yield question.with_nearby(without="role")  # "... the AE leads stage 4. Who does lead it?"
        if not leaning and not _asks_name(question):
            yield from self._filled(question)

    def _own(self, question: Ask, role: str) -> Iterator[Ask]:
        """ "What do I do in stage 3": asked for the person's own role."""
        own = question.given("role", (role,))
        stages = question.nearby.get("stage") or self.slots.get("stage") or self.stages
        if not own.has("stage") and stages:
            yield own.given("stage", stages)
        yield own

    def search_variants(self, question: Ask) -> Iterator[Ask]:
        """As it stands, then with the faded words of the last question."""
        yield question
        if self._leans(question) and (self.content or self.slots):
            yield replace(question, mentions=(*question.mentions, *self._faded(question)))

    def _leans(self, question: Ask) -> bool:
        if _asks_name(question):
            return False
        said = (
            question.weighty()
            or question.attributes
            or question.relation
            or question.wh
            or _figures(question)
        )
        short = len(question.mentions) <= _SHORT and bool(said)
        marked = question.follow_up or question.anaphoric or question.more or question.why
        return bool(self.slots or self.content) and (marked or short)

    def _leaning(self, question: Ask) -> Iterator[Ask]:
        shifted = self._shifted(question)
        missing = [slot for slot in self.slots if not shifted.has(slot)]
        same_subject = not any(shifted.has(s) for s in ("role", "unit", "motion", "term")) or not missing
        full = shifted
        for slot in missing:
            if slot == "stage" or same_subject or not _rival(slot, shifted):
                full = full.given(slot, self.slots[slot])
        if not full.attributes and self.attributes:
            full = replace(full, attributes=dict.fromkeys(self.attributes, frozenset()))
        if full != question:
            yield full
        for slot in missing:
            yield shifted.given(slot, self.slots[slot])

    def _shifted(self, question: Ask) -> Ask:
        """ "next stage?", "and the one before?": the stage counted from the last one."""
        last = self.slots.get("stage", ())
        figures = _figures(question)
        if last and not question.has("stage") and len(figures) == 1 and len(question.mentions) <= _SHORT:
            rest = tuple(m for m in question.mentions if m.text not in figures)
            return replace(question, mentions=rest).given("stage", tuple(figures.values()))
        if question.has("stage") or not last or question.relation not in ("next", "previous"):
            return question
        number = int(last[-1]) + (1 if question.relation == "next" else -1)
        return question.given("stage", (str(number),)) if number >= 1 else question

    def _filled(self, question: Ask) -> Iterator[Ask]:
        for slot in ("stage", "role"):
            if not question.has(slot) and self.slots.get(slot):
                yield question.given(slot, self.slots[slot])

    def _faded(self, question: Ask) -> Iterator[Mention]:
        """What the last question said and named, as far as this one does not."""
        said = {c for m in question.mentions for c in m.concepts}
        for mention in self.mentions():
            if mention.concepts[0] not in said:
                yield replace(mention, weight=mention.weight * _FADED)
        for number, (slot, keys) in enumerate(self.slots.items()):
            if slot in _SUBJECTS and not any(question.has(each) for each in _SUBJECTS):
                concepts = tuple(f"{slot}:{key}" for key in keys)
                yield Mention(2_000 + number, "", "", Sense.ENTITY, concepts, 1.0, 0)


def _asks_name(question: Ask) -> bool:
    """What a name stands for is the same in every stage."""
    return question.asks("expansion") and any(question.has(slot) for slot in _NAMED)


def _rival(slot: str, question: Ask) -> bool:
    """A unit asked about does not take over the role of the last question, and so on."""
    return slot in ("role", "unit", "motion", "term") and any(
        question.has(s) for s in ("role", "unit", "motion", "term")
    )


def _figures(question: Ask) -> dict[str, str]:
    """The bare numbers of a question, as typed and as digits."""
    texts = [m.text for m in question.mentions]
    return {t: _NUMBERS.get(t, t) for t in texts if t in _NUMBERS or (t.isdecimal() and len(t) < _SHORT)}
