"""Which currency people mean by a code, a sign or a name."""

from __future__ import annotations

from functools import lru_cache

# Whose currency a sign or name means, where the default currency does not bear it too. "" is nobody's:
# several currencies bear it, and none comes before the others.
_MEANT = {
    **dict.fromkeys(("$", "dollar", "dollars", "bucks"), "USD"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "pound", "pounds", "sterling", "quid"), "GBP"),
    **dict.fromkeys(("¥", "yen"), "JPY"),
    **dict.fromkeys(("rmb", "yuan"), "CNY"),
    **dict.fromkeys(("₹", "rs", "rupee", "rupees"), "INR"),
    **dict.fromkeys(("sfr", "franc", "francs"), "CHF"),
    **dict.fromkeys(("zł", "zloty"), "PLN"),
    **dict.fromkeys(("kr", "krone", "kroner", "krona", "kronor"), ""),
    **{
        "us": "USD",
        "us$": "USD",
        "a$": "AUD",
        "au$": "AUD",
        "c$": "CAD",
        "s$": "SGD",
        "kč": "CZK",
        "₺": "TRY",
        "₽": "RUB",
    },
}
# How the names of those end that share a sign or name.
_SHARED: dict[str, str | tuple[str, ...]] = {
    "$": "Dollar",
    **dict.fromkeys(("dollar", "dollars", "bucks"), "Dollar"),
    **dict.fromkeys(("rs", "rupee", "rupees"), "Rupee"),
    **dict.fromkeys(("pound", "pounds"), "Pound"),
    **dict.fromkeys(("franc", "francs"), "Franc"),
    "¥": "Yuan",
    **dict.fromkeys(("kr", "krone", "kroner", "krona", "kronor"), ("Krone", "Krona", "Króna")),
}


def find(text: str, default: str) -> str | None:
    """Find the ISO code of what was typed (folded case); None where it names no currency in use.

    "$" is the default currency where that is a dollar, else USD; likewise for other shared signs.
    """
    shared = _SHARED.get(text)
    if shared and _english().get(default, "").endswith(shared):
        return default
    return _MEANT.get(text) or _names().get(text)


def is_shared(text: str) -> bool:
    """Tell whether several currencies bear this sign or name."""
    return text in _SHARED


def is_known(text: str) -> bool:
    """Tell whether this is a currency's code, sign or name, also one that several share."""
    return text in _MEANT or text in _names()


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    """The English name of every currency that is legal tender somewhere today, by code."""
    from babel import Locale
    from babel.numbers import get_territory_currencies

    locale = Locale("en")
    in_use = {code for country in locale.territories for code in get_territory_currencies(str(country))}
    return {code: locale.currencies[code] for code in sorted(in_use)}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Codes, signs and English names, folded: "usd", "€", "norwegian krone", "swiss francs"."""
    from babel import Locale

    english = _english()
    names = {
        symbol.casefold(): code for code, symbol in Locale("en").currency_symbols.items() if code in english
    }
    for code, name in english.items():
        singular = name.casefold()
        plural = singular + ("r" if singular.endswith("krone") else "s")
        names |= dict.fromkeys((code.casefold(), singular, plural), code)
    return names
