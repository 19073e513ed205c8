"""All facts of a handoff on one card, for whoever would rather fill in a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dialogs import verbs
from dialogs.handoff.drafts import words
from dialogs.handoff.drafts.draft import Draft
from dialogs.handoff.values import UnreadableError
from dialogs.handoff.view import View, title
from dialogs.message import Card
from handoffs import facts
from handoffs.change import RefusedError
from handoffs.model import Milestone
from knowledge.handoffs import HandoffKind, Side

if TYPE_CHECKING:
    from microsoft_teams import cards

PEOPLE = "graph.microsoft.com/users"  # the data set of the people picker in Teams
_LONGEST = 500
_OBJECT_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_STEPS = {"workload": "workload:1", "value": "value:1", "due": "due:1"}
_NEEDED = ("customer", "opportunity", "value", "due")
_PEOPLE = ("receiver", "receiver_email", "giver")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What was typed, by field, and what is wrong with it, by field and in words."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)


def fields(kind: HandoffKind) -> tuple[str, ...]:
    """What the form asks for, in its order."""
    conditional = any(rule.unified is not None for rule in kind.items.values())
    return (
        *("customer", "opportunity", "link"),
        *(("unified",) if conditional else ()),
        *(("workload", "value", "due") if kind.milestones else ()),
        *_PEOPLE,
        *(() if kind.discussion.latest else ("meet_by",)),
    )


def card(view: View, suggested: date | None, filled: Filled | None = None) -> Card:
    """The form with what is known by now, or with what was typed and what is wrong with it."""
    from microsoft_teams import cards

    from dialogs import cards as basics

    typed = filled.typed if filled else _known(view, suggested)
    faults = filled.faults if filled else {}
    inputs = [_input(view.kind, name, typed.get(name, "")) for name in fields(view.kind)]
    data = {"handoff": view.handoff.number, "kind": view.handoff.kind}
    heading = words.FORM_TITLE.format(kind=view.kind.short)
    return basics.card(
        cards.TextBlock(text=heading, wrap=True, weight="Bolder", size="Large", style="heading"),
        *_faults(view.kind, faults),
        *inputs,
        cards.ActionSet(actions=[basics.button(words.FORM_SUBMIT, verbs.HANDOFF_FORM, data)]),
    )


def _faults(kind: HandoffKind, faults: Mapping[str, str]) -> list[cards.TextBlock]:
    from microsoft_teams import cards

    if not faults:
        return []
    lead, lines = faults_in_words(kind, faults).split("\n", 1)
    return [cards.TextBlock(text=lead, wrap=True, weight="Bolder"), cards.TextBlock(text=lines, wrap=True)]


def faults_in_words(kind: HandoffKind, faults: Mapping[str, str]) -> str:
    """One line that leads up to them, and one for each."""
    labels = {name: _label(kind, name).partition(", for example")[0] for name in faults}
    lines = [words.FORM_FAULT.format(name=labels[name], text=text) for name, text in faults.items()]
    return "\n".join([words.FORM_FAULTS, *lines])


def _label(kind: HandoffKind, name: str) -> str:
    return words.FORM_LABELS[name].format(title=kind.receiver.title)


def _input(kind: HandoffKind, name: str, value: str) -> Any:
    from microsoft_teams import cards

    label = _label(kind, name)
    if name in ("due", "meet_by"):
        return cards.DateInput(id=name, label=label, value=value or None)
    if name == "unified":
        options = [
            cards.Choice(title=words.FORM_YES, value=words.YES),
            cards.Choice(title=words.FORM_NO, value=words.NO),
        ]
        return cards.ChoiceSetInput(
            id=name, label=label, style="expanded", choices=options, value=value or None
        )
    if name == "receiver":
        users = cards.QueryData(dataset=PEOPLE)
        picked = value if _OBJECT_ID.fullmatch(value) else None
        return cards.ChoiceSetInput(
            id=name, label=label, style="compact", choices=[], choices_data=users, value=picked
        )
    style = {"receiver_email": "Email", "giver": "Email", "link": "Url"}.get(name, "Text")
    return cards.TextInput.model_validate(
        {"id": name, "label": label, "value": value or None, "style": style, "maxLength": _LONGEST}
    )


def _known(view: View, suggested: date | None) -> dict[str, str]:
    """The facts of the draft as the inputs take them; addresses stay out."""
    handoff = view.handoff
    milestone = handoff.milestones[0] if handoff.milestones else Milestone()
    receiver = view.contacts.get(handoff.parties.receiver)
    unified = handoff.opportunity.unified
    meet_by = handoff.discussion.meet_by or suggested
    return {
        "customer": handoff.opportunity.customer,
        "opportunity": handoff.opportunity.name,
        "link": handoff.opportunity.link,
        "unified": "" if unified is None else (words.YES if unified else words.NO),
        "workload": milestone.workload,
        "value": milestone.value.show() if milestone.value else "",
        "due": milestone.due.isoformat() if milestone.due else "",
        "receiver": receiver.object_id if receiver else "",
        "meet_by": meet_by.isoformat() if meet_by else "",
    }


def typed(kind: HandoffKind, data: Mapping[str, Any]) -> dict[str, str]:
    """What a person put into the inputs, as text."""
    given = {name: data.get(name) for name in fields(kind)}
    return {
        name: " ".join(str(value).split()) for name, value in given.items() if isinstance(value, str | int)
    }


async def take(present: Draft, said: Mapping[str, str]) -> Filled:
    """Take in every field that can be; the faults of the others all at once."""
    faults: dict[str, str] = {}
    given = {name: text for name, text in said.items() if text and name not in _PEOPLE}
    if "opportunity" in given and {"value", "due"} & given.keys():
        given.setdefault("workload", given["opportunity"])
    for name, text in given.items():
        if name == "meet_by" and text == (day.isoformat() if (day := present.suggest()) else ""):
            continue  # the suggestion, left as it was
        await _try(present, name, present.say(_STEPS.get(name, name), text), faults)
    if not said.get("link"):
        present.put(facts.opportunity(present.handoff, present.case.setting, link=""))
    await _people(present, said, faults)
    missing = {step.partition(":")[0] for step in present.missing()}
    missing |= {name for name in _NEEDED if not said.get(name)}  # what was there and was taken out
    faults |= {
        name: words.FORM_MISSING for name in fields(present.case.kind) if name in missing - faults.keys()
    }
    return Filled(typed=said, faults=faults)


async def _people(present: Draft, said: Mapping[str, str], faults: dict[str, str]) -> None:
    """Giver first: who receives it may be the one who fills this in."""
    if text := said.get("giver"):
        await _try(present, "giver", present.say("giver", text), faults)
    picked, address = said.get("receiver", ""), said.get("receiver_email", "")
    if address:
        await _try(present, "receiver", present.say("receiver", address), faults)
    elif picked and not _OBJECT_ID.fullmatch(picked):
        faults["receiver"] = words.FORM_PERSON
    elif picked:
        contact = await present.case.desk.people.by_object_id(picked)
        await _try(present, "receiver", present.assign(Side.RECEIVER, contact.id), faults)


async def _try(present: Draft, name: str, taking: Any, faults: dict[str, str]) -> None:
    try:
        await taking
    except UnreadableError as problem:
        faults[name] = problem.outcome(present.case.turn, 0).replies[0].text
    except RefusedError as problem:
        faults[name] = " ".join(await present.case.reasons(problem))


def started(present: Draft) -> Card:
    """What the form becomes once the handoff is under way."""
    from dialogs import cards

    return cards.chosen(words.FORM_STARTED.format(title=title(present.handoff)))
