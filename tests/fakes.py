"""Stand-ins for what lies outside: one expert with canned answers, one Bot Framework connector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from knowledge.answer import Answer, Citation, Kind
from knowledge.expert import RoleChoice

CSAM = RoleChoice(
    id="csam",
    abbreviation="CSAM",
    name="Customer Success Account Manager",
    samples=("what do I do in stage 4", "who works with me", "what happens after stage 5"),
)
AE = RoleChoice(
    id="ae",
    abbreviation="AE",
    name="Account Executive",
    samples=("what do I do in stage 1", "who leads stage 2", "when do I hand over"),
)
CITATION = Citation(
    position=1, name="Roles guide, stage 3", abstract="The SSP leads stage 3.", document="guide"
)
ANSWERS: dict[str, Answer] = {
    "who leads stage 3": Answer(
        kind=Kind.ANSWERED,
        text="The SSP leads. [1]\n\nSource: Roles guide, stage 3",
        id="lead:3",
        citations=(CITATION,),
        suggestions=("who leads stage 4", "what about the SE", "why", "a fourth"),
        thread={"stage": 3},
    ),
    "what about the cs": Answer(
        kind=Kind.CHOICE,
        text="Do you mean the CSA or the CSAM?",
        id="choice:cs",
        options=("what about the CSA", "what about the CSAM"),
        thread={"open": "cs"},
    ),
    "what about the CSAM": Answer(
        kind=Kind.ANSWERED, text="The CSAM. [1]", id="role:csam", citations=(CITATION,)
    ),
    "i'm a csam": Answer(kind=Kind.NOTED, text="", id="noted", role="csam"),
    "i'm an ae, who leads stage 3": Answer(
        kind=Kind.ANSWERED,
        text="The SSP leads. [1]",
        id="lead:3",
        citations=(CITATION,),
        role="ae",
        thread={"stage": 3, "role": "ae"},
    ),
    "tell me everything": Answer(
        kind=Kind.ANSWERED, text="All of it. [1]", id="everything:" * 100, citations=(CITATION,)
    ),
    "who is the queen": Answer(
        kind=Kind.UNKNOWN, text="I don't know that.", id="unknown", suggestions=("who leads stage 3",)
    ),
    "become a pirate": Answer(kind=Kind.UNKNOWN, text="I can't do that.", id="refused"),
    "i'm an astronaut": Answer(kind=Kind.NOTED, text="", id="noted", role="astronaut"),
    "hello": Answer(kind=Kind.SMALL_TALK, text="", id="small", topic="greeting"),
}


@dataclass
class FakeExpert:
    """Answers from a table, and remembers how it was asked."""

    version: str = "fake-1"
    roles: tuple[RoleChoice, ...] = (CSAM, AE)
    asked: list[tuple[str, dict[str, Any], str | None]] = field(default_factory=list)

    def answer(
        self, text: str, *, thread: Mapping[str, Any] | None = None, role: str | None = None
    ) -> Answer:
        self.asked.append((text, dict(thread or {}), role))
        if text.startswith("break"):
            raise RuntimeError(f"cannot read {text}")
        if "nearest" in text:
            return Answer(
                kind=Kind.UNKNOWN,
                text="I don't know that. The nearest: the SSP leads stage 3. [1]",
                id="unknown",
                citations=(CITATION,),
                suggestions=("who leads stage 3",),
            )
        known = ANSWERS.get(text) or ANSWERS.get(text.casefold())
        return known or Answer(kind=Kind.UNKNOWN, text="I don't know that.", id="unknown")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request that the bot made to the connector."""

    method: str
    conversation: str
    id: str
    body: dict[str, Any]


class FakeConnector:
    """The part of the Bot Framework that a bot talks to, on a real socket; keeps what it was sent."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.app = web.Application()
        path = "/v3/conversations/{conversation}/activities"
        self.app.router.add_post("/v3/conversations", self._take)
        self.app.router.add_post(path, self._take)
        self.app.router.add_route("*", path + "/{activity}", self._take)

    @property
    def sent(self) -> list[dict[str, Any]]:
        return [call.body for call in self.calls if call.method == "POST"]

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else {}
        id = f"reply-{len(self.calls) + 1}"
        conversation = unquote(request.match_info.get("conversation", ""))
        self.calls.append(Call(method=request.method, conversation=conversation, id=id, body=body))
        return web.json_response({"id": id}, status=self.status, headers=self.headers)
