"""One activity of a reply, with what is kept of it once it was sent."""

from __future__ import annotations

from dataclasses import dataclass

from botbuilder.schema import Activity

from dialogs.message import Given


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """`given`: the answer that it holds; `token` stands for the id of a live card that it is."""

    activity: Activity
    given: Given | None = None
    token: str = ""
