"""From a reading to an answer: settle yes or no, correct a false premise, admit what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answer import Kind
from knowledge.answers import checks, duties, journey, parts, phrases, roles, stages, terms, units
from knowledge.answers.compose import Page, spelled
from knowledge.answers.desk import Desk, Reply
from knowledge.answers.facts import Fact, Sort
from knowledge.answers.found import FEW, PAIR, line, present, show
from knowledge.answers.resolve import SURE, Reading
from knowledge.answers.search import Search
from knowledge.answers.suggest import suggestions
from knowledge.answers.verdict import verify
from knowledge.understand.ask import Ask
from knowledge.understand.reading import Mention, Sense
from knowledge.understand.thread import Thread

_TABLES = (roles, duties, stages, journey, units, checks, terms, parts)
REPLIES: dict[str, Reply] = {name: reply for table in _TABLES for name, reply in table.REPLIES.items()}

ENOUGH = 0.72  # less accounted for is said to be not known, with the nearest fact
_DISPUTED = 0.6  # enough where a disagreement is asked about and found
_NEAR = 0.4  # less than this is not near either
_UNSETTLED = 0.7  # a yes/no question that no fact settles
_WEIGHTY = 0.7  # a word that yes or no can hang on
_ON_JUST_THIS, _AS_GOOD, _LOOKED_AT = 0.9, 0.05, 8  # when a disagreement is mentioned with an answer
_ASIDES = (Sort.CONFLICT, Sort.GAP, Sort.TERM, Sort.NOTE)
_SHORT = 4  # words of a question that can only be about the last answer
_NAMED = 4  # unknown words that are repeated to the person
_OVERVIEWS = frozenset({"role.overview", "stage.overview", "unit.overview", "role.responsibilities"})


def speak(desk: Desk, search: Search, reading: Reading, past: Thread) -> Page:
    """The draft of the answer to one question."""
    again = _about_the_last(desk, search, reading.ask, past)
    if again:
        return again
    settled = _settled(desk, search, reading)
    disputed = _disputed(reading)
    if settled is None and reading.ask.yes_no and not reading.frame and not disputed:
        reading = replace(reading, score=min(reading.score, _UNSETTLED))
    page = settled or _page(desk, reading)
    if page is None or (settled is None and reading.score < (_DISPUTED if disputed else ENOUGH)):
        return _unknown(desk, reading, page, past)
    if page.id.startswith(("fact:", "verify:")):
        _mention_dispute(desk, search, reading.ask, page)
    if "number" in reading.ask.needs and page.count is not None:
        page.lead(phrases.COUNTED.format(count=spelled(page.count).capitalize()))
    _correct(desk, page, reading.ask)
    page.thread = _after(past, reading, page).dump()
    page.suggestions = suggestions(desk, reading.ask, page.id)
    return page


def _mention_dispute(desk: Desk, search: Search, question: Ask, page: Page) -> None:
    """Where the documents disagree on just what was asked, the other side is said as well."""
    if not search.reaches(question, question.mentions, Sort.CONFLICT, _ON_JUST_THIS):
        return
    hits = search.hits(question, question.mentions)[:_LOOKED_AT]
    least = max([_ON_JUST_THIS, *(hit.score - _AS_GOOD for hit in hits[:1])])
    for hit in hits:
        if hit.fact.sort is Sort.CONFLICT and hit.score >= least:
            desk.differ_on(page, hit.fact.key.removeprefix("conflict."))
            return


def _after(past: Thread, reading: Reading, page: Page) -> Thread:
    frame = reading.frame.name if reading.frame else ""
    return past.after(reading.ask, frame=frame, answer=page.id, facts=[hit.fact for hit in reading.hits])


def _page(desk: Desk, reading: Reading) -> Page | None:
    question = reading.ask
    if reading.frame:
        return REPLIES[reading.frame.name](desk, question)
    if not reading.hits:
        return None
    heavy = {m.concepts[0].partition(":")[2] for m in question.mentions if m.weight >= _WEIGHTY}
    terms = [t for t in question.keys("term") if t in heavy]
    undefined = tuple(t for t in terms if not desk.library.terms[t].meaning)
    if undefined and question.asks("definition", "expansion") and question.wh == {"what"}:
        return REPLIES["term"](desk, replace(question, slots={"term": undefined}))
    page = desk.page("fact:" + reading.hits[0].fact.key)
    doing = question.asks("do", "responsibilities") and question.needs <= {"owner"}
    present(desk, page, reading.hits, most=FEW if doing else PAIR)
    return page


def _disputed(reading: Reading) -> bool:
    """Whether the question is about a disagreement, and that is what was found."""
    question = reading.ask
    found = bool(reading.hits) and reading.hits[0].fact.sort is Sort.CONFLICT
    return found and (question.doubt or question.choice)


def _settled(desk: Desk, search: Search, reading: Reading) -> Page | None:
    """Yes or no from a fact, where the question hangs on one."""
    question = reading.ask
    asked = question.yes_no or (question.why and question.has("role"))
    framed = reading.frame is not None and reading.score >= SURE
    if not asked or framed or _disputed(reading):
        return None
    hangs = any(m.weight >= _WEIGHTY for m in question.weighty() if _confirmable(m))
    return verify(desk, search, question) if hangs else None


def _confirmable(mention: Mention) -> bool:
    return mention.sense is Sense.CONTENT or mention.kind() in ("term", "part")


def _correct(desk: Desk, page: Page, question: Ask) -> None:
    """Say first where the question takes a lead role for granted that is not one."""
    for clause in () if page.id.startswith("role.is_lead") else question.claims:
        named, numbers = clause.entities("role"), clause.entities("stage")
        if named and numbers and "lead" in clause.attributes:
            claim = replace(question, slots={"role": named, "stage": numbers})
            line = checks.wrong_lead(desk, page, claim)
            if line:
                page.lines.insert(0, line)


def _unknown(desk: Desk, reading: Reading, page: Page | None, past: Thread) -> Page:
    """Not known: said in one line, with the nearest thing that is."""
    question = reading.ask
    strange = [m.raw for m in question.weighty() if m.sense is Sense.UNKNOWN and m.weight > 1][:_NAMED]
    said = phrases.UNKNOWN_ABOUT.format(words=plain(" ".join(strange))) if strange else phrases.UNKNOWN
    offers = suggestions(desk, question, "")
    overview = reading.frame is not None and reading.frame.name in _OVERVIEWS
    if page is None or overview or reading.score < _NEAR:
        page = desk.page("unknown")
        page.lines.append(said if offers else f"{said} {phrases.OFFER}")
        thread = past.after(question, frame="", answer=page.id, facts=()) if offers else past
    else:
        page.withdraw(phrases.YES, phrases.NO)  # what is not known has no verdict
        page.lines[:0] = [f"{said} {phrases.NEAREST}"]
        page.id = "unknown:" + page.id
        thread = _after(past, reading, page)
    page.thread, page.suggestions, page.kind = thread.dump(), offers, Kind.UNKNOWN
    return page


def plain(text: str) -> str:
    """The person's own words without anything that could become markup."""
    return "".join(c for c in text if c.isalnum() or c in " '-%$€£")[:60]


# Questions about the last answer: "why?", "who else?"


def _about_the_last(desk: Desk, search: Search, question: Ask, past: Thread) -> Page | None:
    own = (m for m in question.mentions if m.text)  # not what the thread added
    if not past.answer or any(m.sense not in (Sense.PADDING, Sense.LIGHT) for m in own):
        return None
    if question.why:
        return _why(desk, past)
    if question.more:
        return _others(desk, search, question, past)
    return _next_part(desk, question, past) or _again(desk, question, past)


def _again(desk: Desk, question: Ask, past: Thread) -> Page | None:
    """ "By whom?" "From when?": the same facts say it."""
    shown = [desk.facts[key] for key in past.facts if key in desk.facts]
    short = len(question.text.split()) <= _SHORT
    if not shown or not question.wh or not short or question.anaphoric or question.relation:
        return None
    page = desk.page("again:" + past.answer)
    if shown[0].members:
        show(desk, page, shown[0])
    for fact in shown if not shown[0].members else ():
        page.item(line(desk, fact), *fact.source)
    page.thread = past.dump()
    return page


def _next_part(desk: Desk, question: Ask, past: Thread) -> Page | None:
    """ "And the one after that?": the next part of the topic that was shown."""
    topic, _, part = next(iter(past.slots.get("part", ("",)))).partition("/")
    parts = list(desk.library.topics[topic].parts) if topic in desk.library.topics else []
    step = {"next": 1, "previous": -1}.get(question.relation)
    if part not in parts or step is None or not 0 <= parts.index(part) + step < len(parts):
        return None
    key = parts[parts.index(part) + step]
    page = desk.page(f"fact:topic.{topic}.{key}")
    show(desk, page, desk.facts[f"topic.{topic}.{key}"])
    page.thread = replace(past, slots={"part": (f"{topic}/{key}",)}, answer=page.id).dump()
    return page


def _why(desk: Desk, past: Thread) -> Page | None:
    """The documents give no reasons: say so, and what the stage is there for."""
    numbers = [int(n) for n in past.slots.get("stage", ()) if int(n) in desk.stages]
    page = desk.page("why:" + past.answer)
    page.lines.append(phrases.WHY)
    for number in numbers[:1]:
        said = desk.stages[number].purpose[0]
        page.say(phrases.WHY_STAGE.format(stage=desk.names.stage(number), text=said.text), *said.source)
    shown = [desk.facts[key] for key in past.facts if key in desk.facts]
    for fact in shown[:1] if not numbers else ():
        page.say(phrases.WHY_SOURCE.format(text=fact.text), *fact.source)
    page.thread = past.dump()
    return page if len(page.lines) > 1 else None


def _others(desk: Desk, search: Search, question: Ask, past: Thread) -> Page | None:
    """Who or what else: supporting roles after leads, else the next facts."""
    support = past.frame == "stage.lead"
    ask = replace(question, slots=past.slots)
    page = REPLIES["stage.support"](desk, ask) if support else _next_facts(desk, search, past)
    if page is None:
        return None
    page.thread = replace(past, frame="", facts=(*past.facts, page.id)).dump()
    return page


def _next_facts(desk: Desk, search: Search, past: Thread) -> Page | None:
    shown = [desk.facts[key] for key in past.facts if key in desk.facts]
    if not shown:
        return None
    page = desk.page("more:" + past.answer)
    hits = search.hits(Ask(), tuple(past.mentions()))
    rest = [h for h in hits if h.score >= ENOUGH and h.fact.sort not in _ASIDES and _new(h.fact, shown)][:3]
    if rest:
        present(desk, page, rest)
    else:
        page.say(phrases.ELSE_NOBODY, *shown[0].source, abstract=shown[0].text)
    return page


def _new(fact: Fact, shown: Sequence[Fact]) -> bool:
    return fact not in shown and not any(fact.owners == other.owners for other in shown)
