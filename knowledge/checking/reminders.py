"""Check that every reminder can come: its date exists, its text can be said, its rungs stand in their order.

Rungs stand in the file as they come: the earlier day first, a business day counting for more than a calendar
day; on one day the escalation contact's after that of whose move it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from string import Formatter

from knowledge.checking.faults import Fault
from knowledge.handoffs import Gate, HandoffKind, Unit
from knowledge.library import Library, Path
from knowledge.reminders import PLACEHOLDERS, Dated, LadderRule, RungRule, To, When

_Wrong = tuple[Path, str]  # where in the file, and what
_Ladders = dict[str, LadderRule]
_LONGEST_KEY = 80  # characters of a file's or a rung's name: so much of it is kept with what was said
_LONGEST_TEXT = 400
_UNANNOUNCED = {Dated.READY: "when everything is settled", Dated.MEETING: "when a meeting will have ended"}


def check(library: Library, unread: frozenset[str]) -> Iterator[Fault]:
    """Every rule that cannot be followed; a kind in one of the `unread` files counts as there."""
    for key, ladder in library.reminders.items():
        for wrong in (_kinds(ladder, library.handoffs, unread), _overlaps(key, library.reminders)):
            yield from _faults(key, wrong)
        yield from _faults(key, _order(ladder))
        yield from _faults(key, _names(key, ladder))
        for name, rung in ladder.rungs.items():
            for rule in (_days, _recipient, _text):
                yield from _faults(key, (((*_at(name), *path), words) for path, words in rule(ladder, rung)))


def _faults(key: str, wrong: Iterator[_Wrong]) -> Iterator[Fault]:
    return (Fault(file=f"reminders/{key}.yaml", path=path, words=words) for path, words in wrong)


def _at(rung: str) -> Path:
    return ("rungs", rung)


def _kinds(ladder: LadderRule, kinds: dict[str, HandoffKind], unread: frozenset[str]) -> Iterator[_Wrong]:
    for position, key in enumerate(ladder.kinds):
        path = ("kinds", position)
        if key in ladder.kinds[:position]:
            yield path, f"'{key}' is named twice"
        elif key not in kinds and f"handoffs/{key}.yaml" not in unread:
            yield path, f"'{key}' is not a kind of handoff"
        elif key in kinds and not _HAS.get(ladder.of, _always)(kinds[key]):
            yield path, f"'{key}' has no such date: {ladder.of}"


def _always(kind: HandoffKind) -> bool:
    return True


def _has_deadline(kind: HandoffKind) -> bool:
    return kind.deadline is not None


def _waits_for_discussion(kind: HandoffKind) -> bool:
    """Whether a move, or the end of a kind without moves, has to wait for the discussion."""
    moves = [rule for rule in (kind.moved, kind.transferred) if rule]
    by_item = any(item.gate is Gate.DISCUSSION and item.before for item in kind.items.values())
    return not moves or by_item or any(Gate.DISCUSSION in rule.needs for rule in moves)


_HAS: dict[Dated, Callable[[HandoffKind], bool]] = {
    Dated.DEADLINE: _has_deadline,
    Dated.READY: _waits_for_discussion,
}


def _overlaps(key: str, ladders: _Ladders) -> Iterator[_Wrong]:
    """Two ladders for one date would say everything twice; the later file is at fault."""
    mine = ladders[key]
    for other, ladder in ladders.items():
        shared = set(mine.kinds) & set(ladder.kinds) or not (mine.kinds and ladder.kinds)
        if other < key and ladder.of is mine.of and shared:
            yield ("of",), f"reminders/{other}.yaml has '{mine.of}' of these handoffs already"


def _names(key: str, ladder: LadderRule) -> Iterator[_Wrong]:
    if len(key) > _LONGEST_KEY:
        yield (), f"the file's name is longer than {_LONGEST_KEY} characters"
    for name in ladder.rungs:
        if len(name) > _LONGEST_KEY:
            yield _at(name), f"the name is longer than {_LONGEST_KEY} characters"


def _order(ladder: LadderRule) -> Iterator[_Wrong]:
    for (first, earlier), (second, later) in combinations(ladder.rungs.items(), 2):
        if earlier.to is later.to and _day(earlier) == _day(later):
            yield _at(second), f"'{second}' comes on the same day as '{first}', to the same person"
        elif _place(later) < _place(earlier):
            yield _at(second), f"'{second}' comes before '{first}': the earlier one stands first"


def _day(rung: RungRule) -> tuple[When, int, Unit]:
    """Which day is meant; the next business day and the next day that somebody works are the same."""
    return rung.when, rung.days, rung.unit if rung.days > 1 else Unit.CALENDAR


def _place(rung: RungRule) -> tuple[int, int, bool]:
    sign = {When.BEFORE: -1, When.ON: 0, When.AFTER: 1}[rung.when]
    return sign * rung.days, sign * (rung.days > 1 and rung.unit is Unit.BUSINESS), rung.to is To.ESCALATION


def _days(ladder: LadderRule, rung: RungRule) -> Iterator[_Wrong]:
    if rung.when is When.ON and rung.days:
        yield ("days",), "'on' is the day itself: it takes no days"
    elif rung.when is When.ON and rung.unit is Unit.BUSINESS:
        yield ("unit",), "'on' is the day itself: it counts no days"
    elif rung.when is not When.ON and not rung.days:
        yield ("when",), f"'{rung.when}' needs days, 1 or more"
    if rung.when is When.BEFORE and (what := _UNANNOUNCED.get(ladder.of)):
        yield ("when",), f"nobody knows beforehand {what}: only on or after"


def _recipient(ladder: LadderRule, rung: RungRule) -> Iterator[_Wrong]:
    if rung.to is To.ORGANISER and ladder.of is not Dated.MEETING:
        yield ("to",), f"'{ladder.of}' has no organiser, only 'meeting' has one"


def _text(ladder: LadderRule, rung: RungRule) -> Iterator[_Wrong]:
    if len(rung.text) > _LONGEST_TEXT:
        yield ("text",), f"the text is longer than {_LONGEST_TEXT} characters"
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        parts = list(Formatter().parse(rung.text))
    except ValueError:
        yield ("text",), f"the text has a brace that is not part of {known}"
        return
    for _, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            asked = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            yield ("text",), f"the text has '{{{asked}}}'; it may have {known}"
