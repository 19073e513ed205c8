"""The record of a handoff for people: Markdown and CSV. Names only, no addresses."""

from __future__ import annotations

import csv as csv_format
import io
import re
from collections.abc import Callable, Iterator

from handoffs import report_words
from handoffs.model import Handoff
from handoffs.sections import Record, Row, Section, sections

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
# What makes a spreadsheet read a cell as a formula, also behind spaces.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]")
# Where numbers have a decimal comma, a spreadsheet begins a new cell at each semicolon.
_NEXT_CELL = re.compile(r"(;[\s\"]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])")


def markdown(record: Record) -> str:
    """Write the report as Markdown."""
    head = [f"# {_escape(_title(record.handoff))}"]
    if record.kind.internal:
        head.append(f"**{report_words.REPORT_INTERNAL}**")
    return "\n\n".join((*head, *(_table(section) for section in sections(record)))) + "\n"


def csv(record: Record) -> str:
    """Write the report as CSV; no cell is read as a formula.

    Every row begins with the name of its part; the first row of a part names its columns.
    """
    written = io.StringIO(newline="")
    writer = csv_format.writer(written)
    internal = [report_words.REPORT_INTERNAL] if record.kind.internal else []
    writer.writerow([_guarded(_title(record.handoff)), *internal])
    for section in sections(record):
        writer.writerows([section.title, *map(_guarded, row)] for row in (section.columns, *section.rows))
    return written.getvalue()


def _title(handoff: Handoff) -> str:
    named = handoff.opportunity
    return report_words.REPORT_TITLE.format(number=handoff.number, customer=named.customer, name=named.name)


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
