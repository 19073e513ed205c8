"""A handoff that people play: who acts is named, and every change is kept, recorded and told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from handoffs import facts, history, items, starting
from handoffs.change import Actor, Call, Change, Event, RefusedError, Setting
from handoffs.history import Check, Recorded
from handoffs.model import Handoff, Item, Status
from handoffs.money import Money
from knowledge import load
from knowledge.handoffs import HandoffKind

KEY, TENANT, NUMBER = b"a key of 32 bytes, for tests only", "contoso", 12
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY = NOW.date()
DUE = date(2027, 1, 15)
NAMES = {"ana": "Ana", "megan": "Megan", "alex": "Alex"}
ATU_STU, STU_CSU = "atu-stu", "stu-csu"
FLYWHEEL = ("design-kickoff", "poc-scoping", "deployment-readiness", "optimization-planning")


@lru_cache(maxsize=1)
def kinds() -> dict[str, HandoffKind]:
    return load.read().handoffs


def dollars(amount: int | str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def actor(person: str, *more: str, admin: bool = False) -> Actor:
    return Actor(id=person, ids=frozenset((person, *more)), admin=admin)


# Megan was invited by e-mail as "megan-mail" and is the same account; the boss is an admin.
ACCOUNTS = {
    "ana": actor("ana"),
    "megan": actor("megan", "megan-mail"),
    "alex": actor("alex"),
    "stranger": actor("stranger"),
    "boss": actor("boss", admin=True),
}


@dataclass
class Play:
    """One handoff of a kind: Ana gives, Megan receives. A day passes only when it is told to."""

    kind_id: str = ATU_STU
    now: datetime = NOW
    events: list[Event] = field(default_factory=list)
    handoff: Handoff = field(init=False)
    last: Change = field(init=False)
    kind: HandoffKind = field(init=False)

    def __post_init__(self) -> None:
        self.kind = kinds()[self.kind_id]
        self._keep(starting.draft(NUMBER, self.kind_id, self.setting("ana"), receiver="megan"))

    def setting(self, who: str | Actor) -> Setting:
        by = actor(who) if isinstance(who, str) else who
        return Setting(kind=self.kind, actor=by, now=self.now, today=self.now.date())

    def act(self, who: str | Actor, what: Callable[..., Change], *args: object, **more: object) -> Change:
        """Let somebody change the handoff; raises RefusedError."""
        return self._keep(what(self.handoff, *args, self.setting(who), **more))

    def refused(self, who: str | Actor, what: Callable[..., Change], *args: object, **more: object) -> str:
        """The words of a refusal; fails where the change was possible."""
        before = self.handoff
        try:
            self.act(who, what, *args, **more)
        except RefusedError as error:
            assert self.handoff is before
            return " ".join(sentence.say(NAMES) for sentence in error.sentences)
        raise AssertionError("this was not refused")

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def started(self, *, unified: bool | None = True) -> Play:
        """With all facts, under way."""
        self.act("ana", facts.opportunity, name="Azure migration", customer="Contoso", unified=unified)
        if self.kind.milestones:
            self.act("ana", facts.workload, 1, "Azure")
            self.act("ana", facts.value, 1, dollars(250_000))
            self.act("ana", facts.due, 1, DUE)
        self.act("ana", starting.begin)
        return self

    def ticked(self) -> Play:
        """With every item done that people tick."""
        for item in self.handoff.items:
            if item.by and not item.gate:
                who = "ana" if "giver" in item.by else "megan"
                self.act(who, items.done, [item.number])
        return self

    def item(self, key: str) -> Item:
        return next(item for item in self.handoff.items if item.key == key)

    def status(self) -> Status:
        return self.handoff.status

    def number(self, key: str) -> int:
        return self.item(key).number

    def told(self) -> dict[str, Call]:
        """Who was told why by the last change."""
        return {notice.to: notice.call for notice in self.last.notices}

    def recorded(self) -> tuple[Recorded, ...]:
        salts = iter(f"salt {n}" for n in range(10_000))
        return history.record(KEY, TENANT, NUMBER, None, self.events, lambda: next(salts))

    def _keep(self, change: Change) -> Change:
        self.handoff, self.last = change.handoff, change
        self.events += change.events
        return change


def checked(entries: tuple[Recorded, ...]) -> Check:
    head = history.Head(seq=entries[-1].seq, seal=entries[-1].seal) if entries else None
    return history.check(KEY, TENANT, NUMBER, entries, head)
