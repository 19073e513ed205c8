"""What an answer does to an operation, by the stage that waits for it; nothing is done without a yes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dialogs import utterance
from dialogs.meeting import beginning, guests, offering, wishes, words
from dialogs.meeting.deciding import Answer, confirm, search
from dialogs.meeting.scene import Scene
from dialogs.meeting.wishes import Said
from dialogs.operation import Operation, Purpose, Stage
from meetings.model import Proposal, Slot, Wishes

_ORDINALS = {"first": 1, "second": 2, "third": 3, "last": -1, "1st": 1, "2nd": 2, "3rd": 3}
_ORDINALS |= {"one": 1, "two": 2, "three": 3}
_PICK = re.compile(
    r"(?:(?:i take|take|pick|choose|book|option|number|no|slot|time|the|ok|okay|yes) )*"
    r"(?P<place>\d{1,2}|first|second|third|last|1st|2nd|3rd|one|two|three)"
    r"(?: (?:one|option|slot|time|works|is fine|is good|please|suits me))*"
)
_LETTER = re.compile(r"(?:(?:option|take|the|try) )*(?P<letter>[a-d])(?: please)?")
_MORE = frozenset(
    (
        *("more", "more times", "show more", "other times", "others", "next", "none", "none of these"),
        *("none of them", "different times", "more options", "any others", "something else", "other time"),
        *(
            "another time",
            "different time",
            "more please",
            "no",
            "nope",
            "other options",
            "none works",
            "none work",
            "none of these work",
            "none of them work",
            "none suit me",
        ),
    )
)
_OTHER_DAYS = frozenset(
    ("other days", "another day", "different days", "different day", "other day", "any other day")
)
_OTHER_LENGTH = frozenset(
    (
        *("another length", "other length", "longer", "shorter", "different length", "make it longer"),
        *("make it shorter", "a bit longer", "a bit shorter", "make it a bit longer"),
    )
)
_AGAIN = frozenset(("try again", "again", "retry", "once more"))
_YES = re.compile(
    r"(?:(?:yes|yep|yeah|yup|sure|ok|okay|fine|good|great|perfect|please|do|go|sounds|looks|thats|that|is|it"
    r"|works|book|move|cancel|write|ahead|confirm|confirmed|correct|right|agreed|then|lets|now|so|send|invite"
    r"|the|meeting|thanks|for|me|lgtm) ?)+"
)
_SURE = re.compile(
    r"\b(?:yes|yep|yeah|yup|sure|ok|okay|fine|good|great|perfect|book it|move it|cancel it|write it|do it"
    r"|do so|go ahead|confirm|confirmed|correct|right|agreed|works|lgtm|send it|book)\b"
)
_NO = _MORE | {"not that", "no thanks", "nah", "rather not", "wrong", "do not", "dont", "change", "change it"}
_ANY = frozenset(
    (
        *(
            "any",
            "any of them",
            "any of these",
            "any time",
            "any time works",
            "any works",
            "either",
            "whichever",
        ),
        *("whatever", "you choose", "you pick", "i dont mind", "i dont care", "all of them", "all work"),
    )
)
_VAGUE = re.compile(r"(?:\w+ ){0,4}(?:earlier|later|sooner)(?: \w+){0,2}")
_LIKE_A_QUESTION = re.compile(
    r"\?\s*$|^\s*(?:who|whom|whose|what|when|where|which|why|how|is|are|does|do|did|should|tell)\b", re.I
)
_DAYS_OF_WEEK = 7
_MOST_UNREAD = 4  # words that are said back; more is a sentence of its own


def is_way_out(text: str) -> bool:
    """Whether a text asks for other times than those on offer, in no words of its own."""
    return utterance.normalise(text) in _MORE | _OTHER_DAYS | _OTHER_LENGTH or _is_vague(text)


def is_yes(text: str) -> bool:
    """Whether a text is a yes and nothing else."""
    typed = utterance.normalise(text)
    return _YES.fullmatch(typed) is not None and _SURE.search(typed) is not None


def leave(found: Scene) -> Answer:
    """Drop it; what the worker is doing already is done."""
    if found.operation.stage is Stage.ACTING:
        return Answer(text=words.STILL_ACTING)
    left = {Purpose.BOOK: words.LEFT_BOOK, Purpose.CANCEL: words.KEPT_CANCEL}
    return Answer(
        operation=replace(found.operation, stage=Stage.ENDED),
        text=left.get(found.operation.purpose, words.LEFT),
    )


def back(found: Scene) -> Answer:
    """From what was written back to the times on offer."""
    operation = found.operation
    if operation.stage is Stage.CONFIRMING and operation.purpose is Purpose.CANCEL:
        return leave(found)
    if operation.stage is Stage.CONFIRMING:
        if operation.proposal is None or not operation.proposal.slots:
            return search(operation, operation.wishes)
        return Answer(operation=replace(operation, stage=Stage.OFFERED, chosen=None, said=""))
    return Answer(text=words.STILL_ACTING if operation.stage is Stage.ACTING else words.NOTHING_BEFORE)


async def while_looking(found: Scene, text: str) -> Answer | None:
    return await _narrow(found, text)


async def while_signing_in(found: Scene, text: str) -> Answer | None:
    """ "try again" looks whether they have signed in meanwhile."""
    if utterance.normalise(text) in _AGAIN:
        return search(found.operation, found.operation.wishes)
    return None


async def while_acting(found: Scene, text: str) -> Answer | None:
    return Answer(text=words.STILL_ACTING) if is_yes(text) else None


async def which_person(found: Scene, text: str) -> Answer | None:
    """One of several people of a name, by number or by more of the name."""
    operation, typed = found.operation, utterance.normalise(text)
    rest = operation.names[1:]
    if typed in ("none", "none of them", "nobody", "no", "skip"):
        return search(operation, operation.wishes, names=rest)
    place = _place(typed, len(operation.choices))
    named = [each for each in operation.choices if typed and typed in utterance.normalise(each.name)]
    if place is None and len(named) != 1:
        return Answer(text=words.SAY_NUMBER) if typed.isdecimal() else None
    one = operation.choices[place] if place is not None else named[0]
    contact = await found.desk.people.of_directory(one)
    also = tuple(dict.fromkeys((*operation.wishes.also, contact.id)))
    return search(operation, replace(operation.wishes, also=also), names=rest)


async def which_time(found: Scene, text: str) -> Answer | None:
    """One of the times on offer, one of the ways out, or other wishes."""
    operation, typed = found.operation, utterance.normalise(text)
    proposal = operation.proposal
    if typed in _AGAIN or proposal is None:
        return search(operation, operation.wishes) if typed in _AGAIN else await _narrow(found, text)
    slots = proposal.slots
    if picked := _picked(operation, proposal, typed):
        return picked
    if typed in _OTHER_DAYS:
        return search(operation, _other_days(operation.wishes, slots, found))
    if typed in _MORE and not slots:
        return Answer(text=words.SAY_OTHER)
    if typed in _MORE:
        shown = operation.wishes.shown | {slot.start for slot in slots}
        return search(operation, replace(operation.wishes, shown=shown))
    if is_yes(text):
        return _picked(operation, proposal, "1" if len(slots or proposal.relaxations) == 1 else "0")
    if typed in _OTHER_LENGTH:
        return Answer(text=words.WHICH_LENGTH)
    return await _narrow(found, text)


def _picked(operation: Operation, proposal: Proposal, typed: str) -> Answer | None:
    """A time by its number; where there is none, a change that would help, by its letter or place."""
    slots, changes = proposal.slots, proposal.relaxations
    letter = _LETTER.fullmatch(typed)
    if slots and (place := 0 if typed in _ANY else _place(typed, len(slots))) is not None:
        return _choose(operation, slots[place])
    if not slots:
        at = offering.LETTERS.index(letter["letter"]) if letter else _place(typed, len(changes))
        if at is not None and at < len(changes):
            return search(operation, changes[at].wishes)
    if not typed.isdecimal() and not letter:
        return None
    return Answer(text=words.SAY_WHICH if slots else words.SAY_WHICH_CHANGE if changes else words.SAY_OTHER)


async def yes_or_no(found: Scene, text: str) -> Answer | None:
    """The yes to exactly what was written back; anything else does nothing."""
    typed = utterance.normalise(text)
    if typed in _AGAIN or is_yes(text):
        return await confirm(found)
    if typed in _NO:
        return back(found)
    if found.operation.purpose is Purpose.CANCEL:
        return leave(found) if typed in ("keep it", "keep", "leave it") else None
    slots = found.operation.proposal.slots if found.operation.proposal else ()
    if (place := _place(typed, len(slots))) is not None:
        return _choose(found.operation, slots[place])
    return await _narrow(found, text)


def _place(typed: str, count: int) -> int | None:
    found = _PICK.fullmatch(typed)
    if found is None:
        return None
    word = found["place"]
    place = int(word) if word.isdecimal() else _ORDINALS[word]
    place = count if place == -1 else place
    return place - 1 if 0 < place <= count else None


def _other_days(before: Wishes, slots: tuple[Slot, ...], found: Scene) -> Wishes:
    """Not the days that were offered; a day that was asked for alone counts no more."""
    shown = {slot.start.astimezone(found.zone).date() for slot in slots}
    alone = before.first is not None and before.first == before.last
    if alone:
        before = replace(before, first=None, last=None, exact=None)
    return replace(before, exact=None, not_days=before.not_days | shown, shown=frozenset())


# What it becomes


def _choose(operation: Operation, slot: Slot) -> Answer:
    return Answer(operation=replace(operation, stage=Stage.CONFIRMING, chosen=slot, said=""))


async def _narrow(found: Scene, text: str) -> Answer | None:
    """Other wishes; a day or time that just one of the times on offer has picks it."""
    said = beginning.read(found.turn, text)
    if said.is_empty:
        return Answer(text=words.SAY_WHEN) if _is_vague(text) else None
    if (said.about and said.about != "it") or _is_question(text, said):
        return None
    if problem := beginning.unread(said):
        return Answer(text=problem)
    if (slot := _meant(found, said)) is not None:
        return _choose(found.operation, slot)
    asked = wishes.applied(found.operation.wishes, said)
    if not asked.weekdays:
        return Answer(text=words.NO_DAY_LEFT)
    sorted_out = await guests.sort(found.case, asked, said)
    if sorted_out.problem:
        return Answer(text=sorted_out.problem)
    return search(found.operation, sorted_out.wishes, names=(*found.operation.names, *sorted_out.names))


def _is_vague(text: str) -> bool:
    """ "a bit later", which is no time."""
    return _VAGUE.fullmatch(utterance.normalise(text)) is not None and not _LIKE_A_QUESTION.search(text)


def _is_question(text: str, said: Said) -> bool:
    """Whether the knowledge is asked: "who leads stage 3 next week" is, "can we do tuesday?" is not."""
    unread = len(said.unread.split())
    return unread > _MOST_UNREAD or (unread > 0 and _LIKE_A_QUESTION.search(text) is not None)


def _meant(found: Scene, said: Said) -> Slot | None:
    """The only time on offer of the day or hour that was said, where nothing else was."""
    proposal = found.operation.proposal
    if found.operation.stage is not Stage.OFFERED or proposal is None:
        return None
    if said.minutes or said.names or said.without or said.not_days or said.not_weekdays:
        return None
    fits = [slot for slot in proposal.slots if _fits(found, said.wishes, slot)]
    return fits[0] if len(fits) == 1 else None


def _fits(found: Scene, asked: Wishes, slot: Slot) -> bool:
    if asked.exact:
        return slot.start == asked.exact
    here = slot.start.astimezone(found.zone)
    if not _in_days(here.date(), asked):
        return False
    is_exact = asked.from_time is not None and asked.to_time is not None
    if is_exact:
        return here.time() == asked.from_time
    return asked.from_time is None and asked.to_time is None


def _in_days(day: date, asked: Wishes) -> bool:
    """Whether it is the one day that was said, or none was said at all."""
    if asked.first is not None or asked.last is not None:
        return asked.first == asked.last == day
    return len(asked.weekdays) == _DAYS_OF_WEEK
