"""What a person typed, made safe to read and safe to show."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 1000  # a question is read up to here
_SHOWN = 200

# Soft hyphen, zero-width and direction marks, halves of a character that no database takes,
# and control characters other than white space.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff\ud800-\udfff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
# No tag is an address as mail programs write it: "Megan <megan@contoso.com>".
_TAG = re.compile(r"</?(?![^\s<>@=\"]{1,64}@[^\s<>@=\"]{1,190}>)[a-zA-Z][^<>]{0,200}>")
_MAILTO = re.compile(r"<mailto:(?=[^\s<>]{1,255}>)", re.I)
_LINK = re.compile(r"\[([^\[\]]{0,200})\]\([^()]{0,500}\)")
_MARKUP = re.compile(r"[\[\]<>*_`~|#\\]")
_ADDRESS = re.compile(r"(?i)\b(?:[a-z][a-z0-9+.-]{0,20}://|www\.)")
# What Teams writes into the links to its messages is none.
_EMAIL = re.compile(
    r"""(?:mailto:)?[^\s@<>()\[\]",;:]{1,64}@(?!thread\.|unq\.gbl\.)[^\s@<>()\[\]"',;:?!]*[^\s@<>()\[\]"',;:?!.]"""
)
_TAKEN_OUT = "..."  # as an ellipsis is shown
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_NOT_WORD = re.compile(r"[^\w\s]|_")
_POLITE = frozenset(("please", "pls", "plz", "baton", "you"))
_BEFORE = _POLITE | {"hi", "hey", "hello", "ok", "okay", "so", "kindly", "just", "can", "could", "show", "me"}
_BEFORE |= {"oops", "sorry", "hm", "hmm", "wait", "actually"}
_AFTER = _POLITE | {"thanks", "thx", "thank", "now"}


def clean(raw: str) -> str:
    """Take away markup, invisible characters and spare white space; line breaks part questions and stay."""
    text = unicodedata.normalize("NFKC", html.unescape(raw[: LONGEST * 20]))
    text = _INVISIBLE.sub("", text).translate(_QUOTES)
    lines = (
        " ".join(line.split())
        for line in _LINK.sub(r"\1", _TAG.sub(" ", _MAILTO.sub("<", text))).splitlines()
    )
    return "\n".join(line for line in lines if line)


def without_addresses(text: str) -> str:
    """E-mail addresses are kept with people and nowhere else: what stands in for one is an ellipsis."""
    return _EMAIL.sub(_TAKEN_OUT, text)


def has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def shorten(text: str, limit: int) -> str:
    """Cut at a word's end, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + "…"


def normalise(text: str) -> str:
    """The form in which two ways of typing the same words are equal."""
    return " ".join(_NOT_WORD.sub(" ", text.replace("'", "")).casefold().split())


def unpad(normalised: str) -> str:
    """Take polite padding off a normalised text: "show me my profile please" is "my profile"."""
    words = normalised.split()
    while words and words[0] in _BEFORE:
        words.pop(0)
    while words and words[-1] in _AFTER:
        words.pop()
    return " ".join(words)


def show(text: str, limit: int = _SHOWN) -> str:
    """A person's own words for a message or card: they cannot become markup or a link."""
    bare = _ADDRESS.sub("", _MARKUP.sub("", clean(text)))
    return shorten(" ".join(bare.split()), limit)
