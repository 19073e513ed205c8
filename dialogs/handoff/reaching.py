"""Who of the people on a handoff cannot be written to."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.handoff import meeting_words as words
from dialogs.handoff.view import View


def lost(view: View) -> Sequence[str]:
    """The people whose chat cannot be opened, by person id; nobody once it is over."""
    if view.handoff.is_over:
        return ()
    parties = view.handoff.parties
    named = dict.fromkeys((parties.giver, parties.receiver, *parties.others, parties.escalation))
    found = ((person, view.contacts.get(person)) for person in named if not view.is_viewer(person))
    return [person for person, contact in found if contact and contact.unreachable]


def sentence(view: View) -> str:
    """Say so; "" where everybody can be."""
    people = lost(view)
    phrase = words.UNREACHABLE if len(people) == 1 else words.UNREACHABLE_MANY
    return phrase.format(names=view.listed(people)) if people else ""


def part(view: View) -> str:
    """The same in a list."""
    people = lost(view)
    return words.UNREACHABLE_PART.format(names=view.listed(people)) if people else ""
