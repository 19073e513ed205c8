"""The live card of a handoff, and what stands in its place where it may not be seen or has moved on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import chain

from microsoft_teams import cards

from dialogs import cards as basics
from dialogs import utterance, verbs
from dialogs.handoff import discussion, facts, moving, reaching, words
from dialogs.handoff.card import checklist, steps
from dialogs.handoff.card import words as card_words
from dialogs.handoff.card.checklist import Detail
from dialogs.handoff.view import View
from dialogs.message import Card
from handoffs import calendars, views
from handoffs.clock import latest
from handoffs.model import Status, Talk
from handoffs.views import DateKind

MOST_BYTES = 28_000  # a card in UTF-8, by our choice
MOST_REFRESHED = 60  # people, as Teams allows
_LONGEST_LEAD = 300
_ENDS = (".", "?", "!", ":")  # of a sentence; a reason that somebody gave may have none


def live(view: View, lead: str = "") -> Card:
    """The card with as much of the checklist as its size allows."""
    made = _made(view, lead, checklist.LEVELS[0])
    for detail in checklist.LEVELS[1:]:
        if size(made) <= MOST_BYTES:
            break
        made = _made(view, lead, detail)
    return made


def size(card: Card) -> int:
    """Bytes in UTF-8."""
    return len(json.dumps(card, ensure_ascii=False).encode())


def summary(view: View, lead: str = "") -> str:
    """The card in a line or two, for screen readers and notifications."""
    dated = moving.dated(view)
    parts = (
        lead if lead.endswith(_ENDS) else f"{lead}." * bool(lead),
        f"{view.title}.",
        f"{_status(view)}.",
        words.PROGRESS_DONE.format(progress=_progress(view)) if view.handoff.items else "",
        "" if view.handoff.is_over else moving.whose(view),
        words.NEXT_IS.format(date=dated) if dated else "",
    )
    return " ".join(filter(None, parts))


def line(text: str) -> Card:
    """One line where a live card was, or in answer to a button."""
    return basics.card(cards.TextBlock(text=text, wrap=True, is_subtle=True, size="Small"))


def group(view: View) -> Card:
    """What everybody may see, and a button that answers privately; who is on it is shown their own card."""
    return basics.card(
        cards.TextBlock(text=group_title(view), wrap=True, weight="Bolder", style="heading"),
        cards.TextBlock(text=words.GROUP_ABOUT, wrap=True, is_subtle=True, size="Small"),
        cards.ActionSet(
            actions=[basics.button(words.GROUP_OPEN, verbs.HANDOFF_OPEN, {"handoff": view.handoff.number})]
        ),
        refresh=_refresh(view),
    )


def group_title(view: View) -> str:
    return words.GROUP_TITLE.format(number=view.handoff.number, kind=view.kind.short)


def _made(view: View, lead: str, detail: Detail) -> Card:
    body = chain(_header(view, lead), checklist.elements(view, detail), steps.elements(view))
    return basics.card(*body, refresh=_refresh(view))


def _refresh(view: View) -> cards.RefreshDefinition:
    """The action holds the number only: whoever looks is asked anew what they may see."""
    action = cards.ExecuteAction(
        verb=verbs.HANDOFF_VIEW,
        title=words.REFRESH,
        data=cards.SubmitActionData.model_validate({"handoff": view.handoff.number}),
    )
    return cards.RefreshDefinition(action=action, user_ids=list(view.users[:MOST_REFRESHED]))


def _header(view: View, lead: str) -> list[cards.CardElement]:
    handoff = view.handoff
    first = [cards.TextBlock(text=utterance.shorten(lead, _LONGEST_LEAD), wrap=True)] if lead else []
    about = words.ABOUT.format(
        number=handoff.number,
        kind=view.kind.short,
        giver=view.name(handoff.parties.giver),
        receiver=view.name(handoff.parties.receiver),
    )
    return [
        *first,
        cards.TextBlock(text=view.title, size="Large", weight="Bolder", wrap=True, style="heading"),
        cards.TextBlock(text=about, wrap=True, is_subtle=True, spacing="None"),
        *_facts(view),
    ]


def _facts(view: View) -> list[cards.CardElement]:
    known = (
        (words.STATUS, _status(view)),
        ("", "") if view.handoff.is_over else moving.fact(view),
        (words.PROGRESS, _progress(view) if view.handoff.items else ""),
        *((name, milestone) for name, milestone in _milestones(view)),
        (words.AGREED_BY, agreed(view)),
        *discussion.lines(view),
        (words.MEET_BY, _meet_by(view)),
        (words.DEADLINE, _running(view)),
        (
            words.ESCALATION,
            view.name(view.handoff.parties.escalation) if view.handoff.parties.escalation else "",
        ),
    )
    lines = [words.FACT.format(name=name, value=value) for name, value in known if value]
    if view.handoff.opportunity.link:
        lines.append(words.LINK.format(link=view.handoff.opportunity.link))
    if lost := reaching.sentence(view):
        lines.append(lost)
    if view.handoff.offered:
        lines.append(words.OFFERED)
    return [cards.TextBlock(text=text, wrap=True, spacing="Small") for text in lines]


def _status(view: View) -> str:
    status, ended = words.STATUSES[view.handoff.status], view.handoff.ended
    if view.handoff.status is Status.DRAFT and not views.missing(view.handoff, view.kind):
        return card_words.DRAFT_COMPLETE
    if not view.handoff.is_over or ended is None:
        return status
    phrase = words.ENDED_WHY if ended.reason else words.ENDED
    return phrase.format(
        status=status, name=view.name(ended.by), when=view.when(ended), reason=checklist.own(ended.reason)
    )


def _progress(view: View) -> str:
    progress = views.progress(view.handoff)
    return words.PROGRESS_OF.format(done=progress.done, total=progress.total)


def _milestones(view: View) -> list[tuple[str, str]]:
    """With the days left where none of the other dates comes earlier."""
    found = views.next_date(view.handoff)
    nearest = found.day if found and found.kind is DateKind.MILESTONE else None
    shown = [
        _with_left(text, nearest, view) if nearest and each.due == nearest else text
        for each, text in zip(view.handoff.milestones, facts.milestones(view.handoff), strict=True)
    ]
    if len(shown) == 1:
        return [(words.MILESTONE_ONE, shown[0])]
    return [(words.MILESTONE_NUMBERED.format(place=place), text) for place, text in enumerate(shown, start=1)]


def _with_left(text: str, day: date, view: View) -> str:
    """A text with the days left behind a date in it."""
    shown = calendars.show(day)
    return text.replace(shown, card_words.WITH_LEFT.format(date=shown, left=moving.left(day, view)), 1)


def agreed(view: View) -> str:
    marks: Sequence[str] = [
        words.AGREED_ONE.format(name=view.name(mark.by), when=view.when(mark))
        for mark in view.handoff.agreed.values()
    ]
    return "; ".join(marks)


def _meet_by(view: View) -> str:
    """The discussion's latest date, as long as it was not held, and is not booked for a day before."""
    talk = view.handoff.discussion
    if talk.state is Talk.HELD or view.handoff.is_over:
        return ""
    found, booked = latest(view.handoff, view.kind), talk.meeting
    if found is None or (booked and booked.booked and booked.day <= found.due):
        return ""
    phrase = card_words.SUGGESTED if found.suggested else card_words.MEET_BY_DATE
    deadline = view.handoff.deadline
    same = deadline is not None and deadline.text == found.text  # it is explained there
    text = calendars.show(found.due) if same else found.text or calendars.show(found.due)
    told = phrase.format(date=_with_left(text, found.due, view))
    return told + facts.reading("" if same else found.reading)


def _running(view: View) -> str:
    """The deadline with the days left, as long as it can be met or missed."""
    found = view.handoff.deadline
    if found is None or view.handoff.transferred or view.handoff.is_over:
        return ""
    return _with_left(facts.deadline(view), found.due, view)
