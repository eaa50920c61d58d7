"""Numbers that an OCR misread by one character: repaired where exactly one repair passes the check digit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stdnum import get_cc_module

_CONFUSED = {
    "0": "OQD",
    "1": "IL",
    "2": "Z",
    "5": "S",
    "6": "G",
    "8": "B",
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "Z": "2",
    "S": "5",
    "G": "6",
    "B": "8",
}
_DUTCH = re.compile(r"NL\d{9}8\d\d")  # all others have a letter there
_PREFIXED = re.compile(r"[A-Z]{2}[0-9A-Z]{8,14}")


def vat(text: str) -> str | None:
    """The VAT number that a text, invalid as it stands, was meant to be."""
    compact = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    if _DUTCH.fullmatch(compact):
        return f"{compact[:11]}B{compact[12:]}"
    module = get_cc_module(compact[:2].lower(), "vat") if _PREFIXED.fullmatch(compact) else None
    if module is None or module.is_valid(compact):
        return None
    return only(compact, module.is_valid, start=2)


def only(text: str, is_valid: Callable[[str], bool], *, start: int = 0) -> str | None:
    """The one variant of a text that is valid; None where there is none, or a choice."""
    valid = [variant for variant in _variants(text, start) if is_valid(variant)]
    return valid[0] if len(valid) == 1 else None


def _variants(text: str, start: int) -> Iterator[str]:
    """The text with one character exchanged for one that looks like it."""
    for at in range(start, len(text)):
        for other in _CONFUSED.get(text[at], ""):
            yield text[:at] + other + text[at + 1 :]
