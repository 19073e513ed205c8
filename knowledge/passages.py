"""Cut the source documents into passages: the table cells, bullets, rules and sentences that facts cite.

A passage's id is `document/section/ordinal#hash`, for example `000/ae/1#3fa2b1`: the hash pins
the wording, so that a changed document shows which facts have to be read again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One citable piece of a document; `text` is repaired, on one line, with its row and column labels."""

    id: str
    document: str
    section: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class _Piece:
    path: tuple[str, ...]  # the headings above, outermost first
    text: str


# Emoji and a dash of document 001 that were once read as Mac Roman instead of UTF-8.
_DAMAGED = re.compile("[\uf8ff\u00a0-\u00ff\u0152\u0153\u0178\u0192\u02c6\u2013\u2014\u2018-\u2030\u2039\u203a\u2044\u20ac\u2122\u2202-\u2265\u25ca\ufb01\ufb02\u03c0\u03a9\u0131\u02c7\u02d8-\u02dd]+")
_ODD_SPACES = re.compile("[\u00a0\u202f\u2007\u2009]")
_ODD_HYPHENS = re.compile("[\u2010\u2011]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\uf8ff]+")
_SENTENCE_END = re.compile(r"(?<!\bEst\.)(?<!e\.g\.)(?<=[.!?”])\s+(?=[A-Z“])")
# Document 004 lost its line breaks: a full stop or bracket, then at once a capital or a digit.
_GLUED = re.compile(r"(?<=[a-z.)][.)])(?=[A-Z0-9])|(?<=\))(?=OR |\d\+)|(?<=alignment\.)(?=\*)")
_BENEFITS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def repair(text: str) -> str:
    """Undo the damage that the documents carry: Mac Roman emoji, odd spaces and hyphens."""
    text = _DAMAGED.sub(_undo_mac_roman, text)
    text = _ODD_HYPHENS.sub("-", _ODD_SPACES.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", _EMOJI.sub(" ", text)).split())


def _undo_mac_roman(damaged: re.Match[str]) -> str:
    try:
        return damaged.group().encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return damaged.group()


def cut(folder: Path) -> list[Passage]:
    """All passages of the documents in `folder`; the first three characters of a file name are its key."""
    passages: list[Passage] = []
    for file in sorted(folder.glob("*.txt")):
        passages += cut_document(file.name[:3], file.read_text(encoding="utf-8"))
    return passages


def cut_document(document: str, text: str) -> list[Passage]:
    """The passages of one document, in reading order."""
    pieces = _markdown_pieces(text) if re.search(r"^# ", text, re.M) else _plain_pieces(text)
    counts: dict[str, int] = {}
    passages = []
    for piece in pieces:
        section = slug(piece.path)
        counts[section] = counts.get(section, 0) + 1
        digest = hashlib.sha256(piece.text.encode()).hexdigest()[:6]
        heading = piece.path[-1] if piece.path else ""
        passages.append(
            Passage(
                id=f"{document}/{section}/{counts[section]}#{digest}",
                document=document,
                section=section,
                heading=heading,
                text=piece.text,
            )
        )
    return passages


def slug(path: tuple[str, ...]) -> str:
    """The two innermost headings as one lower-case key."""
    words = (re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") for heading in path[-2:])
    return ".".join(word[:40].strip("-") for word in words) or "top"


def _markdown_pieces(text: str) -> Iterator[_Piece]:
    headings: dict[int, str] = {}
    columns: list[str] = []
    row: list[str] = []
    labels: list[str] = []  # of the list items that enclose the present one
    in_head = False
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for token, content in zip(tokens, tokens[1:] + tokens[-1:], strict=True):
        path = tuple(headings[level] for level in sorted(headings) if level > 1)
        if token.type == "heading_open":
            level = int(token.tag[1])
            headings = {n: h for n, h in headings.items() if n < level} | {level: repair(_plain(content))}
        elif token.type in ("thead_open", "thead_close"):
            in_head = token.type == "thead_open"
        elif token.type == "tr_open":
            row = []
        elif token.type in ("th_open", "td_open"):
            row.append(repair(_plain(content)))
        elif token.type == "tr_close" and in_head:
            columns = row
        elif token.type == "tr_close":
            yield from (_Piece(path=path, text=f"{row[0]} · {c}: {v}") for c, v in zip(columns[1:], row[1:], strict=True))
        elif token.type in ("list_item_open", "list_item_close"):
            labels = _nested(labels, token.type)
        elif token.type == "paragraph_open":
            label = " · ".join(filter(None, labels))
            for sentence in _sentences(content):
                yield _Piece(path=path, text=f"{label} · {sentence}" if label else sentence)
            if labels:
                labels[-1] = _label(content)


def _nested(labels: list[str], event: str) -> list[str]:
    return [*labels, ""] if event == "list_item_open" else labels[:-1]


def _label(content: Token) -> str:
    text = repair(_plain(content))
    return text.removesuffix(":") if text.endswith(":") else ""


def _plain(inline: Token) -> str:
    """An inline token's words without markup; soft line breaks stay line breaks."""
    parts = []
    for child in inline.children or ():
        parts.append("\n" if child.type in ("softbreak", "hardbreak") else child.content)
    return "".join(parts)


def _sentences(inline: Token) -> Iterator[str]:
    lines = _plain(inline).split("\n")
    # Labelled lines ("Exit Criteria: ...") are separate rules; other soft breaks are only line wrapping.
    blocks = lines if sum(":" in line for line in lines) > 1 else [" ".join(lines)]
    for block in blocks:
        for sentence in _SENTENCE_END.split(repair(block)):
            # A bare label says nothing by itself, unless it is one of the fields to fill in.
            if sentence and (not sentence.endswith(":") or re.search(r"\d|&|\(.*\(|Name", sentence)):
                yield sentence


def _plain_pieces(text: str) -> Iterator[_Piece]:
    path: tuple[str, ...] = ()
    for line in text.splitlines():
        for part in _GLUED.split(line.strip()):
            clean = repair(part)
            if clean and _is_heading(clean):
                path = (clean,)
            elif clean:
                yield from (_Piece(path=path, text=s) for s in _plain_sentences(clean))


def _plain_sentences(text: str) -> list[str]:
    if re.search(r"[.;)]$", text):
        return _SENTENCE_END.split(text)
    return _BENEFITS.split(text)  # a list whose separators were lost


def _is_heading(line: str) -> bool:
    return len(line.split()) <= 6 and line[0].isupper() and not re.search(r"[.;:,]$|^\d|[a-z][A-Z]", line)
