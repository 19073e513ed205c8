"""What is known of people as they are reminded: when they work, what they hushed, where they are reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.origin import Place
from bot.reminding.deciding import Listener
from bot.store.store import Work
from dialogs.desk import Defaults
from dialogs.reminding.people import diary


async def of(work: Work, people: Collection[str], defaults: Defaults) -> Mapping[str, Listener]:
    """By person id, for each of them."""
    contacts = await work.people.contacts(people)
    found = {}
    for id, contact in contacts.items():
        address = await work.people.address(id)  # read with the contacts
        found[id] = Listener(
            diary=diary(contact, defaults),
            hushed=await work.quiets.of(id),
            unreachable=address is not None and address.unreachable,
        )
    return found


async def place(work: Work, person: str) -> Place | None:
    """The own chat of somebody as it is written to; its `conversation` is "" where there is none yet.

    None where nothing is known of them, or nobody has written to Baton yet.
    """
    address = await work.people.address(person)
    if address is None:
        return None
    kept = await work.references.of_chat(address.chat) if address.chat else None
    here = kept or await work.references.latest() or Place()
    found = replace(here, conversation=address.chat, service_url=address.service_url or here.service_url)
    return found if found.service_url else None
