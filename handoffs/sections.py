"""The parts of a report, as tables of plain text: the same for every form it is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from handoffs import clock, entries, moments, report_words, views, words
from handoffs.calendars import show
from handoffs.history import Check, Recorded
from handoffs.model import Handoff, Item, Mark, State
from knowledge.handoffs import HandoffKind, Side

Row = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, the names of the columns, and the rows."""

    title: str
    columns: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Record:
    """All that a report is made of; `names` by person id, `source_name` says document and section."""

    handoff: Handoff
    kind: HandoffKind
    names: Mapping[str, str]
    history: Sequence[Recorded]
    check: Check
    source_name: Callable[[str], str]

    def who(self, person: str) -> str:
        return self.names.get(person, words.SOMEONE) if person else report_words.NOBODY

    def marked(self, mark: Mark | None) -> tuple[str, str]:
        """By whom, and when."""
        return (self.who(mark.by), entries.moment(mark.at)) if mark else ("", "")


def sections(record: Record) -> tuple[Section, ...]:
    """Everything there is to report; what has no rows is left out."""
    all_rows = ((name, tuple(rows(record))) for name, rows in _PARTS.items())
    return tuple(
        Section(title=report_words.SECTIONS[name], columns=report_words.COLUMNS[name], rows=rows)
        for name, rows in all_rows
        if rows
    )


def _facts(record: Record) -> Iterator[Row]:
    handoff, kind = record.handoff, record.kind
    named, parties = handoff.opportunity, handoff.parties
    progress = views.progress(handoff)
    facts = {
        "kind": kind.name,
        "status": words.STATUS[handoff.status],
        "customer": named.customer,
        "opportunity": named.name,
        "link": named.link,
        "unified": words.YES_NO[named.unified],
        "creator": report_words.BY_ON.format(
            who=record.who(parties.creator), when=entries.moment(handoff.created)
        ),
        "giver": record.who(parties.giver),
        "receiver": record.who(parties.receiver),
        "others": ", ".join(record.who(other) for other in parties.others),
        "escalation": record.who(parties.escalation) if parties.escalation else "",
        "progress": report_words.PROGRESS.format(done=progress.done, total=progress.total),
        "ended": ", ".join(filter(None, record.marked(handoff.ended))),
        "reason": handoff.ended.reason if handoff.ended else "",
    }
    titles = {"giver": kind.giver.title, "receiver": kind.receiver.title}
    for name, fact in facts.items():
        if fact:
            yield report_words.ROWS[name].format(title=titles.get(name)), fact


def _milestones(record: Record) -> Iterator[Row]:
    for place, milestone in enumerate(record.handoff.milestones, 1):
        value = milestone.value.show() if milestone.value else words.NOT_KNOWN
        yield str(place), milestone.workload, value, _day(milestone.due)


def _agreement(record: Record) -> Iterator[Row]:
    parties = record.handoff.parties
    people = {Side.GIVER: parties.giver, Side.RECEIVER: parties.receiver}
    for side in record.kind.confirm:
        mark = record.handoff.agreed.get(side)
        person = mark.by if mark else people.get(side, "")
        state = report_words.AGREED if mark else report_words.NOT_AGREED
        yield words.SIDES[side], record.who(person), state, record.marked(mark)[1]
    if not record.kind.confirm:
        yield "", "", report_words.NONE_CONFIRMS, ""


def _items(record: Record) -> Iterator[Row]:
    for item in record.handoff.items:
        mark = item.mark
        said = (mark.reason, mark.evidence) if mark else ("", "")
        sources = "; ".join(dict.fromkeys(record.source_name(source) for source in item.source))
        by, when = _settled(record, item)
        yield (
            *(str(item.number), item.group.value, item.text, item.state.value, by, when),
            *(*said, item.note, sources),
        )


def _waived(record: Record) -> Iterator[Row]:
    for item in record.handoff.items:
        if item.state in (State.WAIVED, State.NOT_APPLICABLE):
            reason = item.mark.reason if item.mark and item.mark.reason else words.DELETED
            yield str(item.number), item.text, item.state.value, *_settled(record, item), reason


def _dates(record: Record) -> Iterator[Row]:
    handoff, kind = record.handoff, record.kind
    talk = handoff.discussion
    by_talk = ", ".join(filter(None, (report_words.TALKS[talk.state], *record.marked(talk.mark))))
    held = talk.mark.on if talk.mark else None
    yield report_words.ROWS["discussion"].format(name=kind.discussion.name), _day(held), by_talk
    if latest := clock.latest(handoff, kind):
        said = (latest.text, latest.reading, report_words.SUGGESTED if latest.suggested else "")
        yield report_words.ROWS["latest"], show(latest.due), ". ".join(filter(None, said))
    for name, rule, mark in (
        ("moved", kind.moved, handoff.moved),
        ("transferred", kind.transferred, handoff.transferred),
    ):
        if rule and mark:
            yield (
                report_words.ROWS[name].format(text=rule.text),
                _day(mark.on),
                ", ".join(record.marked(mark)),
            )
    for name, dated in (("deadline", handoff.deadline), ("expected", handoff.expected)):
        if dated and kind.deadline:
            row = report_words.ROWS[name].format(text=kind.deadline.text)
            yield row, show(dated.due), ". ".join(filter(None, (dated.text, dated.reading)))


def _meeting(record: Record) -> Iterator[Row]:
    """When it is, who comes, and how they have answered as far as a calendar says it."""
    meeting = record.handoff.discussion.meeting
    if meeting is None:
        return
    when = moments.span(meeting.start, meeting.end, UTC)
    yield report_words.ROWS["when"], when if meeting.booked else report_words.BEING_BOOKED.format(when=when)
    yield report_words.ROWS["organiser"], record.who(meeting.organiser)
    for each in meeting.attendees:
        who, reply = record.who(each.person), report_words.REPLIES[each.reply]
        said = report_words.INVITED.format(who=who, reply=reply) if meeting.in_calendar else who
        yield report_words.ROWS["required" if each.required else "optional"], said
    if not meeting.in_calendar:
        yield report_words.ROWS["file"], report_words.AS_FILE
    if meeting.link:
        yield report_words.ROWS["join"], meeting.link
    if meeting.unseen:
        yield report_words.ROWS["unseen"], entries.moment(meeting.unseen)


def _history(record: Record) -> Iterator[Row]:
    for entry in record.history:
        what, who = entries.told(entry, record.names), entries.who(entry, record.names)
        yield str(entry.seq), entries.moment(entry.at), who, what, entry.why


def _check(record: Record) -> Iterator[Row]:
    check = record.check
    if check.sound:
        yield (report_words.UNBROKEN.format(count=check.count, head=check.head),)
    elif check.first_broken is None:
        yield (report_words.ROW_BROKEN,)
    else:
        yield (report_words.BROKEN.format(entry=check.first_broken, count=check.count),)
    if check.blanked:
        yield (report_words.BLANKED.format(blanked=check.blanked),)


def _settled(record: Record, item: Item) -> tuple[str, str]:
    """By whom, and when; the day itself where it was recorded on another one."""
    by, when = record.marked(item.mark)
    on = item.mark.on if item.mark else None
    return by, f"{show(on)} ({when})" if on else when


def _day(day: date | None) -> str:
    return show(day) if day else ""


_PARTS: dict[str, Callable[[Record], Iterator[Row]]] = {
    "facts": _facts,
    "milestones": _milestones,
    "agreement": _agreement,
    "items": _items,
    "waived": _waived,
    "dates": _dates,
    "meeting": _meeting,
    "history": _history,
    "check": _check,
}
