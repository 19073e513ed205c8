"""Yes or no from a fact that a search found, where one settles it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answers import phrases
from knowledge.answers.compose import Page
from knowledge.answers.desk import Desk
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.found import present, show, together
from knowledge.answers.search import Hit, Search
from knowledge.understand import quantities, words
from knowledge.understand.ask import Ask
from knowledge.understand.reading import Mention, Sense

_HEAVY = 1.5  # weight of a verb where yes or no hangs on it
_SETTLED = 0.7  # share of the question that a fact must account for to decide yes or no
_PLAINLY = 0.85  # share that a "no" needs
_NEARLY = 0.12  # a fact of the right role or stage may account for this much less
_CERTAIN, _FEW = 0.9, 3
_COUNTS = 0.7  # a lighter word does not decide
_GENERIC = frozenset(
    "own owns owned responsible accountable lead leads drive drives manage manages run runs".split()
)
_TURNING = frozenset({"optional", "skip", "skipped", "avoid", "zero", "only", "just", "without"})
_COMPARING = (
    "late", "early", "enough", "fine", "ok", "longer", "more than", "less than", "at least", "at most"
)  # fmt: skip
_NECESSARY = (
    "need",
    "needs",
    "needed",
    "require",
    "requires",
    "required",
    "must",
    "mandatory",
    "have to",
    "has to",
)
_NOT_NEEDED = re.compile(r"\bpreferred\b", re.I)
_ALTERNATIVE = re.compile(r"^or\b", re.I)
_SHARING = (
    "show",
    "share",
    "send",
    "give",
    "forward",
    "include",
    "see",
    "paste",
    "copy",
    "present",
    "facing",
)
_OUTSIDERS = ("customer", "customers", "client", "clients", "customer facing", "partner", "partners")
_INTERNAL = "internal-reference"  # the gap that says what is not for customers
_NEAR = 3
_REVERSED = ("optional", "skip", "skipped", "avoid", "0", "$0", "zero", "empty", "without")
_FORBIDS = re.compile(r"\b(?:do not|must not|cannot|never|internal)\b", re.I)
_EXAMPLES = re.compile(r"\(e\.g\.[^)]*\)", re.I)
_NOTHING = (Sort.CONFLICT, Sort.TERM, Sort.EXAMPLE, Sort.INTERVIEW, Sort.NOTE)
_DOERS = ("role", "unit", "stage")


def verify(desk: Desk, search: Search, ask: Ask) -> Page | None:
    """A yes or no, where a fact settles it; None where none does."""
    strict = search.hits(ask, ask.mentions)
    if _shares(ask, strict):
        return _page(desk, [Hit(desk.facts[f"gap.{_INTERNAL}"], 1.0, 1.0, frozenset())], "")
    figures = bool(quantities.quantities(ask.text))
    direct = next((hit for place, hit in enumerate(strict) if _answers_itself(hit, place, figures)), None)
    if direct:
        return _page(desk, [direct], "")
    heavy = [_weighed(m) for m in ask.mentions]
    loose = [hit for hit in search.hits(ask, heavy, strict=False) if _decides(hit.fact, ask)]
    if not loose or loose[0].score < _SETTLED:
        return None
    bound = [m for m in ask.mentions if m.kind() in _DOERS and not _ahead(ask, m)]
    subject = ask.weighty()[:1]  # "does the ATU ...": who would do it, not only be named
    consistent = [h for h in loose if all(search.does(h.fact, m, itself=m in subject) for m in bound)]
    near = [h for h in consistent if h.score >= loose[0].score - _NEARLY and _complete(search, h, heavy)]
    whole = near or [h for h in consistent if h.score >= _SETTLED and _literal(search, h, heavy)]
    if whole:
        return _affirm(desk, ask, together(whole))
    if consistent and consistent[0].score >= loose[0].score - _NEARLY:
        return None  # just these do something like it: neither yes nor no
    missed = [m for m in bound if not search.does(loose[0].fact, m, itself=m in subject)]
    return _deny(desk, search, ask, together(loose), heavy) if _says_else(loose[0].fact, missed) else None


def _says_else(fact: Fact, missed: Sequence[Mention]) -> bool:
    """Whether a fact differs in just one thing, and says who does it or in which stage instead."""
    return len(missed) == 1 and bool(fact.stages if missed[0].kind() == "stage" else fact.owners)


def _affirm(desk: Desk, ask: Ask, hits: Sequence[Hit]) -> Page:
    """The facts of just these roles and stages: yes, or no where they say the opposite."""
    return _page(desk, hits, _polarity(ask, hits[0].fact, _text(desk, hits[0].fact)))


def _text(desk: Desk, fact: Fact) -> str:
    """What a fact says, with all that it lists."""
    return " ".join((fact.heading, fact.text, *(desk.facts[key].text for key in fact.members)))


def _deny(desk: Desk, search: Search, ask: Ask, hits: Sequence[Hit], heavy: Iterable[Mention]) -> Page | None:
    """Others do it, or in another stage: no, with who and where."""
    if hits[0].score < _PLAINLY or not _complete(search, hits[0], heavy):
        return None
    return _page(desk, hits, "" if quantities.quantities(ask.text) else phrases.NO)


def _complete(search: Search, hit: Hit, heavy: Iterable[Mention]) -> bool:
    """Whether the fact has every word of the question that counts, if only in what surrounds it."""
    return all(search.does(hit.fact, m) if m.kind() else m.position in hit.matched for m in _counting(heavy))


def _literal(search: Search, hit: Hit, heavy: Iterable[Mention]) -> bool:
    """Whether the fact's own text has every word of the question that counts."""
    return all(search.does(hit.fact, m) for m in _counting(heavy))


def _counting(heavy: Iterable[Mention]) -> list[Mention]:
    return [m for m in heavy if m.kind() not in _DOERS and m.weight > _COUNTS and m.text not in _GENERIC]


def _page(desk: Desk, hits: Sequence[Hit], word: str) -> Page:
    page = desk.page("verify:" + hits[0].fact.key)
    if len(hits) == 1:  # what decides, without its neighbours
        show(desk, page, hits[0].fact)
    else:
        present(desk, page, hits)
    if word and hits[0].fact.sort is not Sort.GAP:
        page.lead(word)
    return page


def _decides(fact: Fact, ask: Ask) -> bool:
    """Examples and disagreements settle nothing, and a known gap only where figures are compared."""
    if fact.sort is Sort.GAP and not quantities.quantities(ask.text):
        return False
    return fact.sort not in _NOTHING and not fact.sample


def _weighed(mention: Mention) -> Mention:
    """Where yes or no hangs on it, a verb weighs more; "optional" and the like only turn the answer."""
    if mention.text in _GENERIC:
        return mention
    if mention.text in _TURNING or mention.text.isdecimal():  # numbers are compared by themselves
        return replace(mention, sense=Sense.PADDING, weight=0.0)
    return replace(mention, weight=_HEAVY) if mention.sense is Sense.LIGHT else mention


def _answers_itself(hit: Hit, place: int, figures: bool) -> bool:
    """A known gap that says yes or no by itself or compares figures, or a disagreement on just this."""
    gap = hit.fact.sort is Sort.GAP and hit.fact.text.startswith(("Yes", "No."))
    gap = gap or (hit.fact.sort is Sort.GAP and place == 0 and figures)
    return hit.score >= _CERTAIN and (gap or (hit.fact.sort is Sort.CONFLICT and place < _FEW))


def _ahead(ask: Ask, mention: Mention) -> bool:
    """ "before moving to stage 2": the stage that follows is not the one it happens in."""
    before = [m.text for m in ask.mentions if m.position < mention.position][-3:]
    return mention.kind() == "stage" and bool({"before", "to", "into", "entering", "reaching"} & set(before))


def _shares(ask: Ask, found: Sequence[Hit]) -> bool:
    """Whether the question is about showing internal guidance to a customer."""
    return ask.says(*_SHARING) and ask.says(*_OUTSIDERS) and any(hit.fact.internal for hit in found[:_NEAR])


def _polarity(ask: Ask, fact: Fact, said: str) -> str:
    """ "Yes." unless the fact says the opposite; nothing where it cannot be told."""
    if ask.says("only", "just", "solely"):
        return phrases.NO if "," in fact.text else ""
    if _only_for_example(ask, fact):
        return ""
    if ask.says("or", "either") or (fact.owners and _by_others(ask)):
        return ""
    if ask.says(*_COMPARING):
        return ""
    doubtful = fact.sort is Sort.PART  # one of its lines has the word; what it says of it is for the reader
    asked, given = quantities.quantities(ask.text), quantities.quantities(said)
    if any(quantities.contradicts(given, each) for each in asked):
        return phrases.NO
    if not all(quantities.confirms(given, each) for each in asked):
        return ""
    if ask.says(*_NECESSARY) and _ALTERNATIVE.search(fact.text):
        return ""
    if ask.says(*_NECESSARY) and _NOT_NEEDED.search(fact.heading):
        return phrases.NO
    if ask.says(*_REVERSED) or _opposite(ask.text, said):
        return phrases.NO
    if _FORBIDS.search(said) and not ask.negated:
        return phrases.NO
    if ask.negated and not ask.says("is not", "does not", "are not", "not"):
        return phrases.NO
    return "" if doubtful else phrases.YES


def _only_for_example(ask: Ask, fact: Fact) -> bool:
    """Whether a word of the question stands only in "(e.g., ...)"."""
    example = " ".join(_EXAMPLES.findall(fact.text)).casefold()
    outside = {
        words.stem(w)
        for w in re.findall(r"[a-z]+", f"{fact.heading} {_EXAMPLES.sub(' ', fact.text)}".casefold())
    }
    inside = {words.stem(w) for w in re.findall(r"[a-z]+", example)} - outside
    return any(words.stem(m.text) in inside for m in ask.weighty() if m.sense is Sense.CONTENT)


def _by_others(ask: Ask) -> bool:
    """ "Does the customer ...": whether somebody who has no role here would do it."""
    subject = ask.weighty()[:1]
    return ask.text.startswith("does ") and all(m.sense is not Sense.ENTITY for m in subject)


def _opposite(asked: str, said: str) -> bool:
    """ "committed" asked, "uncommitted" said, or the other way round."""
    one, other = set(re.findall(r"[a-z]+", asked.casefold())), set(re.findall(r"[a-z]+", said.casefold()))
    return any("un" + word in other and word not in other for word in one if len(word) > 4) or any(
        word.startswith("un") and word[2:] in other and word not in other for word in one
    )
