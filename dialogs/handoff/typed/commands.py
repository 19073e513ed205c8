"""The words for handoffs: what a person may type to start, work on and look at one.

The patterns stand in `grammar`; here they are tried in turn. A question for the knowledge is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.handoff.typed import (
    fragments,
    grammar,
    meeting_patterns,
    reminder_patterns,
    sentence,
    unfinished,
)
from dialogs.handoff.typed.asked import Asked as Asked
from dialogs.handoff.typed.asked import HandoffCommand as HandoffCommand
from dialogs.handoff.typed.correcting import corrected
from dialogs.message import Mentioned
from knowledge.handoffs import HandoffKind, Side

_LONGEST = 2000  # of which it is told whether a longer text is a command
_MOST_ITEMS = 500  # of one range, far more than there are
_MOST_DIGITS = 9  # of an item's number
_RECORDED = re.compile(fragments.RECORDED, re.I)
_RANGE = re.compile(rf"(\d+)(?: ?{fragments.RANGE} ?#?(\d+))?", re.I)
_POLITE = r"please|pls|plz|kindly|hi|hey|hello|ok|okay|baton|so|now|just|thanks|thank you|thx"
_HESITANT = r"oops|sorry|yes|yep|yeah|hm+|wait|actually"
_BEFORE = re.compile(
    rf"(?:(?:{_POLITE}|{_HESITANT}|i want to|i'd like to|i would like to|i need to|let's|lets)[,.!:]* )+",
    re.I,
)
_REQUEST = re.compile(
    rf"(?:(?:{_POLITE})[,.!:]* )*(?:can|could|would|will) (?:you|we|i) (?:(?:{_POLITE}) )*(?:also )?", re.I
)
_AFTER = re.compile(
    r"(?:[,.!]* (?:please|pls|plz|kindly|baton|thanks|thank you|thx|for me|now|again))+$", re.I
)
_AFTER_ALL = re.compile(rf"(?:[,.!]* (?:{_POLITE}|for me|now|again))+$", re.I)
_ENDING = re.compile(r"[\s.!,]+$")
_ASKING = re.compile(r"\b(?:who|whom|what|when|where|which|why|how)\b", re.I)
_OF_KNOWLEDGE = re.compile(r"\b(?:stages?|mcem)\b", re.I)
_START = re.compile(
    r"(?:start|begin|create|new|set up|kick off|open)(?: a| an| the| another)?(?: new)? (?P<kind>\S.*)",
    re.I | re.S,
)
_HANDED = re.compile(
    r"(?:hand-?(?:off|over)|hand|pass) (?P<rest>(?!over |off |to |the |from |of |for |is |a |an |in "
    r"|(?:opportunit|milestone|deal"
    r"|customer|meeting|process|discussion|checklist|criteria|stu|csu|atu)).+? to (?P<to>.+))",
    re.I | re.S,
)
_IN_HANDOFF = re.compile(r" (?:in|on|of|for) hand-?off #?(?P<no>\d{1,9})$", re.I)
_MOST_NUMBER = 2**31
_LONGEST_NUMBER = 12  # digits that are said again
_ONLY_BECAUSE = re.compile(r"(?:because(?: of)?|bc|b/c|cos|cuz|as|since|for|with|of)?[\W_\d]*", re.I)
_BECAUSE = re.compile(r"\b(?:because(?: of)?|since)[\W_]*$", re.I)
_REASONED = frozenset((HandoffCommand.WAIVE, HandoffCommand.NOT_APPLICABLE, HandoffCommand.DECLINE))
_REASONED |= {HandoffCommand.CANCEL, HandoffCommand.CANCEL_MEETING}
_QUOTES = "\"'"
_PATTERNS = (*reminder_patterns.PATTERNS, *grammar.PATTERNS, *meeting_patterns.PATTERNS)
_MEETINGS = frozenset((HandoffCommand.SCHEDULE, HandoffCommand.RESCHEDULE))

_FREE = frozenset((HandoffCommand.NEW, HandoffCommand.NOTE, HandoffCommand.WAIVE, HandoffCommand.DECLINE))
_FREE |= {HandoffCommand.NOT_APPLICABLE, HandoffCommand.DONE, HandoffCommand.CANCEL, HandoffCommand.AGREE}
_FREE |= {HandoffCommand.CANCEL_MEETING}
# What is read from the start of a long text alone
_SHORT = frozenset((HandoffCommand.NEW, HandoffCommand.UNFINISHED, HandoffCommand.NO_SUCH))


def find(
    text: str,
    mentions: Sequence[Mentioned] = (),
    *,
    kinds: Mapping[str, HandoffKind] | None = None,
    drafting: bool = False,
    opened: bool = False,
) -> Asked | None:
    """The command that a whole message stands for; small typos and polite padding are forgiven.

    `text` is cleaned (`utterance.clean`). `drafting`: a handoff is being started, so that "customer Fabrikam"
    or "form" can mean nothing else. `opened`: a handoff is open in the chat, so that "value" or "done x" is
    a command with something missing.
    """
    if not text:
        return None
    if len(text) > _LONGEST:
        begun = find(text[:_LONGEST], mentions, kinds=kinds, drafting=drafting, opened=opened)
        if begun is None or begun.command in _SHORT:
            return begun
    bare, asking = _bare(text)
    bare, number = _without_number(bare)
    barer = _AFTER_ALL.sub("", bare)  # "cfo ok" is a note of two words
    for words in dict.fromkeys((bare, corrected(bare), barer, corrected(barer))):
        if found := _read(words, mentions, asking, drafting, opened) or _begun(words, kinds or {}, asking):
            return replace(found, handoff=found.handoff or number)
    return unfinished.read(corrected(bare)) if opened and not asking else None


def _bare(text: str) -> tuple[str, bool]:
    """The words without padding, and whether they are a question; "can you open 12?" is none."""
    asking = text.rstrip().endswith("?")
    words = text.strip()
    if request := _REQUEST.match(words):
        words, asking = words[request.end() :].rstrip("? "), False
    if lead := _BEFORE.match(words):
        words = words[lead.end() :]
    return _ENDING.sub("", _AFTER.sub("", _ENDING.sub("", words.rstrip("? ") if asking else words))), asking


def _without_number(words: str) -> tuple[str, int]:
    """ "done 3 in handoff 12" without its end."""
    found = _IN_HANDOFF.search(words)
    return (words[: found.start()], int(found["no"])) if found else (words, 0)


def _read(
    words: str, mentions: Sequence[Mentioned], asking: bool, drafting: bool, opened: bool
) -> Asked | None:
    for pattern in _PATTERNS:
        if (asking and not pattern.asks) or (pattern.draft and not drafting):
            continue
        if pattern.opened and not opened:
            continue
        found = pattern.form.fullmatch(words)
        if found and (asked := _asked(pattern.command, _values(found), mentions)):
            return _whole(asked, words)
    return None


def _whole(asked: Asked, words: str) -> Asked:
    """ "cancel 12 because" and "note 3" stop short of what they are for."""
    command = asked.command
    is_short = {
        HandoffCommand.NOTE: not asked.text or not asked.items,
        HandoffCommand.WAIVE: not asked.items,
        HandoffCommand.UNDO: not asked.items and not _RECORDED.fullmatch(asked.text),
        HandoffCommand.NOT_APPLICABLE: not asked.items,
        HandoffCommand.CANCEL: not asked.text and _BECAUSE.search(words) is not None,
    }
    if is_short.get(command):
        return replace(asked, command=HandoffCommand.UNFINISHED, about=command)
    return asked


def _begun(words: str, kinds: Mapping[str, HandoffKind], asking: bool) -> Asked | None:
    """ "start a design kickoff for Contoso": a kind by one of its names."""
    if asking or _ASKING.search(words):
        return None
    if (handed := _HANDED.fullmatch(words)) and sentence.starts_with_kind(handed["to"], kinds):
        return Asked(command=HandoffCommand.NEW, text=f"hand over {handed['rest']}")
    found = _START.fullmatch(words)
    if found is None or not sentence.starts_with_kind(found["kind"], kinds):
        return None
    return Asked(command=HandoffCommand.NEW, text=words)


def _values(found: re.Match[str]) -> dict[str, str]:
    """The named groups that matched, without the numbers that `grammar` gives them."""
    return {name.rstrip("0123456789"): value for name, value in found.groupdict().items() if value}


def _asked(command: HandoffCommand, values: Mapping[str, str], mentions: Sequence[Mentioned]) -> Asked | None:
    text = values.get("text", "").strip()
    name = values.get("name", "").strip().strip(_QUOTES)
    if not _is_sound(command, text, name):
        return None
    if "no" in values and not 0 < int(values["no"]) < _MOST_NUMBER:
        return Asked(command=HandoffCommand.NO_SUCH, text=values["no"][:_LONGEST_NUMBER])
    if command in _REASONED and _ONLY_BECAUSE.fullmatch(text):
        text = ""
    if command is HandoffCommand.DONE and not any(map(str.isalnum, text.removeprefix("because"))):
        text = ""
    side = values.get("side")
    return Asked(
        command=command,
        handoff=int(values.get("no", 0)),
        name=name,
        items=_numbers(values.get("items", "")),
        place=int(values.get("place", 0)),
        text=text if command is HandoffCommand.NEW else _unquoted(text),
        whole=values.get("whole", "").strip(),
        side=Side(side.casefold()) if side else None,
        flag=_flag(values) if command is HandoffCommand.UNIFIED else None,
        page=max(1, int(values.get("page", 1))),
        mentioned=mentioned(text, mentions) if command in _WITH_PERSON else None,
    )


_NOUNS = frozenset(
    ("to", "it", "this", "that", "roles", "milestones", "milestone", "owners", "an owner", "someone")
)
_PERSON = re.compile(r"@|^(?:me|myself|[^\W\d_][\w'.-]*(?: [^\W\d_][\w'.-]*){0,2})$", re.I)
_WITH_PERSON = frozenset((HandoffCommand.ESCALATE, HandoffCommand.ASSIGN, HandoffCommand.ADD_PERSON))
_TO_MEETING = re.compile(r" to (?:the |our |this )?(?:meeting|discussion|call|invite|invitation)\b", re.I)
_SAYS_WHO = re.compile(r"\S@\S|^@|^(?:me|myself)$", re.I)


def _is_sound(command: HandoffCommand, text: str, name: str) -> bool:
    """Whether the words are values at all, rather than the rest of a question."""
    if name and (_OF_KNOWLEDGE.search(name) or _ASKING.match(name)):
        return False
    if command is HandoffCommand.COUNTRY and text:
        return len(text.split()) <= 4 and not _ASKING.search(text)
    if command is HandoffCommand.ADD_PERSON:
        return _SAYS_WHO.search(text) is not None and not _TO_MEETING.search(text)
    if command in _WITH_PERSON:
        is_person = _PERSON.search(text) is not None and text.casefold() not in _NOUNS
        return is_person and not _ASKING.search(text)
    if command in _MEETINGS:
        return not (_OF_KNOWLEDGE.search(text) or _ASKING.search(text))
    if command is HandoffCommand.NEW:
        return not _ASKING.search(_outside_quotes(text))
    return command in _FREE or not (_OF_KNOWLEDGE.search(text) or _ASKING.match(text))


def _outside_quotes(text: str) -> str:
    return re.sub(r'"[^"]*"', '""', text)


def _flag(values: Mapping[str, str]) -> bool:
    said = values.get("yes", "").casefold()
    return said in ("yes", "true") if said else "not" not in values


def _numbers(text: str) -> tuple[int, ...]:
    """ "3, 4 and 6-8" as numbers, each once; of a range beyond all items, some that are not there."""
    found: dict[int, None] = {}
    for ends in _RANGE.findall(text):
        low, high = sorted(int(end[:_MOST_DIGITS]) for end in (ends[0], ends[1] or ends[0]))
        found |= dict.fromkeys(range(low, min(high, low + _MOST_ITEMS) + 1))
    return tuple(found)


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def mentioned(text: str, mentions: Sequence[Mentioned]) -> Mentioned | None:
    """Whom the text mentions; the longest name first, as one may begin with another."""
    by_length = sorted(mentions, key=lambda each: -len(each.name))
    return next((each for each in by_length if f"@{each.name}" in text), None)
