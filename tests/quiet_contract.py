"""What every implementation of the port `Quiets` keeps to."""

from __future__ import annotations

from datetime import date

from dialogs.quiet import ALL, Quiets

_DAY, _LATER = date(2026, 12, 1), date(2026, 12, 9)


async def check(quiets: Quiets, person: str, other: str) -> None:
    """Two people who have said nothing so far; in the end they have again."""
    assert dict(await quiets.of(person)) == {}
    assert not await quiets.speak(person, 1)
    await quiets.hush(person, 1, _DAY)
    await quiets.hush(person, 1, _LATER)  # the last word counts
    await quiets.hush(person, 2, None)
    await quiets.hush(person, ALL, None)
    await quiets.hush(other, 1, None)
    assert dict(await quiets.of(person)) == {1: _LATER, 2: None, ALL: None}
    assert await quiets.speak(person, ALL)
    assert not await quiets.speak(person, ALL)
    assert dict(await quiets.of(person)) == {1: _LATER, 2: None}
    await quiets.hush(person, 2, _DAY)
    assert dict(await quiets.of(person)) == {1: _LATER, 2: _DAY}
    await quiets.forget(person)
    assert dict(await quiets.of(person)) == {}
    assert dict(await quiets.of(other)) == {1: None}
    await quiets.forget(other)
