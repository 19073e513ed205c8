"""Every card about a handoff, in the states that people meet: each scene is played by typing, in memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from dialogs.message import Card
from dialogs.turn import Outcome
from handoffs.model import Handoff
from knowledge.handoffs import Group
from tests.office import Colleague, Office

Scene = Callable[[], Awaitable[Card]]

NEW = 'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15'
CONTOSO = f"{NEW}, to megan@contoso.com"
ALL_DONE = ("ana: done 1 to 10",)
AGREED = (*ALL_DONE, "ana: agree", "megan: agree")
HELD = (*AGREED, "ana: held today")
MOVED = (*HELD, "ana: moved")
TRANSFERRED = (*MOVED, "megan: transferred")

_LONG_NAME = ("Contoso Pharmaceuticals and Life Sciences of Northern and Central Europe, Research, " * 2)[
    :120
]
_LONG_WORD = "W" * 120
_LONG_TEXT = (
    "The customer's decision makers, business and technical, are identified, agree with the plan, and have "
    "named those who stand in for them in the weeks of the holidays"
)


class Cast:
    """Ana gives, Megan receives, Alex is somebody else."""

    def __init__(self, ana: str = "Ana", megan: str = "Megan") -> None:
        self.office = Office()
        people = {"ana": ana, "megan": megan, "alex": "Alex"}
        self.people = {key: self.office.hire(name) for key, name in people.items()}
        for key, person in self.people.items():
            self.office.emails[f"{key}@contoso.com"] = person.id

    async def start(self, kind: str = "atu-stu", customer: str = "Contoso") -> Handoff:
        return await self.office.start(self.people["ana"], self.people["megan"], kind, customer)

    async def play(self, *lines: str) -> Outcome | None:
        """Each line is "who: what they type"; what answered the last one."""
        outcome = None
        for line in lines:
            who, _, text = line.partition(": ")
            outcome = await self.people[who].do(text=text)
        return outcome

    async def sees(self, who: str | Colleague) -> Card:
        """The live card in somebody's chat, opened where there is none yet."""
        person = self.people[who] if isinstance(who, str) else who
        if not any(shown.conversation == person.chat for shown in self.office.shown):
            await person.do(text="open 1")
        return self.office.card(1, person.chat)


def live(*lines: str, by: str = "ana", kind: str = "atu-stu") -> Scene:
    """What one person sees after all that was typed."""

    async def scene() -> Card:
        cast = Cast()
        await cast.start(kind)
        await cast.play(*lines)
        return await cast.sees(by)

    return scene


def asked(*lines: str) -> Scene:
    """The card that answers the last line, before anything has started."""

    async def scene() -> Card:
        outcome = await Cast().play(*lines)
        return _card(outcome)

    return scene


async def _draft() -> Card:
    """A draft that was left, opened by who made it."""
    cast = Cast()
    await cast.play(f"ana: {NEW}", "ana: open 1")
    return _card(await cast.play("ana: my handoffs", "ana: new handoff"))


async def _long_names() -> Card:
    cast = Cast(_LONG_NAME, _LONG_WORD)
    await cast.start(customer=_LONG_NAME)
    await cast.play(f'ana: add milestone "{_LONG_WORD}", 80000, 15 Mar', f"ana: note 2 {_LONG_WORD}")
    await cast.play(f"ana: waive 5 because {_LONG_TEXT}", "ana: escalate to alex@contoso.com")
    return await cast.sees("ana")


def _forty(settled: int = 0) -> Scene:
    """40 items with long texts, some of them done."""

    async def scene() -> Card:
        cast = Cast()
        started = await cast.start()
        first = started.items[0]
        groups = [Group.QUALIFICATION] * 20 + [Group.MILESTONE] * 20
        items = tuple(
            replace(first, key=f"item-{number}", number=number, text=_LONG_TEXT, why=_LONG_TEXT, group=group)
            for number, group in enumerate(groups, 1)
        )
        cast.office.handoffs_kept[1] = replace(started, items=items)
        if settled:
            await cast.play(f"ana: done 1 to {settled}")
        return await cast.sees("ana")

    return scene


async def _overdue() -> Card:
    cast = Cast()
    await cast.start()
    await cast.play(*HELD)
    cast.office.later(days=14)
    await cast.play("megan: my country is Norway", "ana: moved")
    return await cast.sees("megan")


async def _unreachable() -> Card:
    cast = Cast()
    await cast.start()
    megan = cast.people["megan"].id
    cast.office.contacts[megan] = replace(cast.office.contacts[megan], unreachable=True)
    return await cast.sees("ana")


async def _offered() -> Card:
    cast = Cast()
    started = await cast.start()
    cast.office.handoffs_kept[1] = replace(started, offered="2", items=started.items[:-4])
    return await cast.sees("ana")


async def _in_group(*others: str) -> Card:
    cast = Cast()
    await cast.start()
    group = cast.people["ana"].in_group("group", *(cast.people[name] for name in others))
    return await cast.sees(group)


async def _with_strangers() -> Card:
    return await _in_group("megan", "alex")


async def _among_themselves() -> Card:
    return await _in_group("megan")


async def _pointer() -> Card:
    cast = Cast()
    await cast.start()
    await cast.sees("ana")
    old = cast.office.shown[0].activity
    await cast.play("ana: open 1")
    return cast.office.cards_now[old]


async def _filled(**inputs: Any) -> Outcome:
    cast = Cast()
    shown = _card(await cast.play(f"ana: {NEW}", "ana: form"))
    return await cast.people["ana"].press("Start the handoff", card=shown, **inputs)


async def _form_with_faults() -> Card:
    return _card(
        await _filled(
            customer="Contoso",
            opportunity="",
            link="ftp://contoso.com",
            value="0 USD",
            due="2026-11-01",
            receiver="Megan",
            meet_by="2026-11-01",
        )
    )


async def _form_sent() -> Card:
    return _card(await _filled(customer="Contoso", receiver_email="megan@contoso.com"))


async def _which() -> Card:
    cast = Cast()
    await cast.start(customer="Contoso")
    await cast.start(customer=_LONG_NAME)
    return _card(await cast.play("ana: done 3"))


def _card(outcome: Outcome | None) -> Card:
    """The card of an answer, in place of the pressed one or in a message of its own."""
    assert outcome is not None
    cards = [outcome.card, *(reply.card for reply in outcome.replies)]
    found: Any = next((card for card in cards if card), None)
    assert found, [reply.text for reply in outcome.replies]
    return found  # type: ignore[no-any-return]


CARD: Mapping[str, Scene] = {
    "live-start": live(),
    "live-start-receiver": live(by="megan"),
    "live-half-done": live(
        "ana: done 1 2",
        "ana: note 2 https://contoso.com/plan",
        "ana: waive 4 because the budget is confirmed in March",
        "ana: n/a 5 because the customer pays by invoice",
        "megan: done 6",
    ),
    "live-your-move-receiver": live(*ALL_DONE, by="megan"),
    "live-giver-agreed": live(*ALL_DONE, "ana: agree"),
    "live-giver-agreed-receiver": live(*ALL_DONE, "ana: agree", by="megan"),
    "live-not-held": live(*ALL_DONE, "ana: not held"),
    "live-agreed": live(*AGREED),
    "live-ready": live(*HELD),
    "live-ready-receiver": live(*HELD, by="megan"),
    "live-moved": live(*MOVED),
    "live-moved-receiver": live(*MOVED, by="megan"),
    "live-overdue": _overdue,
    "live-transferred": live(*TRANSFERRED),
    "live-closed": live(*TRANSFERRED, "megan: close"),
    "live-declined": live(*ALL_DONE, "megan: decline because the value is too high"),
    "live-cancelled": live("ana: cancel 1 because the customer has stopped"),
    "live-stu-csu": live(kind="stu-csu"),
    "live-design-kickoff": live(kind="design-kickoff"),
    "live-offered": _offered,
    "live-unreachable": _unreachable,
    "live-long-names": _long_names,
    "live-40-items": _forty(),
    "live-40-items-done": _forty(37),
    "live-in-group": _among_themselves,
    "group": _with_strangers,
    "line": _pointer,
}
FORM: Mapping[str, Scene] = {
    "card": asked(f"ana: {NEW}", "ana: form"),
    "card-faults": _form_with_faults,
    "card-stu-csu": asked("ana: new handoff stu-csu", "ana: form"),
    "started": _form_sent,
}
CHOICES: Mapping[str, Scene] = {
    "which": _which,
    "readings": asked(f"ana: {CONTOSO}", "ana: due 05/06"),
    "card-kind": asked("ana: new handoff"),
    "card-unified": asked('ana: new handoff stu-csu for Contoso, "Azure migration"'),
    "card-confirm": asked(f"ana: {CONTOSO}"),
    "card-draft": _draft,
}
