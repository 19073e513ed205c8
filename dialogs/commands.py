"""The command words: what a person may type instead of a question."""

from __future__ import annotations

from enum import StrEnum

from dialogs import utterance


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
        "whats my role",
        "who am i",
    ),
    Command.ROLE: ("my role", "change role", "change my role", "set my role", "pick a role", "pick my role"),
    Command.ABOUT_ME: (
        "what do you know about me",
        "what do you know of me",
        "what do you have on me",
        "what do you store about me",
        "what do you keep about me",
        "my data",
        "about me",
    ),
    Command.DELETE: ("delete my data", "delete all my data", "delete me", "erase my data", "forget me"),
    Command.START_OVER: ("start over", "start again", "restart", "reset", "new conversation"),
    Command.BACK: ("back", "go back", "previous", "previous step"),
    Command.CANCEL: ("cancel", "stop", "never mind", "nevermind", "quit", "exit", "abort"),
    Command.UNANSWERED: ("unanswered", "unanswered questions", "open questions"),
}
_TABLE = {phrase: command for command, phrases in _PHRASES.items() for phrase in phrases}
_POLITE = frozenset(("please", "pls", "plz", "baton", "you"))
_BEFORE = _POLITE | {"hi", "hey", "hello", "ok", "okay", "so", "kindly", "just", "can", "could", "show", "me"}
_AFTER = _POLITE | {"thanks", "thx", "thank", "now"}
_SHORT = 5  # so short a word must keep its letters: "held" is not "help"


def find(text: str) -> Command | None:
    """The command that a whole message stands for, small typos and polite padding forgiven."""
    typed = utterance.normalise(text)
    if not typed or len(typed) > 60:
        return None
    bare = _without_padding(typed)
    return _TABLE.get(typed) or _TABLE.get(bare) or _nearest(bare)


def _without_padding(typed: str) -> str:
    words = typed.split()
    while words and words[0] in _BEFORE:
        words.pop(0)
    while words and words[-1] in _AFTER:
        words.pop()
    return " ".join(words)


def _nearest(typed: str) -> Command | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    bound = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2
    best = process.extractOne(typed, list(_TABLE), scorer=OSA.distance, score_cutoff=bound)
    return _TABLE[best[0]] if best and _is_typo(typed, best[0]) else None


def _is_typo(typed: str, phrase: str) -> bool:
    """Whether the difference is a slip of the finger rather than another word."""
    if typed[0] != phrase[0]:
        return False
    return len(phrase) > _SHORT or len(typed) != len(phrase) or sorted(typed) == sorted(phrase)
