"""Who is of another organisation, as far as addresses tell."""

from __future__ import annotations

import re

# What an address can have in a file or a link without being taken for something else.
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\",;:\\?&%\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\]\",;:\\?&%\x00-\x1f\x7f]{1,190}"
)
_GUEST = "#ext#"  # in the name under which a directory keeps a guest


def is_address(text: str) -> bool:
    """Whether mail can go there."""
    return _ADDRESS.fullmatch(text) is not None


def is_outside(address: str, organiser: str) -> bool:
    """Whether an address is of another organisation than the organiser's, or nobody can tell.

    Organisations of several domains count as several: rather too little goes outside than too much.
    """
    domain = _domain(address)
    return not domain or domain != _domain(organiser) or _GUEST in address.casefold()


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold().rstrip(".") if is_address(address) else ""
