from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoffs.money import Money

_AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("250000", "250,000 USD"),
        ("250000.00", "250,000 USD"),
        ("250000.5", "250,000.50 USD"),
        ("1.234", "1.234 USD"),
        ("1000000000000", "1,000,000,000,000 USD"),
        ("1E+6", "1,000,000 USD"),
        ("0", "0 USD"),
    ],
)
def test_an_amount_reads_well(amount: str, shown: str) -> None:
    assert Money(amount=Decimal(amount), currency="USD").show() == shown


@given(_AMOUNTS)
def test_no_digit_is_lost_in_json(amount: Decimal) -> None:
    money = Money(amount=amount, currency="NOK")

    assert Money.from_plain(json.loads(json.dumps(money.plain()))) == money


def test_equal_amounts_have_the_same_plain_form() -> None:
    forms = [Money(amount=Decimal(text), currency="USD") for text in ("1200", "1200.00", "1.2E+3")]

    assert len(set(forms)) == 1
    assert [form.plain() for form in forms] == [{"amount": "1200", "currency": "USD"}] * 3
