from __future__ import annotations

from tests import quiet_contract
from tests.office import Colleague, Office


async def test_the_fake_keeps_to_the_contract(office: Office, ana: Colleague, megan: Colleague) -> None:
    await quiet_contract.check(office.desk().quiets, ana.id, megan.id)
