"""$batch: twenty requests in one, each with a status of its own, at most four at a time for a mailbox."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from tests.graph.calls import Asked, GraphError, Told
from tests.graph.dispatch import AT_ONCE, answer, batch_part
from tests.graph.faults import hit
from tests.graph.state import State

_FAILED = 400


async def batch(state: State, asked: Asked) -> Told:
    """Answer the parts, in the order in which they were done."""
    parts: list[Mapping[str, Any]] = asked.body["requests"]
    ids = [part["id"] for part in parts]
    if len(set(ids)) < len(ids):
        raise GraphError(400, "BadRequest", "Request Id has to be unique in a batch.")
    done: dict[str, asyncio.Future[Told]] = {id: asyncio.get_running_loop().create_future() for id in ids}
    places: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(AT_ONCE))
    responses: list[dict[str, Any]] = []

    async def take(part: Mapping[str, Any]) -> None:
        before = [await done[id] for id in part.get("dependsOn") or () if id in done]
        if any(each.status >= _FAILED for each in before):
            told = GraphError(424, "FailedDependency", "A request it depends on has failed.").told
        else:
            async with places[_whose(part)]:
                told = await _one(state, batch_part(asked, part))
        done[part["id"]].set_result(told)
        responses.append(
            {"id": part["id"], "status": told.status, "headers": dict(told.headers), "body": told.body}
        )

    await asyncio.gather(*map(take, parts))
    return Told(body={"responses": responses})


async def _one(state: State, asked: Asked) -> Told:
    fault = hit(state.faults, asked.method, asked.path)
    if fault is not None and not fault.done:
        return fault.refusal().told
    told = await answer(state, asked, part=True)
    return fault.refusal().told if fault is not None else told


def _whose(part: Mapping[str, Any]) -> str:
    """The mailbox that a part is about, as far as its address tells."""
    names = str(part["url"]).strip("/").split("/")
    return names[0] if names[0] != "users" else "/".join(names[:2]).partition("?")[0]
