from __future__ import annotations

import pytest

from dialogs import commands
from dialogs.commands import Command


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("help", Command.HELP),
        ("HELP!", Command.HELP),
        ("Help please", Command.HELP),
        ("hey Baton, help me please", Command.HELP),
        ("hlep", Command.HELP),
        ("helpp", Command.HELP),
        ("can you help me?", Command.HELP),
        ("Profile", Command.PROFILE),
        ("show me my profile, thanks", Command.PROFILE),
        ("proflie", Command.PROFILE),
        ("what's my role?", Command.PROFILE),
        ("change my role", Command.ROLE),
        ("What do you know about me?", Command.ABOUT_ME),
        ("what do you konw about me", Command.ABOUT_ME),
        ("please delete my data", Command.DELETE),
        ("delete my dat", Command.DELETE),
        ("reset", Command.START_OVER),
        ("rseet", Command.START_OVER),
        ("start over", Command.START_OVER),
        ("startover", Command.START_OVER),
        ("back", Command.BACK),
        ("cancle", Command.CANCEL),
        ("never mind", Command.CANCEL),
        ("unanswered", Command.UNANSWERED),
        ("unanswerd", Command.UNANSWERED),
    ],
)
def test_a_command_is_known_in_the_ways_people_type_it(typed: str, command: Command) -> None:
    assert commands.find(typed) is command


@pytest.mark.parametrize(
    "typed",
    [
        "hell",
        "rest",
        "rest?",
        "resets",
        "set",
        "comments",
        "exit",
        "exit?",
        "previous?",
        "previous",
        "back?",
        "stop?",
        "restart",
        "pack",
        "step",
        "hack",
        "hello",
        "thanks",
        "please",
        "help the customer in stage 3",
        "who helps the AE",
        "what do you know about MCEM",
        "what does the CSAM do",
        "my role is SSP",
        "what is my role in stage 3",
        "roles",
        "answered",
        "I'm a CSAM",
        "x" * 500,
        "",
    ],
)
def test_what_is_no_command_is_left_to_the_expert(typed: str) -> None:
    assert commands.find(typed) is None


@pytest.mark.parametrize(
    ("typed", "command"),
    [("exit", Command.CANCEL), ("exit?", Command.CANCEL), ("previous", Command.BACK), ("rest", None)],
)
def test_within_a_flow_there_is_something_to_leave(typed: str, command: Command | None) -> None:
    assert commands.find(typed, in_flow=True) is command


def test_no_phrase_stands_for_two_commands() -> None:
    phrases = [phrase for group in commands._PHRASES.values() for phrase in group]

    assert len(phrases) == len(set(phrases))


def test_every_phrase_is_found_as_it_stands() -> None:
    for command, phrases in commands._PHRASES.items():
        assert {commands.find(phrase, in_flow=True) for phrase in phrases} == {command}


@pytest.mark.parametrize("typed", ["answer 17 The AE does", "Answer 17: the AE", "answer #17 the AE"])
def test_an_answer_to_somebody_elses_question(typed: str) -> None:
    assert commands.find(typed) is Command.ANSWER


@pytest.mark.parametrize(
    "typed",
    [
        "answer me",
        "who answers the customer",
        "open questions",
        "report?",
        "close stage 4",
        "handoffs",
        "I agree",
    ],
)
def test_a_question_is_no_answer(typed: str) -> None:
    assert commands.find(typed) is not Command.ANSWER
