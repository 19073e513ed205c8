"""The record of a handoff for people: Markdown and CSV. Names only, no addresses."""

from __future__ import annotations

import csv as csv_format
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from handoffs import words
from handoffs.history import Check, Recorded
from handoffs.model import Handoff
from handoffs.sections import Record, Row, Section, sections
from knowledge.handoffs import HandoffKind

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
# What makes a spreadsheet read a cell as a formula, also behind spaces.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]")
# Where numbers have a decimal comma, a spreadsheet begins a new cell at each semicolon.
_NEXT_CELL = re.compile(r"(;[\s\"]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])")


def markdown(
    handoff: Handoff,
    kind: HandoffKind,
    names: Mapping[str, str],
    history: Sequence[Recorded],
    check: Check,
    source_name: Callable[[str], str],
) -> str:
    """Write the report as Markdown."""
    record = Record(
        handoff=handoff, kind=kind, names=names, history=history, check=check, source_name=source_name
    )
    head = [f"# {_escape(_title(handoff))}"]
    if kind.internal:
        head.append(f"**{words.REPORT_INTERNAL}**")
    return "\n\n".join((*head, *(_table(section) for section in sections(record)))) + "\n"


def csv(
    handoff: Handoff,
    kind: HandoffKind,
    names: Mapping[str, str],
    history: Sequence[Recorded],
    check: Check,
    source_name: Callable[[str], str],
) -> str:
    """Write the report as CSV; no cell is read as a formula.

    Every row begins with the name of its part; the first row of a part names its columns.
    """
    record = Record(
        handoff=handoff, kind=kind, names=names, history=history, check=check, source_name=source_name
    )
    written = io.StringIO(newline="")
    writer = csv_format.writer(written)
    writer.writerow([_guarded(_title(handoff)), *([words.REPORT_INTERNAL] if kind.internal else [])])
    for section in sections(record):
        writer.writerows([section.title, *map(_guarded, row)] for row in (section.columns, *section.rows))
    return written.getvalue()


def _title(handoff: Handoff) -> str:
    named = handoff.opportunity
    return words.REPORT_TITLE.format(number=handoff.number, customer=named.customer, name=named.name)


def _table(section: Section) -> str:
    if len(section.columns) == 1:
        return "\n\n".join((f"## {section.title}", *(_escape(row[0]) for row in section.rows)))
    return "\n".join((f"## {section.title}", "", *_lines(section)))


def _lines(section: Section) -> Iterator[str]:
    yield _line(section.columns)
    yield _line(("---",) * len(section.columns), escape=str)
    for row in section.rows:
        yield _line(row)


def _line(cells: Row, escape: Callable[[str], str] | None = None) -> str:
    return f"| {' | '.join(map(escape or _escape, cells))} |"


def _escape(text: str) -> str:
    """Free text as text: no marks, no HTML, one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _guarded(cell: str) -> str:
    inner = _NEXT_CELL.sub(r"\1'", cell)
    return f"'{inner}" if _FORMULA.match(inner) else inner
