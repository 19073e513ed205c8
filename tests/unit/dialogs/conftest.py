"""Two people of Contoso, and a third who is on no handoff."""

from __future__ import annotations

import pytest

from tests.office import Colleague, Office


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def ana(office: Office) -> Colleague:
    return office.hire("Ana", time_zone="Europe/Oslo")


@pytest.fixture
def megan(office: Office) -> Colleague:
    return office.hire("Megan", time_zone="America/New_York")


@pytest.fixture
def alex(office: Office) -> Colleague:
    return office.hire("Alex")
