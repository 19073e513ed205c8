"""The agenda of a discussion, made from its handoff, as HTML and as plain text.

Where anyone invited is of another organisation it is the purpose alone. It never names the time: a meeting
that is moved keeps its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from html import escape

from handoffs.calendars import show
from handoffs.model import Handoff, Item, Milestone, State
from knowledge.handoffs import HandoffKind, Side
from meetings import words

_LONGEST_TITLE = 200
_LONGEST_LINE = 300
_LONGEST_NAME = 120
_LONGEST_LINK = 500
_MOST_LINES = 25  # of a section; with the lengths above an agenda stays below 80 KB
_JOINERS = "\u200c\u200d"  # within words of some scripts, and within emoji
_WEB = ("https://", "http://")


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What an invitation says. `html` is a fragment; free texts of people are text in both."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, kw_only=True)
class _Line:
    """`link` is the web address that the line is about, "" for none."""

    text: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class _Section:
    heading: str
    lines: tuple[_Line, ...]


@dataclass(frozen=True, kw_only=True)
class _Source:
    """All that an agenda is made of; `zone`: the organiser's, for the days on which people did things."""

    handoff: Handoff
    kind: HandoffKind
    names: Mapping[str, str]
    zone: tzinfo

    def name(self, person: str) -> str:
        return one_line(self.names.get(person, words.SOMEONE), _LONGEST_NAME) if person else words.NOBODY

    def day(self, at: datetime) -> str:
        return show(at.astimezone(self.zone).date())


def write(
    handoff: Handoff, kind: HandoffKind, *, names: Mapping[str, str], zone: tzinfo, external: bool
) -> Agenda:
    """Write the agenda; `names` by person id, `external`: somebody of another organisation is invited."""
    source = _Source(handoff=handoff, kind=kind, names=names, zone=zone)
    sections = list(_outside(source) if external else _inside(source))
    return Agenda(
        subject=subject(handoff, kind, external=external),
        html="\n".join(map(_html, sections)),
        text="\n\n".join(map(_text, sections)),
    )


def subject(handoff: Handoff, kind: HandoffKind, *, external: bool) -> str:
    """The title; outside it names no opportunity, and no discussion of an internal document."""
    named = handoff.opportunity
    shown = (named.customer,) if external else (named.customer, named.name)
    about = ", ".join(filter(None, (one_line(name, _LONGEST_NAME) for name in shown)))
    if not about and external:
        return words.TITLE_OUTSIDE
    title = words.TITLE.format(
        discussion=words.TITLE_OUTSIDE if external and kind.internal else kind.discussion.name,
        subject=about or words.NO_SUBJECT.format(number=handoff.number),
    )
    return _shortened(title, _LONGEST_TITLE)


def _outside(source: _Source) -> Iterator[_Section]:
    about = words.PURPOSE_OUTSIDE if source.kind.internal else source.kind.about
    yield _section(words.PURPOSE, [about])


def _inside(source: _Source) -> Iterator[_Section]:
    yield _section(words.PURPOSE, [source.kind.about, *([words.INTERNAL] if source.kind.internal else [])])
    yield _facts(source)
    if source.kind.milestones or source.kind.confirm:
        yield _agreement(source)
    for heading, lines in (
        (words.OPEN, list(_open(source))),
        (words.WAIVED, list(_set_aside(source))),
        (words.AFTERWARDS, list(_afterwards(source))),
    ):
        if lines:
            yield _section(heading, lines)


def _facts(source: _Source) -> _Section:
    named, parties = source.handoff.opportunity, source.handoff.parties
    facts = (
        (words.CUSTOMER, named.customer, _LONGEST_NAME),
        (words.OPPORTUNITY, named.name, _LONGEST_NAME),
    )
    lines = [_Line(text=line.format(value=one_line(fact, most))) for line, fact, most in facts if fact]
    lines += [
        _Line(text=_part(words.GIVES, source.name(parties.giver), source.kind.giver.title)),
        _Line(text=_part(words.RECEIVES, source.name(parties.receiver), source.kind.receiver.title)),
    ]
    link = one_line(named.link, _LONGEST_LINK)
    if link == named.link and link.casefold().startswith(_WEB):
        lines.append(_Line(text=words.LINK.format(value=link), link=link))
    return _Section(heading=words.FACTS, lines=tuple(lines))


def _part(line: str, name: str, title: str) -> str:
    return line.format(name=name, title=title)


def _agreement(source: _Source) -> _Section:
    """The milestones, and who of those who confirm them has done so."""
    handoff, confirm = source.handoff, source.kind.confirm
    is_agreed = bool(confirm) and all(side in handoff.agreed for side in confirm)
    lines = [_milestone(place, each) for place, each in enumerate(handoff.milestones, 1)]
    if source.kind.milestones and not lines:
        lines.append(words.NO_MILESTONE)
    return _section(words.AGREED if is_agreed else words.TO_AGREE, lines, last=_confirmations(source))


def _milestone(place: int, milestone: Milestone) -> str:
    return words.MILESTONE.format(
        place=place,
        workload=one_line(milestone.workload, _LONGEST_NAME) or words.NO_WORKLOAD,
        value=milestone.value.show() if milestone.value else words.NO_VALUE,
        due=show(milestone.due) if milestone.due else words.NO_DUE,
    )


def _confirmations(source: _Source) -> Iterator[str]:
    parties = source.handoff.parties
    people = {Side.GIVER: parties.giver, Side.RECEIVER: parties.receiver}
    for side in source.kind.confirm:
        mark = source.handoff.agreed.get(side)
        if mark:
            yield words.HAS_AGREED.format(name=source.name(mark.by), day=source.day(mark.at))
        elif person := people.get(side, ""):
            yield words.HAS_NOT_AGREED.format(name=source.name(person))


def _open(source: _Source) -> Iterator[str]:
    """What people have to settle; what the meeting itself or a later move settles is no item of it."""
    for item in source.handoff.items:
        if item.state is State.OPEN and item.gate is None:
            text = item.text if item.required else words.OPTIONAL.format(text=item.text)
            yield words.NOTED.format(text=text, note=one_line(item.note)) if item.note else text


def _set_aside(source: _Source) -> Iterator[str]:
    for item in source.handoff.items:
        if item.state in (State.WAIVED, State.NOT_APPLICABLE):
            yield _reasoned(source, item)


def _reasoned(source: _Source, item: Item) -> str:
    mark = item.mark
    reason = one_line(mark.reason).rstrip(".") if mark else ""
    return words.SET_ASIDE.format(
        text=item.text,
        state=words.STATES[item.state],
        reason=reason or words.NO_REASON,
        name=source.name(mark.by) if mark else words.SOMEONE,
        day=source.day(mark.at) if mark else "",
    )


def _afterwards(source: _Source) -> Iterator[str]:
    items, rule = source.handoff.items, source.kind.deadline
    if items:
        settled = sum(item.state is not State.OPEN for item in items)
        yield words.SETTLED.format(done=settled, total=len(items))
    if rule:
        yield words.FOLLOWS.format(
            text=rule.text, count=rule.offset, unit=words.UNITS[rule.unit], anchor=words.ANCHORS[rule.anchor]
        )
        if rule.reading:
            yield rule.reading


def _section(heading: str, lines: Iterable[str], last: Iterable[str] = ()) -> _Section:
    """Bounded in number and length; what is left out is said. `last` is never left out."""
    every = list(lines)
    kept = every[:_MOST_LINES]
    if len(every) > _MOST_LINES:
        kept.append(words.AND_MORE.format(count=len(every) - _MOST_LINES))
    return _Section(heading=heading, lines=tuple(_Line(text=line) for line in (*kept, *last)))


def _html(section: _Section) -> str:
    lines = "".join(f"<li>{_marked_up(line)}</li>" for line in section.lines)
    return f"<p><strong>{escape(section.heading)}</strong></p>\n<ul>{lines}</ul>"


def _marked_up(line: _Line) -> str:
    text = escape(line.text)
    if not line.link:
        return text
    link = escape(line.link)
    return text.replace(link, f'<a href="{link}">{link}</a>', 1)


def _text(section: _Section) -> str:
    return "\n".join((section.heading, *(f"- {line.text}" for line in section.lines)))


def one_line(text: str, limit: int = _LONGEST_LINE) -> str:
    """A person's own words: one line of what can be shown, cut where it is long."""
    kept = "".join(char if char.isprintable() or char in _JOINERS else " " for char in text)
    return _shortened(" ".join(kept.split()), limit)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 3].rstrip() + "..."
