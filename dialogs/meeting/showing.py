"""The message of an operation as it stands, for each of its stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.handoff.view import listed
from dialogs.meeting import confirming, offering, signing_words, words
from dialogs.meeting.page import Button, Page, Part
from dialogs.meeting.scene import Scene, safe
from dialogs.message import Reply
from dialogs.operation import Operation, Purpose, Stage
from dialogs.turn import Turn


def reply(scene: Scene) -> Reply:
    """Its message; `scene` holds the operation as it was saved."""
    return said(scene.operation, _PAGES[scene.operation.stage](scene))


def next_reply(scene: Scene) -> Reply:
    """Its message for the worker, who saves it afterwards: with the revision that it then has."""
    return reply(scene.at(replace(scene.operation, revision=scene.operation.revision + 1)))


def said(operation: Operation, page: Page) -> Reply:
    """A page as the message of this operation."""
    from dialogs.meeting import card  # the card library weighs a sixth of the start, and few turns need it

    page = replace(page, operation=operation.id, revision=operation.revision)
    return Reply(text=page.summary, card=card.made(page), operation=operation.id, revision=operation.revision)


def next_said(operation: Operation, page: Page) -> Reply:
    """The same, for the worker."""
    return said(replace(operation, revision=operation.revision + 1), page)


def only(text: str, about: str = "") -> Page:
    """One line and nothing to press."""
    return Page(title=text, about=about)


def _progress(scene: Scene) -> Page:
    return Page(title=progress_text(scene.turn, scene.operation), about=scene.about())


def progress_text(turn: Turn, operation: Operation) -> str:
    """What it is busy with."""
    if operation.stage is Stage.ACTING:
        is_file = operation.purpose is Purpose.BOOK and not turn.desk.defaults.checks
        return words.ACTING_FILE if is_file else words.ACTING[operation.purpose]
    if operation.names:
        return words.SEARCHING.format(names=listed([safe(name) for name in operation.names]))
    return words.LOOKING if turn.desk.defaults.checks else words.LOOKING_OFFLINE


def signing_in(operation: Operation, about: str = "") -> Page:
    """What the person has to do before it goes on."""
    buttons = (Button(title=words.CANCEL, say=words.SAY_CANCEL),) if operation.number else ()
    return Page(
        title=operation.said or signing_words.NEEDED,
        about=about,
        parts=(Part(buttons=buttons),),
        hint=signing_words.TYPED,
    )


def _signing_in(scene: Scene) -> Page:
    return signing_in(scene.operation, scene.about())


def _over(scene: Scene) -> Page:
    return Page(title=words.OVER, about=scene.about())


_PAGES: dict[Stage, Callable[[Scene], Page]] = {
    Stage.LOOKING: _progress,
    Stage.SIGNING_IN: _signing_in,
    Stage.ASKING: offering.choices,
    Stage.OFFERED: offering.page,
    Stage.CONFIRMING: confirming.page,
    Stage.ACTING: _progress,
    Stage.DONE: _over,
    Stage.ENDED: _over,
}
