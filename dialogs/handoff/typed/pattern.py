"""One way to put a command, as a pattern for a whole message."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from dialogs.handoff.typed.asked import HandoffCommand as C
from dialogs.handoff.typed.fragments import PARTS

_GROUP = re.compile(r"\(\?P<(\w+)>")


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One way to put a command; `source`: as a regular expression."""

    command: C
    source: str
    asks: bool = False
    draft: bool = False
    opened: bool = False

    @cached_property
    def form(self) -> re.Pattern[str]:
        """Made when it is first needed: a start is measured, and many are for what few have open."""
        return re.compile(self.source, re.I | re.S)


def written(
    command: C, form: str, *, asks: bool = False, draft: bool = False, opened: bool = False
) -> Pattern:
    """A pattern with its groups numbered (text1, text2), as a name may stand in it more than once."""
    for name, part in PARTS.items():
        form = form.replace(f"<{name}>", part)
    seen: Counter[str] = Counter()

    def numbered(group: re.Match[str]) -> str:
        seen[group[1]] += 1
        return f"(?P<{group[1]}{seen[group[1]]}>"

    source = _GROUP.sub(numbered, form)
    return Pattern(command=command, source=source, asks=asks, draft=draft, opened=opened)
