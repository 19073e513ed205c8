"""Yes or no from a fact that a search found, where one settles it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answers import phrases
from knowledge.answers.compose import Page
from knowledge.answers.desk import Desk
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.found import present, together
from knowledge.answers.search import Hit, Search
from knowledge.understand import quantities
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
_TURNING = frozenset({"optional", "skip", "skipped", "avoid", "zero", "only", "just"})
_REVERSED = ("optional", "skip", "skipped", "avoid", "0", "$0", "zero", "empty", "without")
_FORBIDS = re.compile(r"\b(?:do not|must not|cannot|never|internal)\b", re.I)
_NOTHING = (Sort.CONFLICT, Sort.TERM, Sort.EXAMPLE, Sort.INTERVIEW, Sort.NOTE)
_DOERS = ("role", "unit", "stage")


def verify(desk: Desk, search: Search, ask: Ask) -> Page | None:
    """A yes or no, where a fact settles it; None where none does."""
    strict = search.hits(ask, ask.mentions)
    direct = next((hit for place, hit in enumerate(strict) if _answers_itself(hit, place)), None)
    if direct:
        return _page(desk, [direct], "")
    heavy = [_weighed(m) for m in ask.mentions]
    loose = [hit for hit in search.hits(ask, heavy, strict=False) if _decides(hit.fact)]
    if not loose or loose[0].score < _SETTLED:
        return None
    bound = [m for m in ask.mentions if m.kind() in _DOERS and not _ahead(ask, m)]
    consistent = [h for h in loose if all(search.does(h.fact, m) for m in bound)]
    if consistent and consistent[0].score >= loose[0].score - _NEARLY:
        return _affirm(desk, ask, together(consistent), heavy)
    return _deny(desk, ask, together(loose), heavy)


def _affirm(desk: Desk, ask: Ask, hits: Sequence[Hit], heavy: Iterable[Mention]) -> Page | None:
    """The facts of just these roles and stages: yes, or no where they say the opposite."""
    if not _complete(hits[0], heavy):
        return None
    return _page(desk, hits, _polarity(ask, hits[0].fact))


def _deny(desk: Desk, ask: Ask, hits: Sequence[Hit], heavy: Iterable[Mention]) -> Page | None:
    """Others do it, or in another stage: no, with who and where."""
    if hits[0].score < _PLAINLY or not _complete(hits[0], heavy):
        return None
    return _page(desk, hits, "" if quantities.quantities(ask.text) else phrases.NO)


def _complete(hit: Hit, heavy: Iterable[Mention]) -> bool:
    """Whether the fact has every word of the question that counts."""
    counting = (m for m in heavy if m.kind() not in _DOERS and m.weight > _COUNTS and m.text not in _GENERIC)
    return all(m.position in hit.matched for m in counting)


def _page(desk: Desk, hits: Sequence[Hit], word: str) -> Page:
    page = desk.page("verify:" + hits[0].fact.key)
    present(desk, page, hits)
    if word and hits[0].fact.sort is not Sort.GAP:
        page.lead(word)
    return page


def _decides(fact: Fact) -> bool:
    """Examples and disagreements settle nothing."""
    return fact.sort not in _NOTHING and not fact.sample


def _weighed(mention: Mention) -> Mention:
    """Where yes or no hangs on it, a verb weighs more; "optional" and the like only turn the answer."""
    if mention.text in _GENERIC:
        return mention
    if mention.text in _TURNING:
        return replace(mention, sense=Sense.PADDING, weight=0.0)
    return replace(mention, weight=_HEAVY) if mention.sense is Sense.LIGHT else mention


def _answers_itself(hit: Hit, place: int) -> bool:
    """A known gap that says yes or no by itself, or a disagreement on just this."""
    gap = hit.fact.sort is Sort.GAP and hit.fact.text.startswith(("Yes", "No."))
    return hit.score >= _CERTAIN and (gap or (hit.fact.sort is Sort.CONFLICT and place < _FEW))


def _ahead(ask: Ask, mention: Mention) -> bool:
    """ "before moving to stage 2": the stage that follows is not the one it happens in."""
    before = [m.text for m in ask.mentions if m.position < mention.position][-3:]
    return mention.kind() == "stage" and bool({"before", "to", "into", "entering", "reaching"} & set(before))


def _polarity(ask: Ask, fact: Fact) -> str:
    """ "Yes." unless the fact says the opposite; nothing where it cannot be told."""
    said = f"{fact.heading} {fact.text}"
    if ask.says("only", "just", "solely"):
        return phrases.NO if "," in fact.text else ""
    if ask.says("or", "either"):
        return ""
    asked, given = quantities.quantities(ask.text), quantities.quantities(said)
    if any(quantities.contradicts(given, each) for each in asked):
        return phrases.NO
    if not all(quantities.confirms(given, each) for each in asked):
        return ""
    if ask.says(*_REVERSED) or _opposite(ask.text, said):
        return phrases.NO
    if _FORBIDS.search(said) and not ask.negated:
        return phrases.NO
    return phrases.NO if ask.negated and not ask.says("is not", "does not", "are not", "not") else phrases.YES


def _opposite(asked: str, said: str) -> bool:
    """ "committed" asked, "uncommitted" said, or the other way round."""
    one, other = set(re.findall(r"[a-z]+", asked.casefold())), set(re.findall(r"[a-z]+", said.casefold()))
    return any("un" + word in other and word not in other for word in one if len(word) > 4) or any(
        word.startswith("un") and word[2:] in other and word not in other for word in one
    )
