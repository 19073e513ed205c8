"""The history of a handoff: events that are only ever added, each sealed together with the one before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from handoffs.change import Event, Who, Words
from handoffs.money import Money

_PERSON, _TEXT = "person", "text"  # the only key of what stands for a person or a free text


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An event as it is stored. `seq` counts from 1; `texts` are the free texts by the hash that stands in
    the event for them, with their salt; a blanked text is None. `seal` is the HMAC over the event and the
    seal before it.
    """

    seq: int
    what: str
    person: str
    at: datetime
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    why: str
    seal: str
    texts: Mapping[str, str | None] = field(default_factory=dict)
    salts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Check:
    """What a look at a whole history found; `head` is the last seal, `first_broken` a `seq`.

    `row` False: the history is whole, and the handoff itself was changed past it.
    """

    sound: bool
    count: int
    head: str
    first_broken: int | None = None
    blanked: int = 0
    row: bool = True


@dataclass(frozen=True, kw_only=True)
class Head:
    """What the handoff's own row says of its history, and whether the row is as it was sealed."""

    seq: int
    seal: str
    whole: bool = True


def record(
    key: bytes,
    tenant: str,
    number: int,
    last: Recorded | None,
    events: Sequence[Event],
    salt: Callable[[], str],
) -> tuple[Recorded, ...]:
    """Seal events onto the end of a history; the first seal is over tenant and number."""
    seq, seal = (last.seq, last.seal) if last else (0, _root(tenant, number))
    entries: list[Recorded] = []
    for event in events:
        seq += 1
        writing = _Writing(salt)
        before, after = writing.plain(event.before), writing.plain(event.after)
        body = _canonical(seq, event.what.value, event.person, event.at, before, after, event.why)
        seal = _seal(key, seal, body)
        entries.append(
            Recorded(
                seq=seq,
                what=event.what.value,
                person=event.person,
                at=event.at,
                before=before,
                after=after,
                why=event.why,
                seal=seal,
                texts=writing.texts,
                salts=writing.salts,
            )
        )
    return tuple(entries)


def check(key: bytes, tenant: str, number: int, recorded: Sequence[Recorded], head: Head | None) -> Check:
    """Check every seal and text, that none is missing, and that the last is the head kept on the row."""
    seal = _root(tenant, number)
    first_broken: int | None = None
    for seq, entry in enumerate(recorded, 1):
        body = _canonical(entry.seq, entry.what, entry.person, entry.at, entry.before, entry.after, entry.why)
        whole = entry.seq == seq and hmac.compare_digest(_seal(key, seal, body), _ascii(entry.seal))
        if first_broken is None and not (whole and _texts_hold(entry)):
            first_broken = seq
        seal = entry.seal
    last = recorded[-1].seal if recorded else ""
    if first_broken is None and head is not None and (head.seq, head.seal) != (len(recorded), last):
        first_broken = min(head.seq, len(recorded)) + (head.seq != len(recorded))
    row = head is None or head.whole
    return Check(
        sound=first_broken is None and row,
        row=row,
        count=len(recorded),
        head=last,
        first_broken=first_broken,
        blanked=sum(text is None for entry in recorded for text in entry.texts.values()),
    )


def seal_row(key: bytes, seal: str, body: Mapping[str, Any]) -> str:
    """What shows that a handoff's row is as it was after the event of that seal."""
    return _seal(key, f"row {seal}", json.dumps(body, sort_keys=True, separators=(",", ":")))


class _Writing:
    """Turns the values of one event into plain JSON; free texts are set aside, by their hash."""

    def __init__(self, salt: Callable[[], str]) -> None:
        self._salt = salt
        self.texts: dict[str, str | None] = {}
        self.salts: dict[str, str] = {}

    def plain(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {str(key): self._value(value) for key, value in values.items()}

    def _value(self, value: Any) -> Any:
        match value:
            case Who():
                return {_PERSON: value.id}
            case Words():
                return {_TEXT: self._set_aside(value.text)}
            case Money():
                return value.plain()
            case Enum():
                return value.value
            case date():
                return value.isoformat()
            case Mapping():
                return self.plain(value)
            case list() | tuple():
                return [self._value(each) for each in value]
        return value

    def _set_aside(self, text: str) -> str:
        salt = self._salt()
        digest = _digest(salt, text)
        self.texts[digest], self.salts[digest] = text, salt
        return digest


def _texts_hold(entry: Recorded) -> bool:
    """Every free text is there, or blanked, and is what its hash says."""
    named = {*_hashes(entry.before), *_hashes(entry.after)}
    return named == set(entry.texts) and all(
        text is None or hmac.compare_digest(_digest(entry.salts.get(digest, ""), text), _ascii(digest))
        for digest, text in entry.texts.items()
    )


def _hashes(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if set(value) == {_TEXT} and isinstance(value[_TEXT], str):
            yield value[_TEXT]
        for each in value.values():
            yield from _hashes(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _hashes(each)


def _digest(salt: str, text: str) -> str:
    # The length keeps a piece of the text from passing for a piece of the salt.
    return hashlib.sha256(f"{len(salt)}:{salt}{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _root(tenant: str, number: int) -> str:
    return json.dumps([tenant, number])


def _canonical(
    seq: int,
    what: str,
    person: str,
    at: datetime,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    why: str,
) -> str:
    """One way of writing an event, whatever a database did to the order of its keys or to its time zone."""
    when = at.astimezone(UTC).isoformat(timespec="microseconds")
    values = [seq, what, person, when, before, after, why]
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _seal(key: bytes, before: str, body: str) -> str:
    return hmac.new(key, f"{before}\n{body}".encode(), hashlib.sha256).hexdigest()


def _ascii(text: str) -> str:
    """compare_digest takes ASCII only; whatever else stands there is wrong, and stays so."""
    return text if text.isascii() else ""
