"""The command words: what a person may type instead of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from dialogs import slips, utterance, working_hours


class Command(StrEnum):
    HELP = "help"
    PROFILE = "profile"
    ROLE = "role"
    ABOUT_ME = "about me"
    DELETE = "delete"
    START_OVER = "start over"
    BACK = "back"
    CANCEL = "cancel"
    UNANSWERED = "unanswered"
    JOBS = "jobs"
    HOURS = "working hours"
    TIME_ZONE = "time zone"
    SIGN_IN = "sign in"
    SIGN_OUT = "sign out"
    ANSWER = "answer"


_PHRASES: dict[Command, tuple[str, ...]] = {
    Command.HELP: (
        "help",
        "help me",
        "i need help",
        "can you help me",
        "menu",
        "commands",
        "what can you do",
        "what can i ask",
        "how does this work",
        "how do i use this",
    ),
    Command.PROFILE: (
        "profile",
        "my profile",
        "my settings",
        "settings",
        "what is my role",
        "what are my working hours",
        "what is my time zone",
        "my time zone",
        "whats my role",
        "who am i",
    ),
    Command.ROLE: ("my role", "change role", "change my role", "set my role", "pick a role", "pick my role"),
    Command.ABOUT_ME: (
        "what do you know about me",
        "what do you know of me",
        "what do u know about me",
        "what do you have on me",
        "what do you store about me",
        "what do you keep about me",
        "what data do you have about me",
        "what data do you have on me",
        "what data do you store about me",
        "show my data",
        "my data",
        "about me",
    ),
    Command.DELETE: (
        "delete my data",
        "delete all my data",
        "delete my profile",
        "delete everything you know about me",
        "delete everything about me",
        "delete me",
        "erase my data",
        "erase everything you know about me",
        "remove my data",
        "remove all my data",
        "forget me",
        "forget everything about me",
        "forget everything you know about me",
    ),
    Command.START_OVER: ("start over", "reset"),
    Command.BACK: ("back", "go back", "previous", "previous step"),
    Command.CANCEL: (
        "cancel",
        "cancel it",
        "cancel this",
        "cancel that",
        "stop",
        "leave it",
        "forget it",
        "never mind",
        "nevermind",
        "nvm",
        "quit",
        "exit",
        "abort",
    ),
    Command.UNANSWERED: ("unanswered", "unanswered questions", "open questions"),
    Command.JOBS: ("jobs", "stuck jobs", "show jobs"),
    Command.SIGN_IN: (
        *("sign in", "sign me in", "signin", "sign in again", "log in", "log me in", "login", "log on"),
        *("connect my calendar", "connect calendar"),
    ),
    Command.SIGN_OUT: (
        *("sign out", "sign me out", "signout", "log out", "log me out", "logout", "log off", "sign off"),
        *("disconnect my calendar", "disconnect calendar"),
    ),
}
_TABLE = {phrase: command for command, phrases in _PHRASES.items() for phrase in phrases}
_JOINED = {phrase.replace(" ", ""): command for phrase, command in _TABLE.items()}
_MOVES = frozenset({Command.BACK, Command.CANCEL})
_ALSO_QUESTIONS = frozenset(("exit", "previous", "previous step"))
_LONGEST = 60
_ANSWER = re.compile(r"answer (?:(?:the )?(?:question|number|no|nr) )?\d+(?: |$)|answer$")


def find(text: str, *, in_flow: bool = False) -> Command | None:
    """The command that a whole message stands for, small typos and polite padding forgiven.

    Where no flow is under way there is nothing to leave: "exit?" asks about a stage's end.
    """
    typed = utterance.normalise(text)
    bare = utterance.unpad(typed)
    if _ANSWER.match(bare):
        return Command.ANSWER
    if working_hours.is_meant(text):
        return Command.HOURS
    if working_hours.is_zone_meant(text):
        return Command.TIME_ZONE
    if not typed or len(typed) > _LONGEST:
        return None
    found = _TABLE.get(typed) or _TABLE.get(bare) or _nearest(bare)
    is_question = found in _MOVES and (bare in _ALSO_QUESTIONS or text.rstrip().endswith("?"))
    return None if is_question and not in_flow else found


def _nearest(typed: str) -> Command | None:
    """A phrase that differs by slips of the finger only, judged word by word."""
    words = typed.split()
    if found := _JOINED.get("".join(words)):
        return found
    return next(
        (command for phrase, command in _ALIKE.get(_initials(words), ()) if _is_typo(words, phrase)), None
    )


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)


def _alike() -> dict[str, list[tuple[list[str], Command]]]:
    """The phrases by what a slip leaves as it is: how many words there are, and how they begin."""
    found: dict[str, list[tuple[list[str], Command]]] = {}
    for phrase, command in _TABLE.items():
        found.setdefault(_initials(phrase.split()), []).append((phrase.split(), command))
    return found


_ALIKE = _alike()


def _is_typo(typed: list[str], phrase: list[str]) -> bool:
    if len(phrase) == 1 and len(phrase[0]) <= slips.SHORT and not slips.has_its_letters(typed[0], phrase[0]):
        return False
    return all(map(slips.is_slip, typed, phrase))
