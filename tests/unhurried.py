"""Teams' limits are of real seconds: what they do is proved apart, and elsewhere nothing waits for them."""

from __future__ import annotations

from bot.allowance import Unlimited
from bot.allowance_shares import Shares
from bot.store.allowances import Units


class Unhurried(Shares):
    """Counts what is said, and lets everything through."""

    def __init__(self, units: Units) -> None:
        super().__init__(units)
        self.urgent = self.patient = Unlimited()
