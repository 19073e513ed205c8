"""What the message of an operation shows while times are on offer, or where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from dialogs import utterance
from dialogs.meeting import words
from dialogs.meeting.page import Button, Menu, Page, Part
from dialogs.meeting.scene import Scene, safe
from dialogs.operation import Purpose
from handoffs import clock
from handoffs.calendars import show
from meetings import showing as clocks
from meetings.model import Ease, Proposal, Relaxation, Slot, Span, Why, Wishes
from meetings.ports import Found

LETTERS = "abcd"
_MOST_SPANS = 3


def page(scene: Scene) -> Page:
    """Times as buttons, with everyone's local time below; or person by person why there is none."""
    proposal = scene.operation.proposal
    if proposal is None:
        return _again(scene)
    return _offer(scene, proposal) if proposal.slots else _none(scene, proposal)


def _offer(scene: Scene, proposal: Proposal) -> Page:
    one = len(proposal.slots) == 1
    if proposal.checked:
        title = words.OFFER_ONE if one else words.OFFER
    else:
        title = words.OFFER_OFFLINE_ONE if one else words.OFFER_OFFLINE
    slots = [_slot(scene, place, slot) for place, slot in enumerate(proposal.slots)]
    more = (Button(title=words.MORE, say=words.SAY_MORE),) if proposal.more else ()
    return Page(
        title=title,
        about=scene.about(),
        parts=(*_lead(scene, proposal), *slots, *_reasons(scene, proposal.why), Part(buttons=more)),
        menus=_menus(scene),
        hint=words.TYPED_OFFER_MOVE if scene.operation.purpose is Purpose.MOVE else words.TYPED_OFFER,
    )


def _slot(scene: Scene, place: int, slot: Slot) -> Part:
    times, shared = scene.operation.times, _shared(scene)
    lines = list(times[place]) if place < len(times) else [scene.span(slot.start, slot.end)]
    lines = [line for line in lines if line not in shared]
    lines += [words.MISSING.format(names=scene.listed(slot.missing))] if slot.missing else []
    title = words.BUTTON.format(place=place + 1, what=scene.short(slot.start))
    return Part(lines=tuple(lines), buttons=(Button(title=title, say=str(place + 1)),))


def _shared(scene: Scene) -> tuple[str, ...]:
    """What is the same beside every time on offer, and is said once: of whom no time zone is known."""
    first, *others = scene.operation.times or ((),)
    return tuple(line for line in first if others and all(line in other for other in others))


def _lead(scene: Scene, proposal: Proposal) -> tuple[Part, ...]:
    """What has to be said first, what is looked for, and by when it should be."""
    said = (Part(text=scene.operation.said, bold=True),) if scene.operation.said else ()
    optional = sorted(proposal.wishes.optional)
    lines = (
        _asked(proposal.wishes),
        words.OPTIONAL.format(names=scene.listed(optional)) if optional else "",
        latest(scene, proposal),
        _unsure(scene, proposal),
        *_shared(scene),
    )
    return (*said, Part(lines=tuple(filter(None, lines))))


def _asked(wishes: Wishes) -> str:
    """How long, and at which time of day; the days are those of the times on offer."""
    length, start, end = words.LENGTH.format(minutes=wishes.minutes), wishes.from_time, wishes.to_time
    end = None if end == time.max else end
    if wishes.exact or not (start or end):
        return length
    if start and end:
        whole = 60 * (end.hour - start.hour) + end.minute - start.minute
        phrase = words.AT if whole == wishes.minutes else words.BETWEEN
    else:
        phrase = words.NOT_BEFORE if start else words.NOT_AFTER
    times = phrase.format(
        start=f"{start:%H:%M}" if start else "",
        end=f"{end:%H:%M}" if end else "",
    )
    return words.TIMES_ASKED.format(length=length, times=times)


def _unsure(scene: Scene, proposal: Proposal) -> str:
    """Of whom nobody can tell whether they are free; why is said below of those who have no calendar."""
    explained = {each.person for each in proposal.why}
    unsure = dict.fromkeys(person for slot in proposal.slots for person in slot.unsure)
    names = [person for person in unsure if person not in explained]
    return words.UNSURE_SENTENCE.format(names=scene.listed(names)) if names and proposal.checked else ""


def latest(scene: Scene, proposal: Proposal) -> str:
    """The discussion's latest day, and whose idea it is."""
    day = proposal.window.latest
    if day is None:
        return ""
    found = clock.latest(scene.handoff, scene.kind)
    if found is not None and found.due < scene.today:
        return words.LATEST_PASSED.format(date=show(found.due))
    after = [slot.start.astimezone(scene.zone).date() > day for slot in proposal.slots]
    if any(after):
        return (words.AFTER_LATEST if all(after) else words.PARTLY_AFTER_LATEST).format(date=show(day))
    phrase = words.LATEST_SUGGESTED if found is None or found.suggested else words.LATEST
    return phrase.format(date=show(day))


def _menus(scene: Scene) -> tuple[Menu, ...]:
    minutes = scene.operation.wishes.minutes
    lengths = [words.SAY_LENGTH.format(minutes=each) for each in words.LENGTHS if each != minutes]
    return (
        Menu(
            title=words.OTHER_DAYS,
            buttons=tuple(Button(title=title, say=say) for title, say in words.DAYS),
        ),
        Menu(title=words.OTHER_LENGTH, buttons=tuple(Button(title=each, say=each) for each in lengths)),
    )


def _none(scene: Scene, proposal: Proposal) -> Page:
    """Why there is none, and what would help; each with the first time it would give."""
    helps = [_relaxed(scene, place, each) for place, each in enumerate(proposal.relaxations)]
    lead = Part(text=words.HELPS if helps else words.HELPS_NOT)
    return Page(
        title=_title(scene, proposal),
        about=scene.about(),
        parts=(*_lead(scene, proposal), *_reasons(scene, proposal.why), lead, *helps),
        menus=_menus(scene),
        hint=words.TYPED_NONE if helps else words.TYPED_HELPS_NOT,
    )


def _title(scene: Scene, proposal: Proposal) -> str:
    if exact := proposal.wishes.exact:
        return words.NONE_EXACT.format(when=scene.span(exact, exact + proposal.wishes.length))
    first, last = proposal.wishes.first, _last_day(proposal)
    if not proposal.why and last:
        return words.NO_TIME_LEFT.format(date=show(last))
    if first and last and first >= last:
        phrase = words.NONE_ON if first == last else words.NONE_FROM
    elif first and last and first > scene.today:
        phrase = words.NONE_BETWEEN
    else:
        phrase = words.NONE_WITHIN if last else ""
    within = phrase.format(first=show(first) if first else "", date=show(last) if last else "")
    return words.NONE.format(within=within)


def _last_day(proposal: Proposal) -> date | None:
    """The last one that was looked at."""
    latest, asked = proposal.window.latest, proposal.wishes
    if latest is None or asked.last is None:
        return asked.last or latest
    return asked.last if asked.beyond else min(latest, asked.last)


def _reasons(scene: Scene, why: Sequence[Why]) -> list[Part]:
    """One line for each person."""
    people = dict.fromkeys(each.person for each in why)
    lines = []
    for person in people:
        causes = [_cause(scene, each) for each in why if each.person == person]
        lines.append(words.WHY.format(name=scene.name(person), causes="; ".join(causes)))
    return [Part(lines=tuple(lines))] if lines else []


def _cause(scene: Scene, why: Why) -> str:
    phrase = words.CAUSES[why.cause]
    spans = [_time(scene, span) for span in why.spans[:_MOST_SPANS]]
    return phrase.format(
        spans=words.SPANS.format(spans=", ".join(spans)) if spans else "",
        works=words.WORKS.format(span=_time(scene, why.works)) if why.works else "",
        day=show(why.day) if why.day else "",
        name=words.HOLIDAY_NAME.format(name=why.name) if why.name else "",
    )


def _time(scene: Scene, span: Span) -> str:
    """In the reader's time, without the year."""
    return clocks.span_time(span, scene.zone)


def _relaxed(scene: Scene, place: int, relaxation: Relaxation) -> Part:
    letter = LETTERS[place % len(LETTERS)]
    title = words.BUTTON.format(place=letter, what=ease(scene, relaxation))
    when = _time(scene, relaxation.slot)
    return Part(lines=(words.FIRST.format(when=when),), buttons=(Button(title=title, say=letter),))


def ease(scene: Scene, relaxation: Relaxation) -> str:
    phrase = words.EASE[relaxation.ease]
    if relaxation.ease is Ease.LATER and relaxation.days == 1:
        phrase = words.EASE_LATER_ONE
    return phrase.format(minutes=relaxation.minutes, name=scene.name(relaxation.person), days=relaxation.days)


def _again(scene: Scene) -> Page:
    """There was no answer: the choice is still open."""
    buttons = (
        Button(title=words.TRY_AGAIN, say=words.SAY_AGAIN),
        Button(title=words.CANCEL, say=words.SAY_CANCEL),
    )
    return Page(
        title=scene.operation.said or words.FAILED,
        about=scene.about(),
        parts=(Part(buttons=buttons),),
        hint=words.TYPED_AGAIN,
    )


def choices(scene: Scene) -> Page:
    """Which of several people of one name is meant."""
    people = [_person(place, each) for place, each in enumerate(scene.operation.choices, start=1)]
    nobody = Part(buttons=(Button(title=words.WHICH_NONE, say=words.SAY_NONE),))
    name = safe(scene.operation.names[0]) if scene.operation.names else ""
    return Page(
        title=words.WHICH_PERSON.format(name=name),
        about=scene.about(),
        parts=(*people, nobody),
        hint=words.TYPED_WHICH,
    )


def _person(place: int, found: Found) -> Part:
    """The department below, for a phone's button holds little more than a name."""
    title = words.BUTTON.format(place=place, what=utterance.show(found.name))
    lines = (safe(found.department),) if found.department else ()
    return Part(lines=lines, buttons=(Button(title=title, say=str(place)),))
