"""From clauses to a typed question: what is asked, about which roles, stages, units and motions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.understand.lexicon import Lexicon, Phrase
from knowledge.understand.reading import Clause, Mention, Sense
from knowledge.understand.words import stem

SLOTS = ("role", "stage", "unit", "motion", "term", "topic", "part")

_WH = {"what", "which", "who", "when", "where", "why", "how"}
_AUXILIARIES = set(
    [
        "is",
        "are",
        "was",
        "were",
        "does",
        "do",
        "did",
        "can",
        "could",
        "should",
        "shall",
        "will",
        "would",
        "has",
        "have",
        "must",
        "am",
        "may",
        "might",
    ]
)
_PERSONAL = {"i", "my", "we", "me", "our", "us", "mine"}
_ANAPHORA = re.compile(
    r" (?:it|its|they|them|their|theirs|he|she|his|her|hers) | (?:that|this|the same|those|these) (?:stage|role|unit|one|ones|person|phase|meeting|step) |(?<! is)(?<! are) there $| one after | one before | that $"
)
_NEGATIVE = {
    "not",
    "no",
    "never",
    "without",
    "cannot",
    "nothing",
    "none",
    "nobody",
    "neither",
    "isnt",
    "empty",
    "blank",
}
_COMMANDS = set(
    [
        "list",
        "give",
        "explain",
        "tell",
        "describe",
        "compare",
        "show",
        "name",
        "define",
        "walk",
        "summarise",
        "summarize",
        "spell",
        "break",
        "expand",
    ]
)
_TAGS = {
    ("right",), ("correct",), ("true",), ("is", "that", "right"), ("yes",), ("isnt", "it"), ("is", "not", "it"), ("no",),
    ("that", "is", "right", "is", "not", "it"), ("that", "is", "right"), ("is", "it", "true"), ("is", "this", "correct"),
    ("is", "that", "correct"), ("am", "i", "right"), ("does", "not", "it"), ("is", "that", "true"), ("true", "or", "false"),
    ("yes", "or", "no"), ("that", "is", "correct"), ("innit",), ("are", "not", "they"), ("or", "not"),
}  # fmt: skip
_POINTS_BACK = {"that", "it", "this", "they", "them", "those", "these", "which"}
_LISTS = ("exit", "outcome", "artifacts", "metrics")
_BESIDES = {"besides", "except", "apart", "excluding", "beside"}
_ASIDE = 0.35
_DURATION = re.compile(
    r" how (?:long|quickly|fast|often|many (?:business )?(?:days|weeks|years|months)|much time) | \d+ (?:business )?days? "
)
_PLACE = re.compile(r" where is .* (?:based|located) | located | what location ")
_NUMBER = re.compile(
    r" target | threshold | how (?:many|much) | number of | (?:what|which) (?:percentage|share|percent) "
)
_WHICH_STAGE = re.compile(
    r" (?:which|what) (?:mcem )?stages? | stage is (?:that|this|it) | at what point "
)
_WHEN = re.compile(r"(?<! by) when (?:do|does|is|are|will|should|did) ")
_WHOSE = re.compile(r" who is (?:my|our) | who are (?:my|our) ")
_BY_WHEN = re.compile(r" by when | until when | deadline | how soon | latest ")
_CONSEQUENCE = re.compile(
    r" (?:what|anything) happens? (?:if|when) .*(?:miss|late|fail|ignore|break|lost|lose)| penalty | consequences? "
)
_CLAIMS = (
    "i thought",
    "i heard",
    "i think",
    "i believe",
    "i read",
    "i was told",
    "my boss says",
    "someone told me",
    "i assume",
)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One question. `slots` holds the keys of what it names; `inherited` the slots that came from the thread."""

    mentions: tuple[Mention, ...] = ()
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attributes: Mapping[str, frozenset[int]] = field(default_factory=dict)
    text: str = ""  # its words, corrected
    relation: str = ""
    counted: str = ""  # stem of what "how many" counts
    needs: frozenset[str] = frozenset()  # of "number", "duration", "stage", "owner"
    wh: frozenset[str] = frozenset()
    yes_no: bool = False
    negated: bool = False
    everything: bool = False
    personal: bool = False
    anaphoric: bool = False
    follow_up: bool = False
    choice: bool = False  # offers two things with "or"
    doubt: bool = False  # says that the documents disagree
    more: bool = False
    why: bool = False
    inherited: frozenset[str] = frozenset()  # slots that came from the conversation
    context: frozenset[str] = frozenset()  # slots that came from the rest of the message
    around: tuple[Mention, ...] = ()  # words of the rest of the message; a match helps, none does no harm
    claims: tuple[Clause, ...] = ()  # what the sentence takes for granted

    def has(self, slot: str) -> bool:
        return bool(self.slots.get(slot))

    def keys(self, slot: str) -> tuple[str, ...]:
        return self.slots.get(slot, ())

    @property
    def stages(self) -> tuple[int, ...]:
        return tuple(int(n) for n in self.keys("stage"))

    def asks(self, *attributes: str) -> bool:
        return any(name in self.attributes for name in attributes)

    def says(self, *texts: str) -> bool:
        """Whether the question's words contain one of these phrases."""
        padded = f" {self.text} "
        return any(f" {text} " in padded for text in texts)

    def weighty(self) -> list[Mention]:
        return [m for m in self.mentions if m.sense is not Sense.PADDING]

    def given(self, slot: str, keys: Sequence[str]) -> Ask:
        """The same question with a slot filled in from elsewhere."""
        return replace(self, slots={**self.slots, slot: tuple(keys)}, inherited=self.inherited | {slot})


def asks(clauses: Sequence[Clause], lexicon: Lexicon) -> list[Ask]:
    """The questions of a message, in order; what surrounds them fills the slots they leave open."""
    kept = _untag(clauses)
    sentences = [_sentence(kept, number) for number in dict.fromkeys(clause.sentence for clause in kept)]
    groups = [group for sentence in sentences for group in _questions(sentence)]
    main = [group for group in groups if _is_question(group)] or [tuple(c for g in groups for c in g)]
    if not any(m.sense is not Sense.PADDING for group in main for clause in group for m in clause.mentions):
        main = [tuple(kept)]  # "..., another says pipeline. Which?": the question is in what was said before
    rest = (
        [clause for group in groups if group not in main for clause in group] if main != [tuple(kept)] else []
    )
    doubt = any(contains(lexicon.doubt, clause.stems) for clause in clauses)
    found = (_ask(group, lexicon, tagged=len(kept) < len(clauses)) for group in main if group)
    return [_with_context(replace(each, doubt=doubt), rest) for ask in found for each in _by_attribute(ask)]


def _by_attribute(ask: Ask) -> list[Ask]:
    """ "Artifacts and metrics of stage 3" asks twice."""
    wanted = [name for name in _LISTS if name in ask.attributes and _own_words(ask, name)]
    if len(wanted) < 2 or not ask.has("stage") or ask.has("role"):
        return [ask]
    return [_only(ask, name, [other for other in wanted if other != name]) for name in wanted]


def _own_words(ask: Ask, name: str) -> frozenset[int]:
    """Positions of the words that ask for this attribute and for no other list."""
    others = (ask.attributes.get(other, frozenset()) for other in _LISTS if other != name)
    return ask.attributes[name] - frozenset(p for positions in others for p in positions)


def _only(ask: Ask, name: str, others: Sequence[str]) -> Ask:
    away = frozenset(p for other in others for p in _own_words(ask, other))
    kept = {key: positions for key, positions in ask.attributes.items() if key not in others}
    return replace(ask, attributes=kept, mentions=tuple(m for m in ask.mentions if m.position not in away))


def _untag(clauses: Sequence[Clause]) -> list[Clause]:
    """Without closing tags such as "right?" and "correct?", which make a claim a question."""
    kept = [c for c in clauses if c.words not in _TAGS]
    return kept or list(clauses)


def _sentence(clauses: Sequence[Clause], number: int) -> list[Clause]:
    return [clause for clause in clauses if clause.sentence == number]


def _questions(sentence: Sequence[Clause]) -> list[tuple[Clause, ...]]:
    """A sentence is one question, unless two of its clauses ask, each about something of its own."""
    asking = [n for n, clause in enumerate(sentence) if asks_itself(clause)]
    own = [
        n
        for n in asking
        if _WH & set(sentence[n].words) and any(m.sense is Sense.ENTITY for m in sentence[n].mentions)
    ]
    if len(own) < 2:
        return [tuple(sentence)]
    cuts = [0, *own[1:], len(sentence)]
    return [tuple(sentence[start:end]) for start, end in zip(cuts, cuts[1:], strict=False)]


def asks_itself(clause: Clause) -> bool:
    words = clause.words
    return bool(_WH & set(words)) or (bool(words) and (words[0] in _AUXILIARIES or words[0] in _COMMANDS))


def _is_question(group: Sequence[Clause]) -> bool:
    return any(asks_itself(clause) for clause in group) or (bool(group) and group[-1].asked)


def _with_context(ask: Ask, rest: Sequence[Clause]) -> Ask:
    for slot in SLOTS:
        if not ask.has(slot):
            around = tuple(dict.fromkeys(key for clause in rest for key in clause.entities(slot)))
            if around:
                ask = replace(ask, slots={**ask.slots, slot: around}, context=ask.context | {slot})
    return replace(
        ask,
        around=tuple(_faded(m, 0.3) for clause in rest for m in clause.mentions if m.sense is Sense.CONTENT),
    )


def _ask(group: Sequence[Clause], lexicon: Lexicon, *, tagged: bool) -> Ask:
    mentions = _spared(_mentions(group))
    words = tuple(w for clause in group for w in clause.words)
    stems = tuple(s for clause in group for s in clause.stems)
    attributes: dict[str, frozenset[int]] = {}
    for clause in group:
        for name, positions in clause.attributes.items():
            attributes[name] = attributes.get(name, frozenset()) | positions
    text = " ".join(words)
    wh = frozenset(_WH & set(words))
    return Ask(
        mentions=mentions,
        slots={slot: keys for slot in (*SLOTS, "document") if (keys := _keys(mentions, slot))},
        attributes=attributes,
        text=text,
        relation=_first(lexicon.relations, stems),
        needs=_needs(text, wh),
        counted=_counted(stems),
        wh=wh,
        yes_no=(not wh and any(_opens_with_auxiliary(clause.words) for clause in group))
        or tagged
        or text.startswith(_CLAIMS),
        negated=bool(_NEGATIVE & set(words)),
        everything=contains(lexicon.everything, stems),
        personal=bool(_PERSONAL & set(words)),
        anaphoric=bool(_ANAPHORA.search(f" {text} ")),
        choice=" or " in f" {text} ",
        follow_up=_starts(lexicon.follow_up | lexicon.correction, stems),
        more=contains(lexicon.more, stems),
        why=_starts(lexicon.why, stems),
        claims=tuple(clause for clause in group if not asks_itself(clause)) if len(group) > 1 else (),
    )


def _mentions(group: Sequence[Clause]) -> tuple[Mention, ...]:
    """What leads up to a question is said in passing: its plain words weigh less."""
    first = next((n for n, clause in enumerate(group) if asks_itself(clause)), 0)
    if first and _POINTS_BACK & set(group[first].words):
        first = 0  # "deal shaping - is that ...": what leads up is what is asked about
    return tuple(
        _faded(m, _ASIDE) if n < first and m.sense in (Sense.CONTENT, Sense.UNKNOWN) else m
        for n, clause in enumerate(group)
        for m in clause.mentions
    )


def _faded(mention: Mention, share: float) -> Mention:
    return replace(mention, weight=mention.weight * share)


def _spared(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """ "Besides the AE, who ...": what is set aside is not asked about."""
    kept: list[Mention] = []
    aside = 0
    for mention in mentions:
        if mention.text in _BESIDES:
            aside = 4
        elif aside and mention.sense is Sense.ENTITY:
            mention, aside = replace(mention, sense=Sense.PADDING, concepts=("w:",), weight=0.0), 0
        aside = max(0, aside - 1)
        kept.append(mention)
    return tuple(kept)


def _keys(mentions: Sequence[Mention], slot: str) -> tuple[str, ...]:
    named = (c for m in mentions if m.sense is Sense.ENTITY for c in m.concepts)
    return tuple(dict.fromkeys(c.partition(":")[2] for c in named if c.startswith(slot + ":")))


def _opens_with_auxiliary(words: Sequence[str]) -> bool:
    opening = [
        w
        for w in words[:6]
        if w not in ("so", "ok", "and", "but", "hey", "hi", "also", "please", "now", "well", "hmm")
    ]
    if opening and opening[0] in ("if", "when"):
        opening = [w for w in words if w in _AUXILIARIES][-1:]
    asks_favour = opening[:2] in (["can", "you"], ["could", "you"], ["would", "you"], ["will", "you"])
    return bool(opening) and opening[0] in _AUXILIARIES and not asks_favour


def _needs(text: str, wh: frozenset[str]) -> frozenset[str]:
    """What an answer must give: a number, a duration, a stage, somebody."""
    padded = f" {text} "
    needs = set()
    if _DURATION.search(padded):
        needs.add("duration")
    elif _NUMBER.search(padded):
        needs.add("number")
    if _WHICH_STAGE.search(padded):
        needs.add("stage")
    if _WHEN.search(padded):
        needs.add("when")
    if "who" in wh:
        needs.add("owner")
    if _BY_WHEN.search(padded):
        needs.add("time")
    if _PLACE.search(padded):
        needs.add("place")
    if _WHOSE.search(padded):
        needs.add("person")
    if _CONSEQUENCE.search(padded):
        needs.add("consequence")
    return frozenset(needs)


def _counted(stems: Sequence[str]) -> str:
    """ "how many recommendations ...": what follows is what a number must be of."""
    joined = list(stems)
    for n in range(len(joined) - 2):
        if joined[n : n + 2] == ["how", stem("many")]:
            return joined[n + 2]
    return ""


def contains(phrases: Iterable[Phrase], stems: Sequence[str]) -> bool:
    joined = f" {' '.join(stems)} "
    return any(f" {' '.join(phrase)} " in joined for phrase in phrases)


def _starts(phrases: Iterable[Phrase], stems: Sequence[str]) -> bool:
    return any(tuple(stems[: len(phrase)]) == phrase for phrase in phrases)


def _first(phrases: Mapping[Phrase, str], stems: Sequence[str]) -> str:
    joined = f" {' '.join(stems)} "
    found = [
        (joined.find(f" {' '.join(p)} "), -len(p), name)
        for p, name in phrases.items()
        if f" {' '.join(p)} " in joined
    ]
    return min(found)[2] if found else ""
