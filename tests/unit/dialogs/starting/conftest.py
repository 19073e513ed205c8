from __future__ import annotations

import pytest

from tests.office import Colleague, Office


@pytest.fixture
def ana(office: Office) -> Colleague:
    office.hire("Megan")
    office.hire("Alex", met=False)
    return office.hire("Ana")
