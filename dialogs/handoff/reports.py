"""The report of a handoff as a file, made when it is downloaded."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.desk import Desk
from dialogs.handoff.records import checked
from dialogs.handoff.view import actor_of, names_of, people_of
from handoffs import entries, report, views
from handoffs.sections import Record

_WRITERS: dict[str, tuple[str, Callable[[Record], str]]] = {
    "md": ("text/markdown", report.markdown),
    "csv": ("text/csv", report.csv),
}


async def build(desk: Desk, number: int, person: str, form: str) -> tuple[str, str, str] | None:
    """File name, media type and text; None for what there is not, or whoever may not see it (any more)."""
    handoff = await desk.handoffs.find(number)
    writer = _WRITERS.get(form)
    if handoff is None or writer is None:
        return None
    recorded = await desk.handoffs.history(number)
    people = {*people_of(handoff), *entries.people_in(recorded), person}
    contacts = await desk.people.contacts(people)
    if not views.may_see(handoff, actor_of(person, contacts)):
        return None
    media, write = writer
    record = Record(
        handoff=handoff,
        kind=desk.expert.kinds[handoff.kind],
        names=names_of(contacts),
        history=recorded,
        check=await checked(desk, handoff),
        source_name=desk.expert.source_name,
    )
    return f"handoff-{number}.{form}", media, write(record)
