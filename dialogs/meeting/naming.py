"""Whom a sentence about a meeting names, and which of its words mean nothing there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.message import Mentioned
from dialogs.reading.vocabulary import MONTHS, WEEKDAYS, mend

MOST_NAMES = 60
_MENTION = "@{place}"
_IS_MENTION = re.compile(r"@(\d{1,3})")
_WITH = re.compile(
    r"\b(?P<how>not with|without|except for|leave out|remove|uninvite|together with|with|invite|include"
    r"|including|plus|add)\s+"
    r"(?:also\s+)?",
    re.I,
)
_OPTIONAL = re.compile(r"\b(?:make )?(?P<name>@?[^\W\d_][\w'.-]*|@\d+)(?: is| as)? optional\b", re.I)
_AND_NAME = re.compile(r"\band (?P<name>@\d+|[^\W\d_][\w'.-]*) (?:too|as well|also)\b", re.I)
_WITHOUT = ("without", "not with", "except for", "leave out", "remove", "uninvite")
_NAME = re.compile(r"@\d{1,3}|[^\s,;@]+@[^\s,;@]+\.[a-z]{2,}|[^\W\d_][\w'\u2019.-]*", re.I)
_JOINS = frozenset(("and", "&", "or", "nor"))
# What no name begins with, and what ends one
_STOP = frozenset(
    """
    today tomorrow tonight next this the following coming week weeks month in on at for from to till
    until after before between by not no but only except without with too also instead please pls
    morning afternoon evening noon midday early late later earlier minutes minute min mins hour hours
    half an a sometime some as is optional asap soon thanks if it that and during around
    """.split()
) | {*WEEKDAYS, *MONTHS, *(f"{name}s" for name in WEEKDAYS)}
_EVERYBODY = frozenset(("everyone", "everybody", "all", "them", "us", "both", "me", "him", "her", "you"))
_FILLERS = frozenset(
    """
    a an the it this that we i you me my our us they everyone everybody all both of to is are be do does
    can could would should will shall may might let lets let's make find get give offer show try have
    need want like prefer rather better best good fine ok okay works work suits fits possible possibly
    maybe perhaps please pls plz thanks thank thx then so just only also too well as soon asap early
    earliest soonest any anytime time times slot slots day days date some sometime somewhere when
    whenever on in at for with and or but instead about how what what's whats around long meeting
    discussion call session one another other something anything else new from by up move change push
    set put it's its im i'm i'd i'll now again baton hi hey hello hm hmm no sorry yes schedule book it,
    and, or, s actually well oh wait
    """.split()
)
_ABOUT = frozenset(("for", "about", "of", "on"))
_EDGES = re.compile(r"^[\s,.;:!?()\"'-]+|[\s,.;:!?()\"'-]+$")
_LONGEST_UNREAD = 60


@dataclass(frozen=True, kw_only=True)
class Named:
    """People by a mention or as typed."""

    too: tuple[str | Mentioned, ...] = ()
    without: tuple[str | Mentioned, ...] = ()


def people_in(text: str, mentions: Sequence[Mentioned] = ()) -> tuple[str, Named]:
    """The text without the people it names, and who they are."""
    by_length = sorted(mentions, key=lambda each: -len(each.name))
    for place, mention in enumerate(by_length):
        text = text.replace(f"@{mention.name}", _MENTION.format(place=place))
    too: list[str] = []
    without: list[str] = []

    def optional(found: re.Match[str]) -> str:
        without.append(
            found["name"].lstrip("@") if not _IS_MENTION.fullmatch(found["name"]) else found["name"]
        )
        return " "

    def also(found: re.Match[str]) -> str:
        if found["name"].casefold() in _STOP:
            return found[0]
        too.append(found["name"])
        return " "

    text = _AND_NAME.sub(also, _OPTIONAL.sub(optional, text))
    rest, at = "", 0
    while found := _WITH.search(text, at):
        names, end = _names(text, found.end())
        rest += text[at : found.start()]
        if names or end > found.end():
            (without if found["how"].casefold() in _WITHOUT else too).extend(names)
        else:
            rest += found[0]
        at = end
    rest += text[at:]
    return rest, Named(too=_who(too, by_length), without=_who(without, by_length))


def _names(text: str, start: int) -> tuple[list[str], int]:
    """The names from here on, and where they end."""
    names: list[str] = []
    words: list[str] = []
    end = start
    place = start
    while True:
        skipped = re.compile(r"\s*([,;&]?)\s*").match(text, place)
        gap = skipped[1] if skipped else ""
        found = _NAME.match(text, skipped.end() if skipped else place)
        if gap and words:
            names, words = [*names, " ".join(words)], []
        if found is None:
            break
        folded = found[0].rstrip(".").casefold()
        if folded in _JOINS:
            after = _NAME.match(text, found.end() + 1)
            if after is None or _stops(after[0]):
                break
            names, words = ([*names, " ".join(words)], []) if words else (names, [])
            place = found.end()
            continue
        if folded in _EVERYBODY:
            place = end = found.end()
            continue
        if _stops(folded):
            break
        words.append(found[0].rstrip("."))
        place = end = found.end()
        if _IS_MENTION.fullmatch(found[0]) or "@" in found[0]:
            names, words = [*names, words[-1]], []
    if words:
        names.append(" ".join(words))
    after = re.compile(r"\s*,?\s*(?:too|as well|also|instead)\b", re.I).match(text, end) if names else None
    return [name for name in names if name][:MOST_NAMES], after.end() if after else end


def _stops(word: str) -> bool:
    folded = word.rstrip(".").casefold()
    return folded in _STOP or mend(folded) in _STOP


def _who(names: list[str], mentions: Sequence[Mentioned]) -> tuple[str | Mentioned, ...]:
    found: dict[str, str | Mentioned] = {}
    for name in names:
        mention = _IS_MENTION.fullmatch(name)
        if mention and int(mention[1]) < len(mentions):
            found[name] = mentions[int(mention[1])]
        elif not mention:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def left_over(rest: str, taken: str) -> tuple[str, str]:
    """Words that may name the handoff ("for contoso"), and those that mean nothing."""
    about, unread = "", []
    for part in rest.split(taken):
        words = _EDGES.sub("", part).split()
        place = next((at for at, word in enumerate(words) if _bare(word) not in _FILLERS), len(words))
        while words and _bare(words[-1]) in _FILLERS:
            words.pop()
        kept = words[place:]
        if not kept:
            continue
        leads = [_bare(word) for word in words[:place]]
        if leads and leads[-1] == "the":
            leads.pop()
        if leads and leads[-1] in _ABOUT and not about:
            about = " ".join(kept).strip(" ,.;:!?\"'").removeprefix("handoff ")
        else:
            unread.append(" ".join(kept))
    return about, " ".join(unread)[:_LONGEST_UNREAD]


def _bare(word: str) -> str:
    return _EDGES.sub("", word) or "a"
