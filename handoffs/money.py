"""An amount of money: exact, with its currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_CENTS = 2


@dataclass(frozen=True, kw_only=True)
class Money:
    """`currency` is the ISO 4217 code. 250000 and 250000.00 are equal, and have the same plain form."""

    amount: Decimal
    currency: str

    def show(self) -> str:
        """Read well: "250,000 USD", with decimals only where there are any."""
        return f"{self._digits(',')} {self.currency}"

    def plain(self) -> dict[str, str]:
        """For JSON; the amount is a string, so that no digit is lost."""
        return {"amount": self._digits(""), "currency": self.currency}

    @staticmethod
    def from_plain(plain: Mapping[str, str]) -> Money:
        return Money(amount=Decimal(plain["amount"]), currency=plain["currency"])

    def _digits(self, thousands: str) -> str:
        if self.amount == self.amount.to_integral_value():
            return f"{self.amount:{thousands}.0f}"
        exponent = self.amount.normalize().as_tuple().exponent
        decimals = max(_CENTS, -exponent) if isinstance(exponent, int) else _CENTS
        return f"{self.amount:{thousands}.{decimals}f}"
