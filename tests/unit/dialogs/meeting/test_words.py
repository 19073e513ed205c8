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
        ("schedual next week", C.SCHEDULE, 0, "next week"),
        ("book contoso next week", C.SCHEDULE, 0, "contoso next week"),
        ("find us a slot", C.SCHEDULE, 0, ""),
        ("any slots next week?", C.SCHEDULE, 0, "next week"),
        ("when can we meet?", C.SCHEDULE, 0, ""),
        ("let's meet", C.SCHEDULE, 0, ""),
        ("can we meet on thursday?", C.SCHEDULE, 0, "on thursday"),
        ("is megan free thursday", C.SCHEDULE, 0, "thursday"),
        ("does tuesday work for megan?", C.SCHEDULE, 0, "tuesday"),
        ("how about friday morning?", C.SCHEDULE, 0, "friday morning"),
        ("teams meeting with megan", C.SCHEDULE, 0, "with megan"),
        ("catch up with megan", C.SCHEDULE, 0, "with megan"),
        ("add alex to the meeting", C.SCHEDULE, 0, "add alex"),
        ("add alex@contoso.com to the meeting", C.SCHEDULE, 0, "add alex@contoso.com"),
        ("invite alex too", C.SCHEDULE, 0, "invite alex too"),
        ("remove alex from the meeting", C.SCHEDULE, 0, "remove alex"),
        ("make it 1 hour", C.RESCHEDULE, 0, "1 hour"),
        ("make it longer", C.RESCHEDULE, 0, ""),
        ("move to friday", C.RESCHEDULE, 0, "friday"),
        ("delay it", C.RESCHEDULE, 0, ""),
        ("push it a week", C.RESCHEDULE, 0, "a week"),
        ("can we move it?", C.RESCHEDULE, 0, ""),
        ("different time", C.RESCHEDULE, 0, ""),
        ("I can't make it", C.RESCHEDULE, 0, ""),
        ("megan can't come to the meeting", C.RESCHEDULE, 0, ""),
        ("call it off", C.CANCEL_MEETING, 0, ""),
        ("cancel the meeting coz megan is ill", C.CANCEL_MEETING, 0, "megan is ill"),
        ("is it booked?", C.WHEN_MEETING, 0, ""),
        ("did megan accept", C.WHEN_MEETING, 0, ""),
        ("has megan replied yet?", C.WHEN_MEETING, 0, ""),
        ("is Megan coming to the meeting?", C.WHEN_MEETING, 0, ""),
        ("who is invited?", C.WHEN_MEETING, 0, ""),
        ("any replies?", C.WHEN_MEETING, 0, ""),
        ("send the invite again", C.WHEN_MEETING, 0, ""),
        ("where's the file?", C.WHEN_MEETING, 0, ""),
        ("where is the meeting?", C.WHEN_MEETING, 0, ""),
        ("what time is it at", C.WHEN_MEETING, 0, ""),
        ("did it happen?", C.WHEN_MEETING, 0, ""),
        ("it didn't happen", C.NOT_HELD, 0, ""),
        ("nobody came", C.NOT_HELD, 0, ""),
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
        "move it to stage 4",
        "has the STU accepted?",
        "did the customer accept the milestones",
        "will the CSAM join",
        "who is invited to the design workshop",
        "is the milestone free of blockers",
        "make it 300k",
        "how about stage 3?",
        "what about next stage",
        "what answers do we need in stage 2",
        "send the report to the customer",
    ],
)
def test_a_question_that_speaks_of_it_stays_a_question(typed: str, kinds: Mapping[str, HandoffKind]) -> None:
    assert commands.find(utterance.clean(typed), kinds=kinds, opened=True) is None


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("find us a slot", C.SCHEDULE),
        ("can we meet thursday", C.SCHEDULE),
        ("is it booked?", C.WHEN_MEETING),
        ("did megan accept?", C.WHEN_MEETING),
        ("who's coming", C.WHEN_MEETING),
    ],
)
def test_some_words_can_mean_nothing_else_even_before_a_handoff_is_open(
    typed: str, command: HandoffCommand
) -> None:
    found = commands.find(utterance.clean(typed))

    assert found is not None
    assert found.command is command


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
