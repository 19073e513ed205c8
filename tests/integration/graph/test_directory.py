"""Whom a name or an address means."""

from __future__ import annotations

import pytest

from meetings.errors import AwayError, SignInError
from tests.graph.directory import Mailbox
from tests.graph.faults import Fault
from tests.graph.server import FakeGraph
from tests.integration.graph.office import ORGANISER, Way, way_of


async def _found(way: Way, words: str) -> list[tuple[str, str]]:
    return [(each.name, each.address) for each in await way.calendars.search(ORGANISER, words)]


@pytest.mark.parametrize("words", ["megan", "  Meg ", "MEGAN@contoso.com"])
async def test_one_is_found_by_name_or_address(way: Way, words: str) -> None:
    assert await _found(way, words) == [("Megan", "megan@contoso.com")]


@pytest.mark.parametrize(("scope", "department"), [("User.Read.All", "Finance"), ("User.ReadBasic.All", "")])
async def test_several_of_a_name_are_told_apart_by_department_where_that_may_be_read(
    graph: FakeGraph, scope: str, department: str
) -> None:
    graph.add(Mailbox(mail="alex.b@contoso.com", name="Alex Berg", department="Finance"))
    way = way_of(graph, graph.token("ana@contoso.com", scope))
    async with way.calendars.open():
        found = await way.calendars.search(ORGANISER, "alex")

    assert {(each.name, each.department) for each in found} == {("Alex", ""), ("Alex Berg", department)}


async def test_at_most_ten(graph: FakeGraph, way: Way) -> None:
    for n in range(15):
        graph.add(Mailbox(mail=f"kim{n}@contoso.com", name=f"Kim {n}"))

    assert len(await _found(way, "kim")) == 10


async def test_a_principal_name_finds_them_too(graph: FakeGraph, way: Way) -> None:
    graph.add(Mailbox(mail="kim.berg@contoso.com", upn="kberg@contoso.com", name="Kim"))

    assert await _found(way, "kberg@contoso.com") == [("Kim", "kim.berg@contoso.com")]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "nobody",
        "o'neil@contoso.com",
        "O'Neil",
        'a" OR "b',
        "\\",
        ":()&|",
        "x" * 500,
        "@",
        "\u00e5se",
    ],
)
async def test_odd_names_find_nobody_and_break_nothing(way: Way, words: str) -> None:
    assert await _found(way, words) == []


async def test_a_directory_that_may_not_be_asked_has_nobody(graph: FakeGraph) -> None:
    way = way_of(graph, graph.token("ana@contoso.com", "Calendars.ReadWrite"))
    async with way.calendars.open():
        assert await _found(way, "megan") == []


async def test_a_directory_that_does_not_answer_is_told(graph: FakeGraph, way: Way) -> None:
    graph.faults.append(Fault(path="users", times=None))

    with pytest.raises(AwayError):
        await _found(way, "megan")


async def test_a_token_that_ran_out_asks_to_sign_in(graph: FakeGraph, way: Way) -> None:
    graph.expire(way.token)

    with pytest.raises(SignInError):
        await _found(way, "megan")
