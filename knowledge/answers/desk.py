"""What an answer is made from, and the table in which answers register."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.answers import phrases
from knowledge.answers.compose import Names, Page, by_about
from knowledge.answers.facts import Fact
from knowledge.library import Library
from knowledge.model import Stage, Statement
from knowledge.understand.ask import Ask

_FIGURES = 4  # a stage number is never longer
Reply = Callable[["Desk", Ask], Page]


class Replies(dict[str, Reply]):
    """What a module answers: frame name -> function."""

    def to(self, name: str) -> Callable[[Reply], Reply]:
        """Register the answer of a frame."""

        def register(function: Reply) -> Reply:
            self[name] = function
            return function

        return register


@dataclass
class Desk:
    """What an answer is made from: the library, its facts, and the names of things."""

    library: Library
    facts: Mapping[str, Fact]
    names: Names = field(init=False)
    about: Mapping[str, tuple[str, ...]] = field(init=False)
    stages: Mapping[int, Stage] = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.library)
        self.about = by_about(self.library)
        self.stages = {stage.number: stage for stage in self.library.stages.values()}

    def can(self, frame: str, ask: Ask) -> bool:
        """Whether a frame that fits by its words has something to say."""
        if frame == "role.absent":
            return bool(self.stand_ins(ask))
        if frame == "cell":
            return any(
                self.library.roles[role].in_matrix for role in ask.keys("role")
            ) and not self._unknown_stage(ask)
        return self._unknown_stage(ask) == (frame == "stage.no_such")

    def stand_ins(self, ask: Ask) -> list[Fact]:
        """What is said of the case that a role is not there."""
        own = [
            f
            for f in self.facts.values()
            if set(f.owners) & set(ask.keys("role")) and "not in place" in f.text
        ]
        return list({fact.text: fact for fact in own}.values())

    def _unknown_stage(self, ask: Ask) -> bool:
        return any(number not in self.stages for number in ask.stages)

    def knows(self, slot: str, key: str) -> bool:
        """Whether a name of a thread or profile still means something."""
        if slot == "stage":
            return key.isdecimal() and len(key) < _FIGURES
        if slot == "part":
            topic, _, part = key.partition("/")
            return topic in self.library.topics and part in self.library.topics[topic].parts
        return key in getattr(self.library, f"{slot}s", {})

    def page(self, identity: str) -> Page:
        return Page(self.library, identity)

    def differ(self, page: Page, about: str, *, why: bool = False) -> None:
        """Say where the documents disagree with what was just answered, and `why` Baton leads with that."""
        for key in self.about.get(about, ()):
            self.differ_on(page, key, why=why)

    def differ_on(self, page: Page, key: str, *, why: bool = False) -> None:
        """The sides of one disagreement that the page does not show yet."""
        conflict = self.library.conflicts[key]
        sides = [side for side in conflict.sides if not page.shows(side.text)]
        if not sides:
            return
        page.lines.append(phrases.DIFFER_HERE)
        for side in sides:
            page.item(f"{self.document(side.source)}: {side.text}", *side.source)
        if why:
            page.lines.append(phrases.LEADS_WITH.format(why=conflict.why))

    def document(self, source: Sequence[str]) -> str:
        return self.library.documents[source[0].partition("/")[0]].short

    def says(self, page: Page, template: str, statements: Sequence[Statement], **words: str) -> None:
        """One line for the leading statement."""
        page.say(template.format(text=statements[0].text, **words), *statements[0].source)


def listed(page: Page, heading: str, statements: Sequence[Statement], most: int = 9) -> None:
    page.lines.append(heading)
    for statement in statements[:most]:
        page.item(statement.text, *statement.source)
