"""From raw text to words: cleaning, tokens, stems. Nothing here knows what the words mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

MAX_CHARACTERS = 1_000  # what is read of one message; a question is shorter

_STEMMER = Stemmer.Stemmer("english")
_MENTION = re.compile(r"<at[^>]*>.*?</at>", re.I | re.S)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.I)
_URL_NOISE = re.compile(r"https?://")
_INVISIBLE = {"Cf", "Cc", "Co", "Cn"}
_REPLACED = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u202f": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " - ", "\u2192": "->",
    }
)  # fmt: skip
_TOKEN = re.compile(
    r"\bb4\b|\d+(?:st|nd|rd|th)\b|aka\.ms/\w+|(?<=\d)\s?-\s?(?=\d)|\b(?!(?i:s|stages?|stg|phase)\d)[^\W\d_]+\d[^\W_]*"
    r"|[$€£]?\d[\d.,]*\d%?|[$€£]?\d+%?\+?|[^\W\d_]+(?:'[^\W\d_]+)?|[&+/]|->|=",
    re.U,
)
_SILENT = frozenset("/=")
_STOP = re.compile(r"((?:(?<=[a-z0-9)'\"]{2})|(?<=\d))[.!]+(?=\s|$)|[?;\n…]+|\.{2,})", re.I)
_PAUSE = re.compile(
    r",\s|:\s|\s-{1,2}\s|[()\"]"
    r"|\s(?:and|&|but)\s(?=(?:then\s)?(?:what|who|which|how|when|where|why|tell|give|show|list|explain|answer)\b)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a message: as typed, in lower case, and its stem; `clause` and `sentence` count from 0."""

    raw: str
    text: str
    stem: str
    clause: int = 0
    sentence: int = 0
    asked: bool = False  # stands in a sentence that ends with a question mark


def clean(text: str) -> str:
    """Plain text of at most MAX_CHARACTERS: no mentions, tags, invisible or exotic characters."""
    if text.isascii() and text.isprintable() and "<" not in text and "://" not in text:
        return text.strip()[:MAX_CHARACTERS]
    text = unicodedata.normalize("NFKC", _MENTION.sub(" ", text[: MAX_CHARACTERS * 4]).translate(_REPLACED))
    text = _URL_NOISE.sub("", _TAG.sub(" ", text))
    text = "".join(c if c == "\n" or unicodedata.category(c) not in _INVISIBLE else "" for c in text)
    return text.strip()[:MAX_CHARACTERS]


_SHORTENED = re.compile(r"\b(est|approx|vs|resp|incl)\.(?=\s)", re.I)  # a stop that ends no sentence


def sentences(text: str) -> list[tuple[list[str], bool]]:
    """The sentences of a cleaned text: the clauses of each, and whether it ends with a question mark."""
    pieces = _STOP.split(_SHORTENED.sub(r"\1", text))
    found = []
    for sentence, stop in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        clauses = [part.strip() for part in _PAUSE.split(sentence) if part.strip()]
        if clauses:
            found.append((clauses, "?" in stop))
    return found


def spell_out(text: str) -> Iterator[str]:
    """The tokens of a clause as typed; `AE's` gives `AE`, `S4` stays one token, `&` becomes `and`."""
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece.lower().endswith("'s"):
            piece = piece[:-2]
        yield {"&": "and", "+": "and"}.get(piece, "thru" if piece.strip() == "-" else piece)


def split(text: str) -> list[Word]:
    """All words of a text, with the clause and the sentence each stands in."""
    words: list[Word] = []
    clause = 0
    for number, (clauses, asked) in enumerate(sentences(text)):
        for part in clauses:
            words += [make(token, clause, number, asked) for token in spell_out(part) if token not in _SILENT]
            clause += 1
    return words


def make(token: str, clause: int = 0, sentence: int = 0, asked: bool = False) -> Word:
    """A word from one token."""
    lower = token.lower()
    return Word(token, lower, stem(lower), clause, sentence, asked)


# The stemmer takes these for "account", "technical" and "commerce": here they are words of their own.
_OWN_STEMS = {
    "accountable": "accountable", "accountability": "accountable", "accountabilities": "accountable",
    "technically": "technically", "manager": "manager", "managers": "manager",
    "responsibility": "responsibilities", "responsibilities": "responsibilities",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The English stem of a lower-case word."""
    if word in _OWN_STEMS:
        return _OWN_STEMS[word]
    return word if len(word) <= 3 else str(_STEMMER.stemWord(word.replace("'", "")))


def key(text: str) -> tuple[str, ...]:
    """The lower-case tokens by which an alias is found."""
    return tuple(token.lower() for token in spell_out(clean(text)) if token not in _SILENT)
