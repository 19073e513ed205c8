"""Nothing in a handoff's history can be changed without `report` saying at which entry it was."""

from __future__ import annotations

import copy
import itertools
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.store.store import Store
from bot.store.tables import handoff, handoff_event, handoff_text
from dialogs.handoff import words
from knowledge.expert import Expert
from tests import fakes
from tests.conftest import MakeSettings
from tests.teams import Teams

pytestmark = pytest.mark.engines("sqlite")
_BOTH = pytest.mark.engines("sqlite", "postgresql")  # how rows come back; what is made of them is the same
_SOUND = words.CHAIN_SOUND.partition("{")[0]
_START = 'new handoff atu-stu for Contoso, "Azure", value 250000, due 2027-01-15, to megan@contoso.com'
_ACTS = ("done 1 signed off by the board", "waive 2 because budget is in March", "note 3 ask Alex")
_MORE = ("undo 1", "value 300000", "due 2027-02-01", "agree", "escalate to alex@contoso.com", "value 310000")
_EVENT = ("seq", "what", "person", "at", "before", "after", "why", "seal")
_TEXT = ("seq", "hash", "salt", "text")
_HEAD = ("seq", "seal")
_WHOLE_ROW = ("tenant", "number")  # what takes a row to another history


@pytest.fixture
def expert() -> Expert:
    return fakes.knowledge()


@pytest.fixture
def make_settings(make_settings: MakeSettings) -> MakeSettings:
    """Reports are asked for faster than anybody would."""
    return lambda **overrides: make_settings(BATON_RATE_LIMIT=0, **overrides)


@dataclass
class _Record:
    """Handoff 1 with a long history, and somebody on it who asks for its report."""

    ana: Teams
    store: Store

    async def verdict(self) -> str:
        """The first line of the report, without the name of the handoff."""
        await self.ana.say("report 1")
        return self.ana.heard[-1].partition("\n")[0].partition("(1): ")[2]

    async def rows(self, table: sa.Table) -> list[dict[str, Any]]:
        keys = list(table.primary_key.columns)
        async with self.store.work("") as work:
            found = await work.connection.execute(sa.select(table).order_by(*keys))
            return [dict(row) for row in found.mappings()]

    async def run(self, *statements: sa.Executable) -> None:
        async with self.store.work("") as work:
            for statement in statements:
                await work.connection.execute(statement)
            await work.commit()

    async def swap(self, table: sa.Table, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Put a row in the place of another."""
        await self.run(_deletion(table, old), sa.insert(table).values(**new))


def _deletion(table: sa.Table, row: Mapping[str, Any]) -> sa.Delete:
    return sa.delete(table).where(*(column == row[column.name] for column in table.primary_key.columns))


@pytest.fixture
async def record(teams: Teams, store: Store) -> AsyncIterator[_Record]:
    megan = teams.colleague("megan")
    await megan.say("hello")
    for text in (_START, "yes", *_ACTS, *_MORE):
        await teams.say(text)
    await megan.say("decline because the value is too high")
    kept = _Record(teams, store)
    assert (await kept.verdict()).startswith(_SOUND)
    yield kept
    assert (await kept.verdict()).startswith(_SOUND)  # whatever was changed was put back


def _others(table: sa.Table, column: str, value: Any) -> Iterator[Any]:
    """Whatever else the column takes in its place."""
    longest = getattr(table.c[column].type, "length", None)
    for other in _changed(value):
        if not (longest and isinstance(other, str) and len(other) > longest):
            yield other


def _changed(value: Any) -> Iterator[Any]:
    """The value with the least that can be changed in it, here and there."""
    match value:
        case bool() | None:
            yield not value
        case int():
            yield value + 1_000
        case datetime():
            yield value + timedelta(microseconds=1)
            yield value + timedelta(hours=1)
        case str():
            for place in {0, len(value) // 2, len(value) - 1} if value else ():
                flipped = "y" if value[place] == "x" else "x"
                yield value[:place] + flipped + value[place + 1 :]
            yield value + "x"
            yield value[:-1] if value else " "
        case dict():
            yield from _changed_within(value)
            yield {**value, "more": 1}
        case list():
            yield from _changed_within(dict(enumerate(value)), list)
            yield [*value, 1]


def _changed_within(value: dict[Any, Any], make: Any = None) -> Iterator[Any]:
    for key, each in value.items():
        for other in _changed(each):
            new = {**copy.deepcopy(value), key: other}
            yield list(new.values()) if make is list else new
        less = {name: inner for name, inner in value.items() if name != key}
        yield list(less.values()) if make is list else less


@pytest.mark.parametrize("column", _EVENT)
async def test_a_changed_event_is_found_where_it_is(record: _Record, column: str) -> None:
    for row in await record.rows(handoff_event):
        for value in _others(handoff_event, column, row[column]):
            await record.swap(handoff_event, row, {**row, column: value})
            found = await record.verdict()
            await record.swap(handoff_event, {**row, column: value}, row)
            assert found == words.CHAIN_BROKEN.format(place=row["seq"]), (row["seq"], value)


@pytest.mark.parametrize("column", _TEXT)
async def test_a_changed_text_is_found_where_it_is(record: _Record, column: str) -> None:
    rows = await record.rows(handoff_text)
    assert len(rows) > 5
    for row in rows:
        for value in _others(handoff_text, column, row[column]):
            await record.swap(handoff_text, row, {**row, column: value})
            found = await record.verdict()
            await record.swap(handoff_text, {**row, column: value}, row)
            assert found == words.CHAIN_BROKEN.format(place=row["seq"]), (row["seq"], value)


@_BOTH
@pytest.mark.parametrize("column", _HEAD)
async def test_a_changed_head_is_found(record: _Record, column: str) -> None:
    [row] = await record.rows(handoff)
    for value in _others(handoff, column, row[column]):
        await record.run(sa.update(handoff).values({column: value}))
        found = await record.verdict()
        await record.run(sa.update(handoff).values({column: row[column]}))
        assert not found.startswith(_SOUND), value
        assert found.startswith(words.CHAIN_BROKEN.partition("{")[0])


@pytest.mark.parametrize("column", _WHOLE_ROW)
@pytest.mark.parametrize("table", [handoff_event, handoff_text], ids=str)
async def test_a_row_taken_to_another_history_is_missed(
    record: _Record, table: sa.Table, column: str
) -> None:
    for row in await record.rows(table):
        elsewhere = {**row, column: f"{row[column]}x" if column == "tenant" else 2}
        await record.swap(table, row, elsewhere)
        found = await record.verdict()
        await record.swap(table, elsewhere, row)
        assert found == words.CHAIN_BROKEN.format(place=row["seq"])


@pytest.mark.parametrize("table", [handoff_event, handoff_text], ids=str)
async def test_a_row_that_is_gone_is_missed(record: _Record, table: sa.Table) -> None:
    for row in await record.rows(table):
        await record.run(_deletion(table, row))
        found = await record.verdict()
        await record.run(sa.insert(table).values(**row))
        assert found == words.CHAIN_BROKEN.format(place=row["seq"])


async def test_a_history_cut_short_together_with_its_head_shows_another_head(record: _Record) -> None:
    """The seals that are left hold; so the count and head that a report prints tell, kept elsewhere."""
    events = await record.rows(handoff_event)
    texts = [row for row in await record.rows(handoff_text) if row["seq"] == events[-1]["seq"]]
    [row] = await record.rows(handoff)
    whole = await record.verdict()
    cut = {"seq": events[-2]["seq"], "seal": events[-2]["seal"]}
    await record.run(
        *(_deletion(handoff_text, each) for each in texts),
        _deletion(handoff_event, events[-1]),
        sa.update(handoff).values(**cut),
    )
    shorter = await record.verdict()
    await record.run(
        sa.insert(handoff_event).values(**events[-1]),
        *(sa.insert(handoff_text).values(**each) for each in texts),
        sa.update(handoff).values(seq=row["seq"], seal=row["seal"]),
    )
    assert shorter != whole


@_BOTH
async def test_two_entries_in_each_others_place_are_found(record: _Record) -> None:
    events = await record.rows(handoff_event)
    for one, two in itertools.pairwise(events):
        crossed = [{**one, "seq": two["seq"]}, {**two, "seq": one["seq"]}]
        await _replace(record, [one, two], crossed)
        found = await record.verdict()
        await _replace(record, crossed, [one, two])
        assert found == words.CHAIN_BROKEN.format(place=one["seq"])


async def _replace(record: _Record, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    await record.run(
        *(_deletion(handoff_event, row) for row in old),
        *(sa.insert(handoff_event).values(**row) for row in new),
    )


@_BOTH
async def test_an_entry_added_by_hand_is_found(record: _Record) -> None:
    last = (await record.rows(handoff_event))[-1]
    added = {**last, "seq": last["seq"] + 1}
    await record.run(sa.insert(handoff_event).values(**added))
    found = await record.verdict()
    await record.run(_deletion(handoff_event, added))
    assert found == words.CHAIN_BROKEN.format(place=added["seq"])


@_BOTH
async def test_a_text_blanked_leaves_the_history_whole_and_is_counted(record: _Record) -> None:
    """What `delete my data` does to a text is no damage; the entry goes on saying that there was one."""
    row = (await record.rows(handoff_text))[0]
    await record.run(sa.update(handoff_text).where(handoff_text.c.hash == row["hash"]).values(text=None))
    found = await record.verdict()
    await record.swap(handoff_text, row, row)
    assert found.startswith(_SOUND)


@pytest.mark.parametrize("written", ["null", "[]", "7", '"half', "half"])
async def test_what_is_no_text_any_more_is_not_taken_for_blanked(record: _Record, written: str) -> None:
    row = (await record.rows(handoff_text))[0]
    async with record.store.work("") as work:
        on_postgresql = work.connection.dialect.name == "postgresql"
    if on_postgresql and "half" in written:
        return  # it takes nothing that is not JSON
    value = "CAST(:written AS JSON)" if on_postgresql else ":written"
    put = sa.text(f"UPDATE handoff_text SET text = {value} WHERE hash = :hash")
    await record.run(put.bindparams(written=written, hash=row["hash"]))
    found = await record.verdict()
    await record.swap(handoff_text, row, row)
    assert found == words.CHAIN_BROKEN.format(place=row["seq"])


@pytest.mark.parametrize("column", ["before", "after"])
@pytest.mark.parametrize("written", ["null", "[]", '"x"', "7"])
async def test_what_is_no_object_any_more_is_found(record: _Record, column: str, written: str) -> None:
    rows = await record.rows(handoff_event)
    row = rows[len(rows) // 2]
    async with record.store.work("") as work:
        on_postgresql = work.connection.dialect.name == "postgresql"
    value = "CAST(:written AS JSON)" if on_postgresql else ":written"
    put = sa.text(f"UPDATE handoff_event SET {column} = {value} WHERE seq = :seq")
    await record.run(put.bindparams(written=written, seq=row["seq"]))
    found = await record.verdict()
    await record.swap(handoff_event, row, row)
    assert found == words.CHAIN_BROKEN.format(place=row["seq"])


@_BOTH
async def test_a_value_changed_in_the_row_alone_is_found(record: _Record) -> None:
    [row] = await record.rows(handoff)
    body = {**row["body"], "milestones": []}

    await record.run(sa.update(handoff).values(body=body))
    found = await record.verdict()
    await record.run(sa.update(handoff).values(body=row["body"]))

    assert found == words.ROW_BROKEN
