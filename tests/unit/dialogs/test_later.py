from __future__ import annotations

import pytest

from dialogs import commands
from dialogs.commands import Command


@pytest.mark.parametrize(
    "typed",
    [
        "snooze until Monday",
        "mute reminders",
        "unmute",
        "answer 17 The AE does",
        "remind me tomorrow",
        "mute",
        "snooze",
    ],
)
def test_words_of_what_comes_later_are_known(typed: str) -> None:
    assert commands.find(typed) is Command.LATER


@pytest.mark.parametrize(
    "typed",
    [
        "who agrees on the value?",
        "agree on what?",
        "report?",
        "team?",
        "who is on the team",
        "hand over to the CSU",
        "hand the deal over to the STU when",
        "new handoff process, how",
        "close stage 4",
        "open questions",
        "schedule of stage 2",
        "meet the customer",
        "history of MCEM",
        "answer me",
        "schedule the transition discussion who",
        "who schedules the transition discussion",
        "handoffs",
        "I agree",
    ],
)
def test_a_question_stays_a_question(typed: str) -> None:
    assert commands.find(typed) is not Command.LATER
