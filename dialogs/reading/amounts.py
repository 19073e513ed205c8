"""Reads an amount of money as people type it: "250k", "€1.2m", "1.200.000,00 EUR", "2 mio nok".

A single separator before exactly three digits parts thousands, point or comma alike: "1.200" is 1200, for
nobody gives a deal's value to a thousandth. With a scale ("1.250m") a point parts decimals and a comma
thousands. What was understood is read back to the person, so a wrong guess is seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dialogs.reading import currencies
from handoffs.money import Money

LONGEST = 60
_MOST = Decimal(10) ** 12
_CENT = Decimal("0.01")
_WHOLE = Decimal(1)


class Problem(StrEnum):
    """Why a text is no amount that a milestone can have."""

    NOT_AN_AMOUNT = "not an amount"
    ZERO = "zero"
    NEGATIVE = "negative"
    ABSURD = "absurd"  # above 10^12
    TWO_CURRENCIES = "two currencies"
    UNKNOWN_CURRENCY = "unknown currency"  # also "kr", where no krone is the default


_SCALES = {
    **dict.fromkeys(("k", "tsd", "thousand", "thousands", "grand"), 3),
    **dict.fromkeys(("m", "mm", "mn", "mio", "mill", "mln", "million", "millions"), 6),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "billions"), 9),
    **dict.fromkeys(("lakh", "lakhs"), 5),
    **dict.fromkeys(("crore", "crores"), 7),
}
_PADDING = frozenset(
    ("about", "approx", "approximately", "around", "ca", "circa", "roughly", "total", "~", "=")
)
_MINUS = frozenset(("-", "minus", "negative"))
_LETTERS = 3  # of a currency's code

_NUMBER = r"[.,]?[0-9]+(?:[.,'][0-9]+| [0-9]{3}(?![0-9]))*"
_SIGN = r"(?:us|a|au|c|ca|nz|hk|nt|s|mx|r|ec)\$|cn¥"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_SIGN}|[^\W\d_]+)\.?|(?P<other>\S)")
_ROUND = re.compile(r"(?<=[0-9])[.,]-+(?![0-9])")  # "250,-" is a round sum
_ENDING = re.compile(r"[.,;!?]+$")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_SAME = str.maketrans(dict.fromkeys(_DASHES, "-") | {"\u2019": "'"})

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(
    r"(?P<whole>[0-9]{1,3}(?P<by>[., ])[0-9]{3}(?:(?P=by)[0-9]{3})*)(?:(?!(?P=by))[.,](?P<part>[0-9]+))?"
)
_INDIAN = re.compile(r"(?P<whole>[0-9]{1,2}(?:(?P<by>,)[0-9]{2})+,[0-9]{3})(?:\.(?P<part>[0-9]+))?")
_DECIMAL = re.compile(r"(?P<whole>[0-9]*)[.,](?P<part>[0-9]+)")


@dataclass(frozen=True, kw_only=True)
class _Parts:
    numbers: tuple[str, ...]
    scale: int | None  # power of ten that was typed in words or letters
    negative: bool
    names: tuple[str, ...]  # what has to be a currency


def read(text: str, default_currency: str) -> Money | Problem:
    """Read an amount of more than nothing, in the default currency where the text names none."""
    parts = _part(_tokens(_fold(text))) if len(text) <= LONGEST else _part(())
    currency = _currency(parts.names, default_currency)
    if currency is Problem.TWO_CURRENCIES:
        return currency
    amount = _amount(parts)
    if amount is None:
        return Problem.NOT_AN_AMOUNT
    if isinstance(currency, Problem):
        return currency
    return _problem(amount, parts.negative) or Money(amount=amount, currency=currency)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    return _ENDING.sub("", _ROUND.sub("", " ".join(folded.split())))


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        yield from _split(match["word"]) if match["word"] else (match["number"] or match["other"],)


def _split(word: str) -> tuple[str, ...]:
    """Part "kusd" into "k" and "usd"."""
    if word not in _SCALES and not currencies.is_known(word):
        for scale in _SCALES:
            if word.startswith(scale) and currencies.is_known(word.removeprefix(scale)):
                return scale, word.removeprefix(scale)
    return (word,)


def _part(tokens: Iterable[str]) -> _Parts:
    numbers: list[str] = []
    names: list[str] = []
    scale, negative, after_number = None, False, False
    for token in tokens:
        if token[-1].isdecimal():
            numbers.append(token)
        elif after_number and token in _SCALES:
            scale = _SCALES[token]
        elif not numbers and token in _MINUS:
            negative = True
        elif token not in _PADDING:
            names.append(token)
        after_number = token[-1].isdecimal()
    return _Parts(numbers=tuple(numbers), scale=scale, negative=negative, names=tuple(names))


def _currency(names: Sequence[str], default: str) -> str | Problem:
    if not names:
        return default
    if whole := currencies.find(" ".join(names), default):
        return whole
    exact = {currencies.find(name, "") for name in names if not currencies.is_shared(name)} - {None}
    meant = exact.pop() if len(exact) == 1 else default  # the dollar of "$300 CAD" is the Canadian one
    found = {name: currencies.find(name, meant or default) for name in names}
    codes = {code for code in found.values() if code}
    if len(codes) > 1:
        return Problem.TWO_CURRENCIES
    lost = [name for name, code in found.items() if not code]
    if lost:
        return Problem.UNKNOWN_CURRENCY if all(map(_like_currency, lost)) else Problem.NOT_AN_AMOUNT
    return codes.pop()


def _like_currency(name: str) -> bool:
    coded = name.isascii() and name.isalpha() and len(name) == _LETTERS
    return coded or currencies.is_shared(name) or unicodedata.category(name[0]) == "Sc"


def _amount(parts: _Parts) -> Decimal | None:
    if len(parts.numbers) != 1:
        return None
    number = _number(parts.numbers[0], scaled=parts.scale is not None)
    if number is None:
        return None
    amount = number.scaleb(parts.scale or 0)
    if amount > _MOST:
        return amount
    exact = amount.quantize(_WHOLE if amount == amount.to_integral_value() else _CENT)
    return exact if exact == amount else None


def _number(text: str, *, scaled: bool) -> Decimal | None:
    text = text.replace("'", " ")
    grouped = _GROUPED.fullmatch(text) or _INDIAN.fullmatch(text)
    if grouped and _parts_thousands(grouped, scaled):
        return Decimal(re.sub(r"[^0-9]", "", grouped["whole"]) + "." + (grouped["part"] or "0"))
    if decimal := _DECIMAL.fullmatch(text):
        return Decimal(f"{decimal['whole'] or 0}.{decimal['part']}")
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def _parts_thousands(grouped: re.Match[str], scaled: bool) -> bool:
    if grouped["whole"].startswith("0"):
        return False
    once = grouped["whole"].count(grouped["by"]) == 1 and grouped["part"] is None
    return not (once and scaled and grouped["by"] == ".")


def _problem(amount: Decimal, negative: bool) -> Problem | None:
    if amount == 0:
        return Problem.ZERO
    if negative:
        return Problem.NEGATIVE
    return Problem.ABSURD if amount > _MOST else None
