"""What the clock tells people of a handoff beside its dates."""

from __future__ import annotations

UNREACHED = (
    "{name} cannot be reached: has not added Baton. "
    "Please tell them yourself, or hand their part to somebody else: {titles}."
)
TITLE = "{title} ({number})"
ITEMS_OFFERED = (
    "**{title}** ({number}): the checklist of this kind of handoff has changed. Its new items are on offer "
    'on its card; nothing changes by itself. To see it, type "open {number}".'
)
