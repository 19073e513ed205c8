"""How fast one person may write: a token bucket each, forgotten once it is full again."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_MINUTE = 60.0
_SPELL = 15.0  # seconds; at least a quarter of a minute's messages come back in it
_MOST_PEOPLE = 100_000


class Word(StrEnum):
    GO = "go"
    TELL = "tell"  # refused, and the person does not know yet
    QUIET = "quiet"  # refused, and the person was told


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to do with one message; `seconds` to wait where it is refused, whole and at least 1."""

    word: Word
    seconds: int = 0


@dataclass(kw_only=True, slots=True)
class _Bucket:
    tokens: float
    at: float  # when `tokens` was right
    until: float = 0.0  # the end of the spell in which nothing is let through


_GO = Verdict(word=Word.GO)


class Pace:
    """Lets `limit` messages a minute of each person through, all of them at once if need be; 0: every one.

    Who is faster is refused for a spell of known length, so that the sentence which says how long
    to wait is true, and comes once.
    """

    def __init__(
        self, limit: int, clock: Callable[[], float] = time.monotonic, most_people: int = _MOST_PEOPLE
    ) -> None:
        self._limit, self._clock, self._most = limit, clock, most_people
        self._spell = max(_SPELL, _MINUTE / limit) if limit else 0.0
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many people are remembered."""
        return len(self._buckets)

    def take(self, tenant: str, person: str) -> Verdict:
        """Count one message of a person, and say whether it may pass."""
        if not self._limit:
            return _GO
        now = self._clock()
        bucket = self._bucket((tenant, person), now)
        if now < bucket.until:
            return Verdict(word=Word.QUIET, seconds=math.ceil(bucket.until - now))
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return _GO
        bucket.until = now + self._spell
        return Verdict(word=Word.TELL, seconds=math.ceil(self._spell))

    def _bucket(self, key: tuple[str, str], now: float) -> _Bucket:
        """The person's bucket, with what has flown into it since; the most recent stand last."""
        self._forget(now)
        bucket = self._buckets.setdefault(key, _Bucket(tokens=self._limit, at=now))
        self._buckets.move_to_end(key)
        gained = (now - bucket.at) * self._limit / _MINUTE
        bucket.tokens, bucket.at = min(self._limit, bucket.tokens + gained), now
        return bucket

    def _forget(self, now: float) -> None:
        """A minute fills a bucket, and a full one is as good as none; two a message keep up with all."""
        for _ in range(2):
            key = next(iter(self._buckets), None)
            if key is None or not self._is_over(self._buckets[key], now):
                return
            del self._buckets[key]

    def _is_over(self, bucket: _Bucket, now: float) -> bool:
        return len(self._buckets) >= self._most or now >= max(bucket.at + _MINUTE, bucket.until)
