"""Words for handoffs and meetings, which Baton does not do yet: told so, rather than looked up."""

from __future__ import annotations

import re

_WHOLE = frozenset(
    (
        *("my handoffs", "new handoff", "done", "undo", "waive", "n a", "na", "note"),
        *("agree", "decline", "moved", "held", "not held", "transferred"),
        *("schedule", "reschedule", "cancel meeting", "cancel the meeting", "snooze", "mute reminders"),
        *("mute", "unmute", "unmute reminders", "history", "report", "reopen", "close", "team"),
        *("sign in", "sign out", "log in", "log out"),
    )
)
_NUMBERED = re.compile(
    r"(?:open|done|undo|waive|n ?a|note|history|report|close|reopen|answer|value) \d+(?: |$)"
)
_WHEN = "yesterday|today|tomorrow|on |until |next |this |for "
_LEADS = (
    r"new handoff ",
    r"hand (?!over |off ).+ (?:over|off)(?: to .+)?$",
    rf"(?:held|moved|transferred|schedule|reschedule|snooze|mute reminders) (?:{_WHEN})",
    r"decline because ",
    r"meet by ",
)
_LEAD = re.compile("|".join(f"(?:{lead})" for lead in _LEADS))
_ASKING = re.compile(r"(?:^| )(?:who|what|when|where|which|why|how)(?: |$)")


def is_meant(text: str, bare: str) -> bool:
    """Whether the text, or `bare` without case, marks and padding, asks for one of them."""
    if text.rstrip().endswith("?"):
        return False
    if bare in _WHOLE or _NUMBERED.match(bare):
        return True
    return _LEAD.match(bare) is not None and not _ASKING.search(bare)
