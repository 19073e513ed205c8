"""Cut the source documents into passages: the table cells, bullets, rules and sentences that facts cite.

A passage's id is `document/section/ordinal#hash`, for example `000/ae/1#3fa2b1`: the hash pins
the wording, so that a changed document shows which facts have to be read again.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
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
_DAMAGED = re.compile(
    "[\uf8ff\u00a0-\u00ff\u0152\u0153\u0178\u0192\u02c6\u2013\u2014\u2018-\u2030\u2039\u203a\u2044\u20ac"
    "\u2122\u2202-\u2265\u25ca\ufb01\ufb02\u03c0\u03a9\u0131\u02c7\u02d8-\u02dd]+"
)
_ODD_SPACES = re.compile("[\u00a0\u202f\u2007\u2009]")
_ODD_HYPHENS = re.compile("[\u2010\u2011]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\uf8ff]+")
_SENTENCE_END = re.compile(r"(?<!\bEst\.)(?<!e\.g\.)(?<=[.!?”])\s+(?=[A-Z“])")
# Document 004 lost its line breaks: a full stop or bracket, then at once a capital or a digit.
_GLUED = re.compile(r"(?<=[a-z.)][.)])(?=[A-Z0-9])|(?<=\))(?=OR |\d\+)|(?<=alignment\.)(?=\*)")
_BENEFITS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BOLD_LABEL = re.compile(r"\*\*[^*]+(?::\*\*|\*\*:)")
_LISTS = ("bullet_list_open", "ordered_list_open")


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
    pieces = _Markdown(text).pieces() if re.search(r"^# ", text, re.M) else _plain_pieces(text)
    counts: dict[str, int] = {}
    passages = []
    for piece in pieces:
        section = slug(piece.path)
        counts[section] = counts.get(section, 0) + 1
        passages.append(_passage(document, section, counts[section], piece))
    return passages


def _passage(document: str, section: str, ordinal: int, piece: _Piece) -> Passage:
    digest = hashlib.sha256(piece.text.encode()).hexdigest()[:6]
    return Passage(
        id=f"{document}/{section}/{ordinal}#{digest}",
        document=document,
        section=section,
        heading=piece.path[-1] if piece.path else "",
        text=piece.text,
    )


def slug(path: tuple[str, ...]) -> str:
    """The two innermost headings as one lower-case key."""
    words = (re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") for heading in path[-2:])
    return ".".join(word[:40].strip("-") for word in words) or "top"


class _Markdown:
    """Walks through the tokens of a Markdown document and remembers what encloses the present one."""

    def __init__(self, text: str) -> None:
        self._tokens = MarkdownIt("commonmark").enable("table").parse(text)
        self._headings: dict[int, str] = {}
        self._columns: list[str] = []
        self._row: list[str] = []
        self._labels: list[str] = []  # of the lists around the present token, "" for one without
        self._next_label = ""  # of the list that begins at the next token

    def pieces(self) -> Iterator[_Piece]:
        for at, token in enumerate(self._tokens):
            self._remember(token, at)
            path = tuple(self._headings[level] for level in sorted(self._headings) if level > 1)
            yield from (_Piece(path=path, text=text) for text in self._texts(token, at))

    def _remember(self, token: Token, at: int) -> None:
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
                above = {n: heading for n, heading in self._headings.items() if n < level}
                self._headings = above | {level: self._content(at)}
            case "table_open":
                self._columns = []
            case "tr_open":
                self._row = []
            case "th_open":
                self._columns.append(self._content(at))
            case "td_open":
                self._row.append(self._content(at))
            case "bullet_list_open" | "ordered_list_open":
                self._labels.append(self._next_label)
                self._next_label = ""
            case "bullet_list_close" | "ordered_list_close":
                self._labels.pop()

    def _content(self, at: int) -> str:
        return repair(_plain(self._tokens[at + 1]))

    def _texts(self, token: Token, at: int) -> Iterable[str]:
        if token.type == "tr_close" and self._row:
            cells = zip(self._columns[1:], self._row[1:], strict=True)
            return [f"{self._row[0]} · {column}: {cell}" for column, cell in cells]
        if token.type == "paragraph_open":
            return self._paragraph(at)
        return ()

    def _paragraph(self, at: int) -> Iterator[str]:
        """The sentences of a paragraph; one that is the label of the list below it is put on its items."""
        content = self._tokens[at + 1]
        following = self._tokens[at + 3].type if at + 3 < len(self._tokens) else ""
        if following in _LISTS and (label := _label(content)):
            self._next_label = label
            return
        # An item that is a label with nothing below it is a field to fill in.
        is_field = following == "list_item_close"
        for sentence in _sentences(content):
            if is_field or not _is_bare_label(sentence):
                yield " · ".join([*filter(None, self._labels), sentence])


def _label(inline: Token) -> str:
    """The label that a paragraph in bold is; a single word, such as "Activities:", says nothing more."""
    text = repair(_plain(inline)).removesuffix(":")
    return text if _BOLD_LABEL.fullmatch(inline.content) and len(text.split()) > 1 else ""


def _is_bare_label(sentence: str) -> bool:
    return sentence.endswith(":") and len(sentence.split()) < 4


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
        yield from filter(None, _SENTENCE_END.split(repair(block)))


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
