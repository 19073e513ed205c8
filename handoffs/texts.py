"""Free texts as they are kept: one line, within a limit, links only to the web."""

from __future__ import annotations

from urllib.parse import urlsplit

from handoffs import words
from handoffs.change import RefusedError, Sentence

NAME = 120
LINK = 500
REMARK = 1000  # reasons, notes, comments

_JOINERS = "\u200c\u200d"  # within words of some scripts, and within emoji
_SCHEMES = frozenset(("http", "https"))


def line(text: str, limit: int, what: str, *, required: bool = False) -> str:
    """One line of text; refuses what is longer than `limit` characters, or empty where it is required."""
    plain = " ".join("".join(char if _is_shown(char) else " " for char in text).split())
    if len(plain) > limit:
        raise RefusedError(Sentence(template=words.TOO_LONG, values={"what": what, "limit": limit}))
    if required and not plain:
        example = words.EXAMPLES.get(what, "")
        raise RefusedError(Sentence(template=words.EMPTY, values={"what": what, "example": example}))
    return plain


def _is_shown(char: str) -> bool:
    return char.isprintable() or char in _JOINERS


def web_link(text: str) -> str:
    """A web address, or "" for none."""
    link = line(text, LINK, words.WHAT_LINK)
    if link and not _is_web(link):
        raise RefusedError(Sentence(template=words.LINK))
    return link


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(host) and "@" not in parts.netloc and " " not in link
