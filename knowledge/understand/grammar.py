"""The little words of English questions: what opens one, what it points back to, what it wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from knowledge.understand.lexicon import Phrase
from knowledge.understand.words import stem

WH = frozenset("what which who when where why how".split())
AUXILIARIES = frozenset(
    "is are was were does do did can could should shall will would has have must am may might".split()
)
COMMANDS = frozenset(
    "list give explain tell describe compare show name define walk summarise summarize spell"
    " break expand".split()
)
PERSONAL = frozenset("i my we me our us mine".split())
# Who "what does ... do" may be about without being a role.
ANYBODY = PERSONAL | frozenset(
    "you they he she it everyone everybody each every role roles team people customer mcem that this".split()
)
NEGATIVE = frozenset("not no never without cannot nothing none nobody neither isnt empty blank".split())
POINTS_BACK = frozenset("that it this they them those these which".split())
BESIDES = frozenset("besides except apart excluding beside".split())
# What turns a claim into a question: "..., right?"
TAGS = frozenset(
    tuple(tag.split())
    for tag in (
        "right", "correct", "true", "yes", "no", "innit", "or not", "yes or no", "true or false",
        "is that right", "is that correct", "is that true", "is it true", "is this correct", "am i right",
        "that is right", "that is correct", "that is right is not it", "isnt it", "is not it", "does not it",
        "are not they",
    )
)  # fmt: skip
_TAG = re.compile(
    r"(?:is|does|do|did|has|have|can|will|should|are|was|would)(?: not)?"
    r" (?:it|he|she|they|we|you|i|that|there)"
    r"|(?:he|she|it|that|this) is (?:right|correct|true)(?: is(?: not)? (?:it|he|she))?"
)
CLAIMS = (
    "i thought", "i heard", "i think", "i believe", "i read", "i was told", "my boss says", "someone told me",
    "i assume", "my boss told me", "my manager told me", "my manager says", "my colleague says",
)  # fmt: skip
_OPENING = frozenset("so ok and but hey hi also please now well hmm".split())
_FAVOURS = (
    ["can", "you"],
    ["could", "you"],
    ["would", "you"],
    ["will", "you"],
    ["do", "you"],
    ["can", "someone"],
)
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
VALUES = {word: n for n, word in enumerate(_NUMBERS)} | {str(n): n for n in range(100)}
_ABSENT = re.compile(
    r" there (?:is |are )?no | without | (?:do|does|did) not have | ha(?:ve|s) no "
    r"| (?:is|are|have) none | no \w+ (?:on|in|for|here|around|assigned|yet) "
    r"| not (?:there|in place|available|around|assigned) | missing | absent "
)
_UNSURE = re.compile(
    r" (?:not|cannot) (?:know|sure|understand|remember|find|clear|get|see|mind|certain|figure)"
    r"| no (?:idea|clue|wait|i|sorry|no)| or not | why not | not only | if not "
)
_ANAPHORA = re.compile(
    r" (?:it|its|they|them|their|theirs|he|she|his|her|hers) "
    r"| (?:that|this|the same|those|these) (?:stage|role|unit|one|ones|person|phase|meeting|step) "
    r"|(?<! is)(?<! are) there $| one after | one before | that $"
)
# What an answer must give, by the words that ask for it; the first of a group counts.
_WANTS = (
    ("place", re.compile(r" where is .* (?:based|located) | located | what location ")),
    ("doer", re.compile(
        r" what (?:does|do) .+ do | what is .+ (?:responsible|accountable) for | what is the (?:role|job) of "
    )),
    ("length", re.compile(
        r" how (?:long|many (?:days|hours|weeks|minutes)) (?:should|does|do|must|can|will|is|are) .*"
        r" (?:be|last|run)(?: in \w+)? $| in minutes | minutes "
    )),
    ("procedure", re.compile(
        r" how (?:do|can|to|would) (?:i |we |you )?"
        r"(?:apply|become|sign up|register|enrol|log in|download|install|contact) "
    )),
    ("person", re.compile(
        r" (?:what|who) is (?:my|our) (?:manager|boss|lead)(?: called)? $|"
        r" who (?:was|were) "
        r"| (?:his|her|their|my|our) (?:\w+ ){0,3}(?:names?|email|mail|phone|address|calendar) |"
        r" who (?:is|are) (?:my|our) | reports? (?:in)?to | who .*(?:boss|line manager) "
        r"| who is the manager of | (?:his|her|their) name | contact details "
        r"| phone number | name of (?:my|our) "
    )),
    ("when", re.compile(r"(?<! by) when (?:do|does|is|are|will|should|did) ")),
    ("stage", re.compile(r" (?:which|what) (?:mcem )?stages? | stage is (?:that|this|it) | at what point ")),
    ("time", re.compile(
        r" by when | until when | deadline | how soon | latest | when do(?:es)? .* (?:need|have) to "
    )),
    ("consequence", re.compile(
        r" (?:what|anything) happens? (?:if|when) .*(?:miss|late|fail|ignore|break|lost|lose)"
        r"| penalty | consequences? "
    )),
)  # fmt: skip
_DURATION = re.compile(
    r" how (?:long|quickly|fast|often|much time) | how many (?:business )?(?:days|weeks|years|months) "
    r"| \d+ (?:business )?days? "
)
_NUMBER = re.compile(
    r" target | threshold | benchmark | how (?:many|much) | number of "
    r"| (?:what|which) (?:percentage|share|percent) "
    r"| (?:score|rate|percent) (?:do|does|is|are|should|must) .*"
    r"(?:need|expect|requir|target|aim|hit|reach|have)"
)


def asks(words: Sequence[str]) -> bool:
    """Whether words form a question or a request by themselves."""
    return bool(WH & set(words)) or (bool(words) and words[0] in AUXILIARIES | COMMANDS)


def is_tag(words: Sequence[str]) -> bool:
    """Whether a clause only makes a claim a question: "..., right?", "..., doesn't he?"."""
    return tuple(words) in TAGS or bool(_TAG.fullmatch(" ".join(words)))


def opens_with_auxiliary(words: Sequence[str]) -> bool:
    """Whether a clause asks for yes or no: "is ...", "does ...", "if ..., can ..."; not "can you tell me"."""
    opening = [word for word in words[:6] if word not in _OPENING]
    if opening[:1] == ["when"] and set(opening[1:2]) & AUXILIARIES:
        return False  # "when is it due"
    if opening and opening[0] in ("if", "when"):
        opening = [word for word in words if word in AUXILIARIES][-1:]
    return bool(opening) and opening[0] in AUXILIARIES and opening[:2] not in _FAVOURS


def negated(text: str) -> bool:
    """Whether a question is about what is not so; "I'm not sure who ..." is not."""
    return bool(NEGATIVE & set(_UNSURE.sub(" ", f" {text} ").split()))


def absent(text: str) -> bool:
    """Whether somebody or something is said not to be there."""
    return bool(_ABSENT.search(f" {text} "))


def holds(text: str, number: int) -> bool:
    """Whether what a question says of a number is so: "five stages", "more than four units"."""
    said = next((value for word in text.split() if (value := VALUES.get(word)) is not None), None)
    if said is None:
        return True
    if " more than " in f" {text} ":
        return number > said
    if " at least " in f" {text} ":
        return number >= said
    if " at most " in f" {text} " or " up to " in f" {text} ":
        return number <= said
    if " fewer than " in f" {text} " or " less than " in f" {text} ":
        return number < said
    return number == said


def points_back(text: str) -> bool:
    """Whether a question leans on what was said before."""
    return bool(_ANAPHORA.search(f" {text} "))


_OWN_PART = re.compile(
    r" (?:my|our|mine) | (?:for|expected of|asked of) (?:me|us) "
    r"| (?:i|we|me|us) (?:(?:have|need|am supposed|supposed) to |should |must )?(?:do|own|deliver) "
    r"| (?:do|should|must|can|need) (?:i|we) (?:(?:have|need) to )?(?:do|deliver|bring|prepare|take) "
    r"| (?:am|are) (?:i|we) (?:supposed|expected|meant|doing|responsible|on) "
)


def asks_for_own(text: str) -> bool:
    """Whether somebody asks what they do themselves; "I mean" and "can I ask" are only talk."""
    return bool(_OWN_PART.search(f" {text} "))


def wants(text: str, wh: frozenset[str]) -> frozenset[str]:
    """What an answer must give: a number, a duration, a stage, somebody ..."""
    padded = f" {text} "
    found = {name for name, pattern in _WANTS if pattern.search(padded)}
    if _DURATION.search(padded):
        found.add("duration")
    elif _NUMBER.search(padded):
        found.add("number")
    return frozenset(found | ({"owner"} if "who" in wh else set()))


def counted(stems: Sequence[str]) -> str:
    """ "how many recommendations ...": the stem of what a number must be of, or ""."""
    for place in range(len(stems) - 2):
        if tuple(stems[place : place + 2]) == ("how", stem("many")):
            return stems[place + 2]
    return ""


def contains(phrases: Iterable[Phrase], stems: Sequence[str]) -> bool:
    joined = f" {' '.join(stems)} "
    return any(f" {' '.join(phrase)} " in joined for phrase in phrases)


def starts(phrases: Iterable[Phrase], stems: Sequence[str]) -> bool:
    return any(tuple(stems[: len(phrase)]) == phrase for phrase in phrases)


def first(phrases: Mapping[Phrase, str], stems: Sequence[str]) -> str:
    joined = f" {' '.join(stems)} "
    found = [
        (joined.find(f" {' '.join(p)} "), -len(p), name)
        for p, name in phrases.items()
        if f" {' '.join(p)} " in joined
    ]
    return min(found)[2] if found else ""
