from __future__ import annotations

import pytest

from dialogs.desk import Defaults
from tests.office import Colleague, Office
from tests.unit.dialogs.meeting.planner import Planner


@pytest.fixture
def office() -> Office:
    return Office(defaults=Defaults(checks=True))


@pytest.fixture
def planner(office: Office) -> Planner:
    return Planner(office)


@pytest.fixture
def alex(office: Office) -> Colleague:
    return office.hire("Alex", time_zone="Europe/Oslo")
