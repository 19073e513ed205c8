"""What a sentence that starts a handoff says already: the kind, and the facts as they were typed.

Values are still text here: whoever applies them reads them and says what is wrong with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from knowledge.handoffs import HandoffKind

_LEAD = re.compile(
    r"^(?:(?:start|begin|create|open|make|do|set up|kick off) )?(?:an?other |a |an |the )?(?:new )?"
    r"(?:hand-?off|hand-?over)?[:,]? ?",
    re.I,
)
_HANDED = re.compile(r"(?:hand|pass) (?P<what>.+) (?:over|off)(?P<to> to .+)?$", re.I | re.S)
_HANDING = re.compile(r"hand (?:over|off) (?P<what>.+?)(?P<to> to .+)$", re.I | re.S)
_QUOTED = re.compile(
    r'(?:\b(?P<key>customer|opportunity|workload|milestone|name)(?: is| named|:)? ?)?"(?P<words>[^"\n]*)"',
    re.I,
)
_COMMAS = re.compile(r",?\s*;\s*,?(?=\s*(?:over|off|on|to)\b)", re.I)
_LINK = re.compile(
    r"(?:\b(?:msx )?(?:link|msx)(?: is"
    r"|:)? ?)?(?P<link>[a-z][a-z+.-]{1,20}://\S+?)(?=[,;]?(?:\s|$))",
    re.I,
)
_EMAIL = r"[^\s,;<>@\"]{1,64}@[^\s,;<>@\"]{1,255}"
_END = r"(?=\s+(?:to|from|with|for|value|worth|due|and)\b|\s*[,;\n]|\s*$)"
_PERSON = re.compile(
    rf"(?:(?P<side>to|from|with|giver|receiver)(?: is|:)? )?(?P<who>{_EMAIL}"
    rf"|@[^,;\n@]{{1,100}}?{_END})",
    re.I,
)
_NAME = r"(?!(?:to|from|with|giver|receiver|for)\b)[^\W\d_][\w'.-]*+"  # possessive: it is read once
# As mail programs write it: "Megan Lee" <megan@contoso.com>
_MAILBOX = re.compile(
    rf"(?:(?P<before>\b(?:to|from|with|giver|receiver)(?: is|:)? )(?:{_NAME},? ?){{1,4}}"
    rf"|(?<=[,;] )(?:{_NAME} ?){{1,4}}|\"[^\"\n<>]{{1,100}}\" ?)?<(?P<who>{_EMAIL})>",
    re.I,
)
_UNIFIED = re.compile(r"\b(?P<no>not |non-? ?)?unified(?: customer)?\b(?!:)", re.I)
_PARTS = re.compile(
    r",\s+|;\s*|\n|\s+(?:and\s+)?(?=(?:value|worth|valued|due|meet by|workload|customer"
    r"|opportunity)\b)"
)
_KEYED = re.compile(
    r"(?P<key>estimated value|value|worth|valued at|due date|due|meet by|workload|milestone|customer"
    r"|opportunity|named"
    r"|called|name)(?:\s*[:=]\s*|\s+(?:is\s+|of\s+|on\s+|by\s+)?)(?P<rest>\S.*)",
    re.I | re.S,
)
_KEYS = {
    **dict.fromkeys(("estimated value", "value", "worth", "valued at"), "value"),
    **dict.fromkeys(("due", "due date"), "due"),
    **dict.fromkeys(("workload", "milestone"), "workload"),
    **dict.fromkeys(("opportunity", "name", "named", "called"), "opportunity"),
    **{"customer": "customer", "meet by": "meet_by"},
}
_YEAR = re.compile(r"20\d\d$")
_AMOUNT = re.compile(r"[^\d\s]{0,4}\s?\d[\d.,' ]*\s?(?:[a-z]{1,8}\s?){0,2}$", re.I)
_DATE = re.compile(
    r"(?:\d{4}-\d\d?-\d\d?|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\.?|(?:on )?(?:(?:the )?\d{1,2}(?:st|nd|rd"
    r"|th)?\.? )?(?:of )?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*|(?:next|this|in|end of|tomorrow"
    r"|today)\b.*)$",
    re.I,
)
# "fabrikam azure 200k 15 Jan": an amount that can be nothing else parts what stands around it.
_RUN = re.compile(
    r"(?P<before>.*?)(?<!\S)(?P<amount>(?:[€$£]\s?)?\d[\d.,]*\s?(?:k|m|mio|mn|bn)\b"
    r"(?:\s(?:usd|eur|gbp|chf|nok|sek|dkk|jpy|inr|aud|cad)\b)?)"
    r"(?P<after>.*)",
    re.I | re.S,
)
_TO = re.compile(r"(?:to|with) (?P<who>[^\W\d_][\w'.-]*(?: [^\W\d_][\w'.-]*){0,2})", re.I)
_PLACED = re.compile(
    r"(?P<before>.*?)\b(?:for|at|of"
    r"|with)\s+(?:the customer\s+)?(?P<customer>\S.*)$",
    re.I | re.S,
)
_GOES_ON = re.compile(
    r"$|[,;:\"€$£\d]|(?:for|with|at|of|to|from|value|meeting|session|review|workshop)\b", re.I
)
_ARTICLE = re.compile(r"^(?:the|our|my|a|an)\s+", re.I)
_NOUN = re.compile(r"\s*\b(?:opportunity|deal|account|project|handoff)$", re.I)
_GENERIC = frozenset(
    (
        "",
        "it",
        "this",
        "that",
        "them",
        "opportunity",
        "deal",
        "account",
        "customer",
        "milestones",
        "milestone",
    )
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """Facts as typed, by key: customer, opportunity, workload, value, due, meet_by, link, giver, receiver.

    `unified` None: not said.
    """

    kind: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    unified: bool | None = None


def starts_with_kind(text: str, kinds: Mapping[str, HandoffKind]) -> bool:
    kind, rest = _named(text, kinds)
    return bool(kind) and _GOES_ON.match(rest.strip()) is not None


def kind_of(text: str, kinds: Mapping[str, HandoffKind]) -> str:
    """The kind that a few words name, "" for none: "the STU", "poc scoping", "atu-stu"."""
    wanted = _fold(text)
    found = (
        id for name, id in _names(kinds) if wanted in (name, f"the {name}", f"a {name}", f"{name} handoff")
    )
    return next(found, "")


def read(text: str, kinds: Mapping[str, HandoffKind]) -> Said:
    """Take a whole sentence apart; what it does not say stays out."""
    facts: dict[str, str] = {}
    rest, unified = _marked(text, facts)
    kind, head, rest = _kind(rest, kinds)
    if head:
        _what(head, facts)
    for part in _parts(rest):
        _part(part, facts)
    return Said(kind=kind, facts=facts, unified=unified)


def without_people(text: str) -> str:
    """The sentence with nobody's address or mention in it."""
    return " ".join(_PERSON.sub(" ", _MAILBOX.sub(" ", text)).split())


def _marked(text: str, facts: dict[str, str]) -> tuple[str, bool | None]:
    """Take out what marks itself: quoted names, links, people, Unified."""
    text = _MAILBOX.sub(lambda found: f"{found['before'] or ''}{found['who']}", text)
    for quoted in _QUOTED.finditer(text):
        key = _KEYS.get((quoted["key"] or "opportunity").casefold(), "opportunity")
        facts.setdefault(key if key not in facts else "workload", quoted["words"].strip())
    text = _COMMAS.sub(" ; ", _QUOTED.sub(" ; ", text))  # apart from what is handed over
    if link := _LINK.search(text):
        facts["link"] = link["link"]
        text = text.replace(link[0], " , ")
    for person in _PERSON.finditer(text):
        side = "giver" if (person["side"] or "").casefold() in ("from", "giver") else "receiver"
        facts.setdefault(side, person["who"].strip(" ."))
    text = _PERSON.sub(" , ", text)
    unified = _UNIFIED.search(text)
    text = _UNIFIED.sub(" , ", text)
    return " ".join(text.split()), None if unified is None else not unified["no"]


def _kind(text: str, kinds: Mapping[str, HandoffKind]) -> tuple[str, str, str]:
    """The kind, what is handed over ("hand X over"), and the rest of the text."""
    first, comma, more = text.partition(",")
    if handed := _HANDED.match(first.strip()) or _HANDING.match(first.strip()):
        to = (handed["to"] or "").removeprefix(" to ")
        kind, after = _kind_first(to, kinds)
        rest = f", {after}" if kind or not to else f", to {to}"
        return kind, handed["what"], f"{rest}{comma}{more}"
    bare = _LEAD.sub("", text, count=1)
    kind, rest = _named(bare, kinds)
    if not kind and (to := re.search(r"\bto (?P<to>[^,]+)", bare)):
        kind, after = _kind_first(to["to"], kinds)
        rest = bare.replace(to[0], f", {after}, ") if kind else rest
    return kind, "", rest


def _kind_first(text: str, kinds: Mapping[str, HandoffKind]) -> tuple[str, str]:
    """The kind that a text is, or begins with, and what follows."""
    kind = kind_of(text, kinds)
    return (kind, "") if kind else _named(text, kinds)


def _named(text: str, kinds: Mapping[str, HandoffKind]) -> tuple[str, str]:
    """The kind whose name a text begins with, the longest name first, and the text after it."""
    folded = text.casefold()
    for name, id in _names(kinds):
        for lead in ("", "the ", "a ", "to ", "to the ", "from ", "for ", "for the "):
            whole = lead + name
            if folded.startswith(whole) and not folded[len(whole) : len(whole) + 1].isalnum():
                return id, re.sub(
                    r"^ ?(?:hand-?off|hand-?over"
                    r"|meeting)\b",
                    "",
                    text[len(whole) :],
                    flags=re.I,
                )
    return "", text


def _names(kinds: Mapping[str, HandoffKind]) -> list[tuple[str, str]]:
    names = {
        " ".join(name.casefold().split()): id
        for id, kind in kinds.items()
        for name in (id, kind.name, kind.short, *kind.aliases)
    }
    return sorted(names.items(), key=lambda pair: -len(pair[0]))


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s/&-]", " ", text.casefold()).split())


def _parts(text: str) -> Iterator[str]:
    """The pieces between commas; "15 Jan, 2027" is one."""
    held = ""
    for piece in (piece.strip(" ,.;:") for piece in _PARTS.split(text)):
        if held and _YEAR.match(piece):
            held = f"{held} {piece}"
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _part(part: str, facts: dict[str, str]) -> None:
    if keyed := _KEYED.fullmatch(part):
        facts.setdefault(_KEYS[keyed["key"].casefold()], keyed["rest"].strip())
    elif to := _TO.fullmatch(part):
        facts.setdefault("receiver", to["who"])
    elif _DATE.match(part):
        facts.setdefault("due", part)
    elif _AMOUNT.match(part):
        facts.setdefault("value", part)
    elif run := _RUN.fullmatch(part):
        for piece in run.group("before", "amount", "after"):
            if piece and piece.strip():
                _part(piece.strip(), facts)
    else:
        _what(part, facts)


def _what(text: str, facts: dict[str, str]) -> None:
    """ "Azure migration for Contoso", "Contoso's", "the Contoso deal": whose, and what it is called."""
    placed = _PLACED.match(text)
    if placed:
        _keep("customer", placed["customer"], facts)
        _keep("opportunity", placed["before"], facts)
    else:
        _keep("opportunity" if "customer" in facts else "customer", text, facts)


def _keep(key: str, text: str, facts: dict[str, str]) -> None:
    name = _NOUN.sub("", _ARTICLE.sub("", text.strip(" ,.;:"))).strip()
    name = re.sub(r"(?:'s|\s+(?:on\s+)?to|\s+on)$", "", name)
    if name.casefold() not in _GENERIC and any(character.isalnum() for character in name):
        facts.setdefault(key, name)
