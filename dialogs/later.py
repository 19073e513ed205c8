"""Words for meetings, reminders and signing in, which Baton does not do yet: it says so."""

from __future__ import annotations

import re

_WHOLE = frozenset(
    (
        *("schedule", "reschedule", "cancel meeting", "cancel the meeting", "snooze", "mute reminders"),
        *("mute", "unmute", "unmute reminders"),
        *("sign in", "sign out", "log in", "log out"),
    )
)
_NUMBERED = re.compile(r"answer \d+(?: |$)")
_MEETING = re.compile(
    r"(?:schedule|reschedule|book|cancel|set up|arrange) (?:the |a |our )?"
    r"(?:transition |handoff |opportunity )*(?:discussion|meeting|call)"
    r"(?: (?:for|on|next|this|tomorrow|today)\b.*)?"
)
_WHEN = "yesterday|today|tomorrow|on |until |till |next |this |for "
_LEAD = re.compile(rf"(?:schedule|reschedule|snooze|mute reminders) (?:{_WHEN})")
_ASKING = re.compile(r"(?:^| )(?:who|what|when|where|which|why|how)(?: |$)")


def is_meant(text: str, bare: str) -> bool:
    """Whether the text, or `bare` without case, marks and padding, asks for one of them."""
    if text.rstrip().endswith("?"):
        return False
    if bare in _WHOLE or _NUMBERED.match(bare):
        return True
    is_meant = _LEAD.match(bare) or _MEETING.fullmatch(bare) or bare.startswith("remind me ")
    return bool(is_meant) and not _ASKING.search(bare)
