"""Those that answer, and how long they take; runs in a process of its own for each."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import bm25s
import Stemmer

from bench.questions import Conversation
from knowledge import load
from knowledge.answers import facts
from knowledge.expert import Expert

Thread = Mapping[str, Any] | None
Answering = Callable[[str, Thread], Thread]
_CACHED = type(lru_cache(len))


@dataclass(frozen=True, kw_only=True)
class Pass:
    """Milliseconds for each question of one pass, on the clock and of the processor; how many failed."""

    elapsed: tuple[float, ...]
    processor: tuple[float, ...]
    failed: int


def ask_all(kind: str, folder: Path, conversations: Sequence[Conversation], *, cold: bool) -> Pass:
    """Ask every question once, a conversation's turns on one thread."""
    answer = _load(kind, folder)
    emptied = _caches() if cold else []
    elapsed, processor, failed = [], [], 0
    for conversation in conversations:
        thread: Thread = None
        for question in conversation:
            for each in emptied:
                each.cache_clear()
            began, worked = time.perf_counter(), time.thread_time()
            try:
                thread = answer(question, thread)
            except Exception:  # whatever it is: a question that fails is itself a figure, with a bound of 0
                failed += 1
            processor.append((time.thread_time() - worked) * 1_000)
            elapsed.append((time.perf_counter() - began) * 1_000)
    return Pass(elapsed=tuple(elapsed), processor=tuple(processor), failed=failed)


@cache
def _load(kind: str, folder: Path) -> Answering:
    # The whole bot is imported, so that the garbage collector has as much to look through as in production.
    import bot.compose  # noqa: F401 - loading it is part of what is measured

    return {"baton": _baton, "bm25": _bm25}[kind](folder)


def _baton(folder: Path) -> Answering:
    expert = Expert.load(folder, remembered=0)  # each question is asked again and again here
    return lambda question, thread: expert.answer(question, thread=thread).thread


def _bm25(folder: Path) -> Answering:
    """The peer: stem the question, return the best of the facts' texts."""
    texts = [f"{fact.heading} {fact.text}" for fact in facts.flatten(load.read(folder)).values()]
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25(corpus=texts)

    def tokens(asked: list[str]) -> Any:
        return bm25s.tokenize(asked, stopwords="en", stemmer=stemmer, show_progress=False)

    index.index(tokens(texts), show_progress=False)

    def answer(question: str, thread: Thread) -> Thread:
        index.retrieve(tokens([question]), k=1, show_progress=False)
        return None

    return answer


def _caches() -> list[Any]:
    """Every function cache of the knowledge, wherever it is kept."""
    found: list[Any] = [each for each in gc.get_objects() if type(each) is _CACHED]
    return [each for each in found if str(each.__module__).startswith("knowledge")]
