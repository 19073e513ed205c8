"""What is to be done, written back before the yes: when it is for each, who comes, what goes along."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.meeting import words
from dialogs.meeting.page import Button, Page, Part
from dialogs.meeting.scene import Scene
from dialogs.operation import Purpose
from meetings import agenda
from meetings.model import Invitee, Slot


def page(scene: Scene) -> Page:
    return (_cancelling if scene.operation.purpose is Purpose.CANCEL else _choosing)(scene)


def _choosing(scene: Scene) -> Page:
    """Book or move: all that will go out."""
    operation, chosen = scene.operation, scene.operation.chosen
    if chosen is None:
        raise ValueError("nothing was chosen")
    moving = operation.purpose is Purpose.MOVE
    file = not scene.desk.defaults.checks
    shall = words.SHALL_MOVE if moving else words.SHALL_FILE if file else words.SHALL_BOOK
    yes = words.YES_MOVE if moving else words.YES_FILE if file else words.YES_BOOK
    title = _title(scene)
    asked = (Part(text=title),) if operation.said else ()
    buttons = (
        Button(title=yes, say=words.SAY_YES),
        Button(title=words.BACK, say=words.SAY_BACK),
        Button(title=words.CANCEL, say=words.SAY_CANCEL),
    )
    return Page(
        title=operation.said or title,
        about=scene.about(),
        parts=(
            *asked,
            Part(text=scene.span(chosen.start, chosen.end), bold=True, lines=_times(scene, chosen)),
            Part(lines=tuple(_invited(scene, chosen))),
            Part(text=shall, buttons=buttons),
        ),
        hint=words.TYPED_CONFIRM,
    )


def _title(scene: Scene) -> str:
    if scene.operation.purpose is Purpose.MOVE:
        present = scene.operation.present
        before = scene.span(present.start, present.end) if present else ""
        return words.CONFIRM_MOVE.format(before=before)
    return words.CONFIRM_BOOK if scene.desk.defaults.checks else words.CONFIRM_FILE


def _times(scene: Scene, chosen: Slot) -> tuple[str, ...]:
    """Everyone's local time, as it was offered."""
    proposal = scene.operation.proposal
    slots = proposal.slots if proposal else ()
    known = zip(slots, scene.operation.times, strict=False)
    return next((times for slot, times in known if slot.start == chosen.start), ())


def _invited(scene: Scene, chosen: Slot) -> Iterable[str]:
    invitees = [each for each in scene.operation.invitees if each.person != scene.operation.person]
    external = [each for each in invitees if each.external]
    if scene.operation.purpose is Purpose.BOOK:
        yield words.SUBJECT.format(subject=agenda.subject(scene.handoff, scene.kind, external=bool(external)))
    for phrase, required in ((words.REQUIRED, True), (words.OPTIONAL, False)):
        if people := [each.person for each in invitees if each.required is required]:
            yield phrase.format(names=scene.listed(people))
    if scene.operation.purpose is Purpose.BOOK:
        yield _sent(scene, external)
    if scene.lost:
        yield lost(scene)
    if not scene.desk.defaults.checks:
        yield words.NOT_CHECKED
    elif chosen.unsure:
        yield words.UNSURE_SENTENCE.format(names=scene.listed(chosen.unsure))
    if chosen.missing:
        yield words.MISSING_SENTENCE.format(names=scene.listed(chosen.missing))


def _sent(scene: Scene, external: list[Invitee]) -> str:
    """What of the handoff goes along."""
    if not external:
        return words.WITH_AGENDA
    return words.EXTERNAL.format(
        names=scene.listed(each.person for each in external),
        are=words.ARE[len(external) > 1],
        kept=words.KEPT if scene.desk.defaults.checks else words.KEPT_FILE,
    )


def lost(scene: Scene) -> str:
    """Who gets no invitation; where it is a file, it can be given to them."""
    phrase = words.NO_ADDRESS if scene.desk.defaults.checks else words.NO_ADDRESS_FILE
    return phrase.format(names=scene.listed(sorted(scene.lost))) if scene.lost else ""


def _cancelling(scene: Scene) -> Page:
    operation, present = scene.operation, scene.operation.present
    when = scene.span(present.start, present.end) if present else ""
    phrase = words.CONFIRM_CANCEL if scene.desk.defaults.checks else words.CONFIRM_CANCEL_FILE
    said = words.CONFIRM_COMMENT if scene.desk.defaults.checks else words.CONFIRM_COMMENT_FILE
    comment = said.format(comment=operation.comment) if operation.comment else ""
    lines = tuple(filter(None, (operation.said, comment)))
    buttons = (
        Button(title=words.YES_CANCEL, say=words.SAY_YES),
        Button(title=words.KEEP, say=words.SAY_CANCEL),
    )
    return Page(
        title=phrase.format(when=when),
        about=scene.about(),
        parts=(Part(lines=lines), Part(text=words.SHALL_CANCEL, buttons=buttons)),
        hint=words.TYPED_CANCELLING,
    )
