"""Words for reminders and for answering others, which Baton does not do yet: it says so."""

from __future__ import annotations

import re

_WHOLE = frozenset(("snooze", "mute", "mute reminders", "unmute", "unmute reminders"))
_NUMBERED = re.compile(r"answer \d+(?: |$)")
_WHEN = "yesterday|today|tomorrow|on |until |till |next |this |for "
_LEAD = re.compile(rf"(?:snooze|mute reminders) (?:{_WHEN})")
_ASKING = re.compile(r"(?:^| )(?:who|what|when|where|which|why|how)(?: |$)")


def is_meant(text: str, bare: str) -> bool:
    """Whether the text, or `bare` without case, marks and padding, asks for one of them."""
    if text.rstrip().endswith("?"):
        return False
    if bare in _WHOLE or _NUMBERED.match(bare):
        return True
    return bool(_LEAD.match(bare) or bare.startswith("remind me ")) and not _ASKING.search(bare)
