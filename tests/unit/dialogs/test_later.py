from __future__ import annotations

import pytest

from dialogs import commands
from dialogs.commands import Command


@pytest.mark.parametrize(
    "typed",
    [
        "my handoffs",
        "Show me my handoffs, please",
        "open 12",
        "open #12",
        "new handoff",
        'new handoff atu-stu for Contoso, "Azure migration", value 250000, due 2027-01-15',
        "hand Contoso over to the STU",
        "done 3",
        "done 3, 4, 5",
        "undo 3",
        "waive 4 because budget is confirmed in March",
        "n/a 5 because not Unified",
        "note 2 what they said",
        "agree",
        "decline because value is too high",
        "moved yesterday",
        "schedule",
        "schedule next week",
        "meet by 12 Feb",
        "reschedule",
        "cancel meeting",
        "held",
        "not held",
        "transferred",
        "snooze until Monday",
        "mute reminders",
        "unmute",
        "history 12",
        "report",
        "close 12",
        "reopen 12",
        "team",
        "answer 17 The AE does",
        "sign in",
        "sign out",
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
        "handoffs",
        "I agree",
    ],
)
def test_a_question_stays_a_question(typed: str) -> None:
    assert commands.find(typed) is not Command.LATER
