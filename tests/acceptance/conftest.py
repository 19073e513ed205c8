"""Every activity that any acceptance test makes the bot send is held against the contracts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import contracts
from tests.fakes import FakeConnector


@pytest.fixture(autouse=True)
def _sent_by_contract(connector: tuple[FakeConnector, str]) -> Iterator[None]:
    yield
    for activity in connector[0].sent:
        contracts.check_activity(activity)
