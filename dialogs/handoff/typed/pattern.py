"""One way to put a command, as a pattern for a whole message."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from dialogs.handoff.typed.asked import HandoffCommand as C
from dialogs.handoff.typed.fragments import PARTS

_GROUP = re.compile(r"\(\?P<(\w+)>")


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One way to put a command."""

    command: C
    form: re.Pattern[str]
    asks: bool = False
    draft: bool = False
    opened: bool = False


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

    form = _GROUP.sub(numbered, form)
    return Pattern(command=command, form=re.compile(form, re.I | re.S), asks=asks, draft=draft, opened=opened)
