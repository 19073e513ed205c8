from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reading import amounts
from dialogs.reading.amounts import Problem
from handoffs.money import Money

_READ = """
250k                  250000 USD
€1.2m                 1200000 EUR
1,200,000             1200000 USD
1.200.000,00 EUR      1200000 EUR
2 mio nok             2000000 NOK
2 mio. NOK            2000000 NOK
2 MNOK                2000000 NOK
USD 250 000           250000 USD
$300,000              300000 USD
250000                250000 USD
250000.50             250000.50 USD
1.5bn                 1500000000 USD
£80k                  80000 GBP
300k usd              300000 USD
300kusd               300000 USD
US$300                300 USD
$300 CAD              300 CAD
CA$ 300               300 CAD
$300 usd              300 USD
1.200                 1200 USD
1,200                 1200 USD
1.20                  1.20 USD
0.500                 0.5 USD
0,5m                  500000 USD
.5m                   500000 USD
1.250m                1250000 USD
1,500k                1500000 USD
1 250 000,75 eur      1250000.75 EUR
CHF 1'200'000         1200000 CHF
CHF 1’200’000.50      1200000.50 CHF
12,34,567 inr         1234567 INR
25 lakh inr           2500000 INR
₹2 crore              20000000 INR
1,5 Mio. €            1500000 EUR
250k€                 250000 EUR
250,- NOK             250 NOK
250,-                 250 USD
250k.                 250000 USD
about 250k            250000 USD
ca. 250 k usd         250000 USD
2 million euros       2000000 EUR
300 us dollars        300 USD
300 norwegian kroner  300 NOK
90 zł                 90 PLN
1000000000000         1000000000000 USD
0                     ZERO
$0                    ZERO
0.00                  ZERO
-5                    NEGATIVE
-$5k                  NEGATIVE
€ −5                  NEGATIVE
minus 5               NEGATIVE
1000000000001         ABSURD
2000bn                ABSURD
99999999999999999999999999999999999999999999999999 ABSURD
€200 $300             TWO_CURRENCIES
200 eur 300 usd       TWO_CURRENCIES
€200 usd              TWO_CURRENCIES
$200 eur              TWO_CURRENCIES
250 xyz               UNKNOWN_CURRENCY
250 DEM               UNKNOWN_CURRENCY
250 kr                UNKNOWN_CURRENCY
₿5                    UNKNOWN_CURRENCY
                      NOT_AN_AMOUNT
usd                   NOT_AN_AMOUNT
a lot                 NOT_AN_AMOUNT
3 weeks               NOT_AN_AMOUNT
200-300k              NOT_AN_AMOUNT
200k to 300k          NOT_AN_AMOUNT
10%                   NOT_AN_AMOUNT
2027-01-15            NOT_AN_AMOUNT
15.01.2027            NOT_AN_AMOUNT
15/01/2027            NOT_AN_AMOUNT
1,000,00              NOT_AN_AMOUNT
1234,567              NOT_AN_AMOUNT
1.23.456              NOT_AN_AMOUNT
250.123,4567          NOT_AN_AMOUNT
5 k m                 NOT_AN_AMOUNT
٣٤                    NOT_AN_AMOUNT
1e9                   NOT_AN_AMOUNT
0x10                  NOT_AN_AMOUNT
nan                   NOT_AN_AMOUNT
"""


def _row(line: str) -> tuple[str, Money | Problem]:
    text, _, expected = line.rstrip().rpartition(" ")
    if expected in Problem.__members__:
        return text.strip(), Problem[expected]
    text, _, amount = text.rpartition(" ")
    return text.strip(), Money(amount=Decimal(amount), currency=expected)


_ROWS = [_row(line) for line in _READ.strip("\n").splitlines()]


@pytest.mark.parametrize(("text", "expected"), _ROWS, ids=[text for text, _ in _ROWS])
def test_amounts_are_read_as_people_type_them(text: str, expected: Money | Problem) -> None:
    assert amounts.read(text, "USD") == expected


@pytest.mark.parametrize(
    ("text", "default", "currency"),
    [
        ("$5k", "NOK", "USD"),
        ("$5k", "CAD", "CAD"),
        ("5k dollars", "AUD", "AUD"),
        ("5k kr", "SEK", "SEK"),
        ("5k kroner", "DKK", "DKK"),
        ("5k kr", "ISK", "ISK"),
        ("¥5k", "USD", "JPY"),
        ("¥5k", "CNY", "CNY"),
        ("£5k", "EUR", "GBP"),
        ("5k", "JPY", "JPY"),
        ("$5k usd", "CAD", "USD"),
    ],
)
def test_a_shared_sign_means_the_default_currency_where_that_bears_it(
    text: str, default: str, currency: str
) -> None:
    assert amounts.read(text, default) == Money(amount=Decimal(5000), currency=currency)


def test_an_amount_is_kept_without_an_exponent() -> None:
    read = [amounts.read(text, "USD") for text in ("250k", "1.20", "1.5bn", "250.000")]

    assert [str(money.amount) for money in read if isinstance(money, Money)] == [
        *("250000", "1.20", "1500000000", "250000")
    ]


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    read = amounts.read(text, "USD")

    assert isinstance(read, Problem) or read.amount > 0


@given(st.text(alphabet="0123456789.,' -$€kmbnusd", max_size=60))
def test_what_looks_like_an_amount_is_read_or_refused(text: str) -> None:
    read = amounts.read(text, "USD")

    assert isinstance(read, Problem) or 0 < read.amount <= Decimal(10) ** 12


@given(st.decimals(min_value="0.01", max_value=10**12, places=2), st.sampled_from(["USD", "NOK", "JPY"]))
def test_what_is_shown_reads_back(amount: Decimal, currency: str) -> None:
    money = Money(amount=amount, currency=currency)

    assert amounts.read(money.show(), "EUR") == money


@pytest.mark.parametrize("text", ["9" * 60, "1," * 30, "1.1" * 20, "1 1" * 20, "$" * 60, "k" * 100_000])
def test_hostile_text_costs_little(text: str) -> None:
    amounts.read("5 eur", "USD")  # the names of currencies are loaded once
    start = time.perf_counter()

    assert isinstance(amounts.read(text, "USD"), Problem)

    assert time.perf_counter() - start < 0.05
