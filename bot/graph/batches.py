"""Many small look-ups in one request: Graph's $batch, whose parts have a status each."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from bot.graph.failures import Aim, seconds
from bot.graph.mailbox import Mailbox, together

_MOST = 20  # parts of one batch
_ROUNDS = 3  # how often a part that was put off is asked
_PAUSE = 1.0  # seconds, where the service names none
_PUT_OFF = frozenset((429, 500, 502, 503, 504))


async def look_up(mailbox: Mailbox, parts: Mapping[str, str], aim: Aim) -> dict[str, Mapping[str, Any]]:
    """Bodies by the name of the part; a part that fails is missing. `parts`: paths behind the version."""
    found: dict[str, Mapping[str, Any]] = {}
    left = dict(parts)
    for _ in range(_ROUNDS):
        answers = await _round(mailbox, left, aim)
        found |= {name: each["body"] for name, each in answers.items() if _is_good(each)}
        left = {name: left[name] for name, each in answers.items() if each.get("status") in _PUT_OFF}
        if not left or not await mailbox.errand.pause(max(_wait(answers[name]) for name in left)):
            break
    return found


async def _round(mailbox: Mailbox, parts: Mapping[str, str], aim: Aim) -> dict[str, Mapping[str, Any]]:
    names = list(parts)
    chunks = [names[start : start + _MOST] for start in range(0, len(names), _MOST)]
    rounds = await together([_batch(mailbox, {name: parts[name] for name in chunk}, aim) for chunk in chunks])
    return dict(itertools.chain.from_iterable(each.items() for each in rounds))


async def _batch(mailbox: Mailbox, parts: Mapping[str, str], aim: Aim) -> dict[str, Mapping[str, Any]]:
    """Answers by the name of the part; Graph knows the parts by their numbers, and answers in any order."""
    names = list(parts)
    requests = [{"id": str(n), "method": "GET", "url": parts[name]} for n, name in enumerate(names)]
    answer = await mailbox.ask(lambda: mailbox.client.batch(requests), aim)
    listed = answer.get("responses")
    numbered = {
        each.get("id"): each
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, dict)
    }
    return {name: numbered[str(n)] for n, name in enumerate(names) if str(n) in numbered}


def _is_good(part: Mapping[str, Any]) -> bool:
    return part.get("status") == 200 and isinstance(part.get("body"), dict)


def _wait(part: Mapping[str, Any]) -> float:
    headers = part.get("headers")
    told = (
        {str(name).casefold(): value for name, value in headers.items()} if isinstance(headers, dict) else {}
    )
    asked = seconds(str(told.get("retry-after", "")))
    return _PAUSE if asked is None else asked
