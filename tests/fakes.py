"""Stand-ins for what lies outside: one expert with canned answers, one Bot Framework connector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from knowledge.answer import Answer, Citation, Kind
from knowledge.expert import Expert, RoleChoice
from knowledge.handoffs import HandoffKind
from knowledge.reminders import LadderRule

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


@cache
def knowledge() -> Expert:
    """The knowledge itself: the kinds of handoff are not faked."""
    return Expert.load()


@dataclass
class FakeExpert:
    """Answers from a table, and remembers how it was asked."""

    version: str = "fake-1"
    roles: tuple[RoleChoice, ...] = (CSAM, AE)
    asked: list[tuple[str, dict[str, Any], str | None]] = field(default_factory=list)

    @property
    def kinds(self) -> Mapping[str, HandoffKind]:
        return knowledge().kinds

    @property
    def ladders(self) -> Mapping[str, LadderRule]:
        return knowledge().ladders

    def source_name(self, source: str) -> str:
        return knowledge().source_name(source)

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


_CARD = "application/vnd.microsoft.card.adaptive"


class FakeConnector:
    """The part of the Bot Framework that a bot talks to, on a real socket; keeps what it was sent.

    `roster`: who is in a conversation, by its id; of any other the channel says nothing (400).
    `gone`: conversations that take nothing (403), and messages that were deleted (404).
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.roster: dict[str, list[dict[str, str]]] = {}
        self.gone: set[str] = set()
        self.asked: list[str] = []  # who or which conversation the roster was asked about
        self.app = web.Application()
        path = "/v3/conversations/{conversation}/activities"
        members = "/v3/conversations/{conversation}/{paged:members|pagedmembers}"
        self.app.router.add_post("/v3/conversations", self._open)
        self.app.router.add_get(members, self._members)
        self.app.router.add_get("/v3/conversations/{conversation}/members/{member}", self._member)
        self.app.router.add_post(path, self._take)
        self.app.router.add_route("*", path + "/{activity}", self._take)

    @property
    def sent(self) -> list[dict[str, Any]]:
        """The activities that were posted, oldest first."""
        return [call.body for call in self.calls if call.method == "POST" and call.conversation]

    @property
    def updated(self) -> list[dict[str, Any]]:
        """The activities that were put in the place of others, oldest first."""
        return [call.body for call in self.calls if call.method == "PUT"]

    def cards(self, conversation: str) -> dict[str, dict[str, Any]]:
        """The cards of a conversation as everybody sees them, by message id, oldest first."""
        found: dict[str, dict[str, Any]] = {}
        for call in self.calls:
            if call.conversation == conversation and call.method in ("POST", "PUT"):
                attachments = call.body.get("attachments") or [{}]
                if attachments[0].get("contentType") == _CARD:
                    found[call.id] = attachments[0]["content"]
        return found

    def said(self, conversation: str) -> list[str]:
        """The texts that were posted to a conversation, oldest first."""
        texts = (call.body.get("text") for call in self.calls if call.conversation == conversation)
        return [str(text) for text in texts if text]

    def introduce(self, conversation: str, member: Mapping[str, str]) -> None:
        """Have somebody be in a conversation."""
        others = [each for each in self.roster.get(conversation, []) if each["id"] != member["id"]]
        self.roster[conversation] = [*others, dict(member)]

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else {}
        conversation = unquote(request.match_info["conversation"])
        activity = unquote(request.match_info.get("activity", ""))
        is_new = request.method == "POST"
        id = f"reply-{len(self.calls) + 1}" if is_new else activity
        if conversation in self.gone:
            return web.json_response({}, status=403)
        if not is_new and activity in self.gone:
            return web.json_response({}, status=404)
        self.calls.append(Call(method=request.method, conversation=conversation, id=id, body=body))
        return web.json_response({"id": id}, status=self.status, headers=self.headers)

    async def _open(self, request: web.Request) -> web.Response:
        """The same chat for the same person, however often it is asked for."""
        body = await request.json()
        members = body.get("members") or [{"id": "nobody"}]
        id = f"a:{members[0]['id'].removeprefix('29:').removesuffix('-object')}"
        if id in self.gone:
            return web.json_response({}, status=403)
        self.calls.append(Call(method="POST", conversation="", id=id, body=body))
        return web.json_response({"id": id}, status=self.status, headers=self.headers)

    async def _member(self, request: web.Request) -> web.Response:
        wanted = unquote(request.match_info["member"])
        self.asked.append(wanted)
        members = self.roster.get(unquote(request.match_info["conversation"]))
        if members is None:
            return web.json_response({}, status=400)
        found = next((each for each in members if each["id"] == wanted), None)
        return web.json_response(found or {}, status=200 if found else 404)

    async def _members(self, request: web.Request) -> web.Response:
        """Two at a time, so that whoever reads them has to turn pages."""
        conversation = unquote(request.match_info["conversation"])
        self.asked.append(conversation)
        members = self.roster.get(conversation)
        if members is None:
            return web.json_response({}, status=400)
        start = int(request.query.get("continuationToken", "0"))
        token = {"continuationToken": str(start + 2)} if start + 2 < len(members) else {}
        return web.json_response({"members": members[start : start + 2], **token})
