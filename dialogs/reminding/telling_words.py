"""What the clock tells people of a handoff beside its dates."""

from __future__ import annotations

UNREACHED = (
    "{name} cannot be reached: has not added Baton. This concerns {titles}. "
    "Please tell them yourself what is due, or hand their part to somebody else."
)
TITLE = "**{title}** ({number})"
ITEMS_OFFERED = (
    "**{title}** ({number}): The checklist of this kind of handoff has changed. Nothing changes by itself; "
    'to see the handoff and take the new items, type "open {number}".'
)
