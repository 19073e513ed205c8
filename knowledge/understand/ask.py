"""One question, typed: what is asked, about which roles, stages, units and motions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.understand.reading import Clause, Mention, Sense

SLOTS = ("role", "stage", "unit", "motion", "term", "topic", "part")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question. `slots` holds the keys of what it names, by kind."""

    mentions: tuple[Mention, ...] = ()
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attributes: Mapping[str, frozenset[int]] = field(default_factory=dict)
    text: str = ""  # its words, corrected
    relation: str = ""
    counted: str = ""  # stem of what "how many" counts
    needs: frozenset[str] = frozenset()  # see grammar.wants
    wh: frozenset[str] = frozenset()
    yes_no: bool = False
    negated: bool = False
    everything: bool = False
    personal: bool = False
    anaphoric: bool = False
    follow_up: bool = False
    choice: bool = False  # offers two things with "or"
    doubt: bool = False  # says that the documents disagree
    more: bool = False
    why: bool = False
    absent: bool = False  # somebody is said not to be there
    inherited: frozenset[str] = frozenset()  # slots that came from the conversation
    context: frozenset[str] = frozenset()  # slots that came from the rest of the message
    around: tuple[Mention, ...] = ()  # words of the rest of the message; a match helps, none does no harm
    claims: tuple[Clause, ...] = ()  # what the sentence takes for granted
    nearby: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # slots that other sentences fill
    excluded: frozenset[str] = frozenset()  # keys that are set aside: "besides the AE"

    def has(self, slot: str) -> bool:
        return bool(self.slots.get(slot))

    def keys(self, slot: str) -> tuple[str, ...]:
        return self.slots.get(slot, ())

    @property
    def stages(self) -> tuple[int, ...]:
        return tuple(int(n) for n in self.keys("stage"))

    def asks(self, *attributes: str) -> bool:
        return any(name in self.attributes for name in attributes)

    def says(self, *texts: str) -> bool:
        """Whether the question's words contain one of these phrases."""
        padded = f" {self.text} "
        return any(f" {text} " in padded for text in texts)

    def weighty(self) -> list[Mention]:
        return [m for m in self.mentions if m.sense is not Sense.PADDING]

    def with_nearby(self, without: str = "") -> Ask:
        """The same question with the slots that the rest of the message fills."""
        nearby = {slot: keys for slot, keys in self.nearby.items() if slot != without}
        return replace(self, slots={**nearby, **self.slots}, context=self.context | set(nearby))

    def given(self, slot: str, keys: Sequence[str]) -> Ask:
        """The same question with a slot filled in from elsewhere."""
        return replace(self, slots={**self.slots, slot: tuple(keys)}, inherited=self.inherited | {slot})
