"""What is asked while a handoff is being prepared, and what is read back before it starts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dialogs import verbs
from dialogs.handoff import choices
from dialogs.handoff import facts as phrases
from dialogs.handoff import words as common
from dialogs.handoff.drafts import words
from dialogs.handoff.drafts.draft import Draft
from dialogs.handoff.view import View, shown
from dialogs.message import Reply
from handoffs.calendars import show
from handoffs.model import Handoff, Milestone
from knowledge.handoffs import HandoffKind, Side

CONFIRM = "confirm"
KIND = "kind"

Choice = tuple[str, str]  # what a button says, and the typed words that it stands for


def question(draft: Draft, step: str, lead: str, *, first: bool = False) -> Reply:
    """Ask for one fact, after what leads up to it; with buttons where there are few answers.

    `first`: it is the first question, and comes with how to go about it.
    """
    name, _, place = step.partition(":")
    title = draft.case.kind.receiver.title if name == "receiver" else draft.case.kind.giver.title
    text = words.ASK[name].format(place=place, title=title)
    if place and len(draft.handoff.milestones) > 1:
        text = words.PLACE.format(place=place) + text
    if known := value_of(draft.handoff, step):
        text = f"{text} {words.NOW_IS.format(value=known)}"
    hint = words.FORM_HINT if first else ""
    answers = [(words.FORM_YES, words.YES), (words.FORM_NO, words.NO)] if name == "unified" else []
    text = " ".join(filter(None, (lead, text)))
    return asked(draft.handoff.number, step, text, answers, hint)


def in_order(kinds: Iterable[HandoffKind]) -> list[HandoffKind]:
    """The formal transitions first, each group by its stages."""
    return sorted(kinds, key=lambda kind: (kind.internal, kind.stages))


def which_kind(known: Iterable[HandoffKind], lead: str = "") -> Reply:
    kinds = in_order(known)
    lines = [
        words.KIND_LINE.format(place=place, name=kind.name, about=kind.about)
        for place, kind in enumerate(kinds, 1)
    ]
    text = "\n".join([" ".join(filter(None, (lead, words.WHICH_KIND))), "", *lines])
    return asked(0, KIND, text, [(kind.short, kind.short) for kind in kinds])


def asked(number: int, step: str, text: str, answers: Sequence[Choice], hint: str = "") -> Reply:
    """A question: as text, or as a card where there are buttons."""
    if not answers:
        return Reply(text="\n\n".join(filter(None, (text, hint))))
    data = {"handoff": number, "step": step}
    buttons = [
        (label, verbs.HANDOFF_ANSWER, {**data, "text": typed, "label": label}) for label, typed in answers
    ]
    return Reply(text=text, card=choices.card(text, buttons, hint))


def value_of(handoff: Handoff, step: str) -> str:
    """A fact as it is by now, safe to show; "" where it is not known (people are named elsewhere)."""
    name, _, place = step.partition(":")
    at = int(place or 1)
    milestone = handoff.milestones[at - 1] if at <= len(handoff.milestones) else Milestone()
    named = handoff.opportunity
    known = {
        "customer": shown(named.customer),
        "opportunity": shown(named.name),
        "link": named.link,
        "unified": "" if named.unified is None else common.UNIFIED[named.unified],
        "workload": shown(milestone.workload),
        "milestone": phrases.milestone(milestone),
        "milestones": str(len(handoff.milestones)),
        "value": milestone.value.show() if milestone.value else "",
        "due": show(milestone.due) if milestone.due else "",
        "meet_by": show(handoff.discussion.meet_by) if handoff.discussion.meet_by else "",
    }
    return known.get(name, "")


def noted(view: View, fact: str) -> str:
    """Read one fact back: "Noted: due Fri 15 Jan 2027." """
    name = fact.partition(":")[0]
    is_side = name in ("giver", "receiver")
    value = _party(view, Side(name)) if is_side else value_of(view.handoff, fact)
    if name not in words.FACTS or not value:
        return ""
    return words.NOTED_FACT.format(fact=words.FACTS[name].format(value=value))


def _party(view: View, side: Side) -> str:
    parties = view.handoff.parties
    person = parties.giver if side is Side.GIVER else parties.receiver
    return common.YOU if view.is_viewer(person) else view.name(person)


def summary(view: View, suggested: date | None) -> list[tuple[str, str]]:
    """All facts by what they are called."""
    handoff, names = view.handoff, words.CONFIRM_NAMES
    day = handoff.discussion.meet_by
    meet_by = words.MEET_BY_SUGGESTED.format(day=show(suggested)) if suggested else (show(day) if day else "")
    milestones = [phrases.milestone(each) for each in handoff.milestones]
    numbered = [words.MILESTONE_OF.format(place=at, milestone=each) for at, each in enumerate(milestones, 1)]
    rows = [
        (names["kind"], view.kind.name),
        (names["customer"], value_of(handoff, "customer")),
        (names["opportunity"], value_of(handoff, "opportunity")),
        (names["link"], value_of(handoff, "link")),
        (names["unified"], _yes_or_no(handoff.opportunity.unified)),
        *((names["milestone"], each) for each in (numbered if len(numbered) > 1 else milestones)),
        (names["giver"], _party(view, Side.GIVER)),
        (names["receiver"], _party(view, Side.RECEIVER)),
        (names["meet_by"], meet_by),
    ]
    return [(name, value) for name, value in rows if value]


def _yes_or_no(known: bool | None) -> str:
    if known is None:
        return ""
    return words.FORM_YES if known else words.FORM_NO


def confirmation(view: View, suggested: date | None, lead: str) -> Reply:
    """Read everything back, and ask for the yes."""
    lines = [words.CONFIRM_LINE.format(name=name, value=value) for name, value in summary(view, suggested)]
    strangers = [words.NOT_MET.format(name=view.name(person)) for person in _strangers(view)]
    text = "\n\n".join(filter(None, (lead, "\n".join(lines), *strangers, words.CONFIRM)))
    data = {"handoff": view.handoff.number, "step": CONFIRM}
    buttons = [
        (words.START, verbs.HANDOFF_ANSWER, {**data, "text": words.YES, "label": words.START}),
        (words.FORM_OFFER, verbs.HANDOFF_ANSWER, {**data, "text": words.FORM_OFFER}),
    ]
    return Reply(text=text, card=choices.card(text, buttons, words.CONFIRM_TYPED))


def confirmed_again(view: View) -> Reply:
    """Ask for the yes once more, after another question."""
    text = words.CONFIRM_AGAIN.format(number=view.handoff.number, title=view.title)
    return asked(view.handoff.number, CONFIRM, text, [(words.START, words.YES)], words.CONFIRM_TYPED)


def _strangers(view: View) -> list[str]:
    parties = view.handoff.parties
    people = (parties.giver, parties.receiver)
    return [person for person in people if person in view.contacts and not view.contacts[person].user]
