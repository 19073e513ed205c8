"""A channel that is asked who somebody is."""

from __future__ import annotations

from typing import Any

from dialogs.message import Message, Person


class Listing:
    """A channel that knows Megan, and who is in the group."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def member(self, service_url: str, conversation: str, user: str) -> dict[str, Any]:
        self.asked.append(user)
        return {"id": user, "name": "Another", "email": "Megan@Contoso.com", "aadObjectId": "megan-object"}

    async def members(self, service_url: str, conversation: str) -> list[dict[str, Any]]:
        self.asked.append(conversation)
        return [{"id": "29:megan", "name": "Megan"}, {"id": "29:alex", "name": "Alex"}, {"name": "odd"}]


MEGAN = Message(person=Person(tenant="t", id="29:megan", name="Megan"), conversation="c")
