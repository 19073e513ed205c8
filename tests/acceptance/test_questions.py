"""The graded questions beside the checkout, asked over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot import compose
from tests.conftest import MakeSettings
from tests.questions import items
from tests.shared import shared

_STRICT = 98.0  # percent
_MOST_SECONDS = 280


@pytest.mark.long
@pytest.mark.parametrize("mode", ["expect", "normal"])
async def test_nearly_every_question_is_answered_right(
    make_settings: MakeSettings, tmp_path: Path, mode: str
) -> None:
    answers, graded = tmp_path / "answers.jsonl", tmp_path / "graded.json"
    async with TestServer(compose.build_app(make_settings())) as server:
        url = str(server.make_url("/api/messages"))
        # Many conversations at a time, as each waits for a quiet spell that ends a reply.
        await _run("qa/ask_http.py", answers, "--url", url, "--mode", mode, "--concurrency", "16")
    await _run("qa/score.py", answers, "--json", graded, "--quiet")

    report = json.loads(graded.read_text("utf-8"))
    assert report["missing"] == 0
    assert report["accuracy"] >= _STRICT, items.failures(report)


async def _run(program: str, answers: Path, *options: str | Path) -> None:
    command = [sys.executable, shared(program), shared(items.GOLD), answers, *options]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    try:
        said, errors = await asyncio.wait_for(process.communicate(), _MOST_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, (said + errors).decode()
