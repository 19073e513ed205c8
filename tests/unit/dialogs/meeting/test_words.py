from __future__ import annotations

from collections.abc import Mapping

import pytest

from dialogs import commands as general
from dialogs import utterance
from dialogs.commands import Command
from dialogs.handoff.typed import commands
from dialogs.handoff.typed.asked import HandoffCommand
from knowledge import load
from knowledge.handoffs import HandoffKind

C = HandoffCommand


@pytest.fixture(scope="module")
def kinds() -> Mapping[str, HandoffKind]:
    return load.read().handoffs


@pytest.mark.parametrize(
    ("typed", "command", "number", "text"),
    [
        ("schedule", C.SCHEDULE, 0, ""),
        ("Schedule!", C.SCHEDULE, 0, ""),
        ("schdule", C.SCHEDULE, 0, ""),
        ("please schedule the transition discussion", C.SCHEDULE, 0, ""),
        ("can you schedule the meeting please?", C.SCHEDULE, 0, ""),
        ("schedule the transition discussion for Contoso", C.SCHEDULE, 0, "for Contoso"),
        ("schedule the meeting for handoff 12", C.SCHEDULE, 12, ""),
        ("schedule 12", C.SCHEDULE, 12, ""),
        ("schedule 12 next week", C.SCHEDULE, 12, "next week"),
        ("book the discussion next week", C.SCHEDULE, 0, "next week"),
        ("schedule next week", C.SCHEDULE, 0, "next week"),
        ("schedule tomorrow afternoon", C.SCHEDULE, 0, "tomorrow afternoon"),
        ("schedule 45 minutes", C.SCHEDULE, 0, "45 minutes"),
        ("schedule with Alex too", C.SCHEDULE, 0, "with Alex too"),
        ("schedule not friday", C.SCHEDULE, 0, "not friday"),
        ("schedule on 3 dec", C.SCHEDULE, 0, "on 3 dec"),
        ("schedule for 3 dec 10:00", C.SCHEDULE, 0, "for 3 dec 10:00"),
        ("schedule yesterday", C.SCHEDULE, 0, "yesterday"),
        ("schedule blah blah", C.SCHEDULE, 0, "blah blah"),
        ("set up a meeting on tuesday at 10", C.SCHEDULE, 0, "on tuesday at 10"),
        ("book a meeting for next Tuesday", C.SCHEDULE, 0, "for next Tuesday"),
        ("book the PoC scoping workshop", C.SCHEDULE, 0, ""),
        ("find a time next week", C.SCHEDULE, 0, "next week"),
        ("reschedule", C.RESCHEDULE, 0, ""),
        ("re-schedule", C.RESCHEDULE, 0, ""),
        ("reschedule 12", C.RESCHEDULE, 12, ""),
        ("reschedule to thursday", C.RESCHEDULE, 0, "to thursday"),
        ("move the meeting to thursday", C.RESCHEDULE, 0, "to thursday"),
        ("move the meting to thursday", C.RESCHEDULE, 0, "to thursday"),
        ("postpone the discussion", C.RESCHEDULE, 0, ""),
        ("postpone the meeting by a week", C.RESCHEDULE, 0, "by a week"),
        ("move it to friday", C.RESCHEDULE, 0, "friday"),
        ("push it to next week", C.RESCHEDULE, 0, "next week"),
        ("move it to 2pm", C.RESCHEDULE, 0, "2pm"),
        ("cancel the meeting on friday", C.CANCEL_MEETING, 0, ""),
        ("find another time", C.RESCHEDULE, 0, ""),
        ("cancel meeting", C.CANCEL_MEETING, 0, ""),
        ("cancel the meeting because Ana is ill", C.CANCEL_MEETING, 0, "Ana is ill"),
        ("call off the discussion", C.CANCEL_MEETING, 0, ""),
        ("cancel meeting 12", C.CANCEL_MEETING, 12, ""),
        ("when is the meeting?", C.WHEN_MEETING, 0, ""),
        ("when's our discussion", C.WHEN_MEETING, 0, ""),
        ("who has accepted?", C.WHEN_MEETING, 0, ""),
        ("meet by 12 Feb", C.MEET_BY, 0, "12 Feb"),
        ("cancel 12", C.CANCEL, 12, ""),
    ],
)
def test_words_for_the_meeting(
    typed: str, command: HandoffCommand, number: int, text: str, kinds: Mapping[str, HandoffKind]
) -> None:
    found = commands.find(utterance.clean(typed), kinds=kinds, opened=True)

    assert found is not None
    assert (found.command, found.handoff, found.text) == (command, number, text)


@pytest.mark.parametrize(
    "typed",
    [
        "schedule of stage 2",
        "what is the schedule for stage 3",
        "schedule the transition discussion who",
        "who schedules the transition discussion",
        "how do I schedule the transition discussion?",
        "when is the transition discussion required?",
        "scheduled meetings in stage 3",
        "schedule meetings in stage 3",
        "meeting cadence",
        "meet the customer",
        "book of business",
        "cancel the contract",
        "move it to stage 3 next week",
        "move it to the csu",
        "move it to 4",
    ],
)
def test_a_question_that_speaks_of_it_stays_a_question(typed: str, kinds: Mapping[str, HandoffKind]) -> None:
    assert commands.find(utterance.clean(typed), kinds=kinds, opened=True) is None


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("sign in", Command.SIGN_IN),
        ("Sign in please", Command.SIGN_IN),
        ("log in", Command.SIGN_IN),
        ("singin", Command.SIGN_IN),
        ("sign out", Command.SIGN_OUT),
        ("logout", Command.SIGN_OUT),
    ],
)
def test_words_for_signing_in(typed: str, command: Command) -> None:
    assert general.find(typed) is command
