"""Numbers that an OCR misread by one character: repaired where exactly one repair passes the check digit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stdnum import get_cc_module
from stdnum.eu import vat as eu
from stdnum.in_ import gstin
from stdnum.mx import rfc

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
_LIKE_LETTERS = {
    "0": "O",
    "1": "I",
    "5": "S",
    "6": "G",
    "8": "B",
    "E": "F",
    "F": "E",
    "I": "T",
    "O": "D",
    "P": "F",
}
_DUTCH = re.compile(r"NL\d{9}8\d\d")  # all others have a letter there
_PREFIXED = re.compile(r"[A-Z]{2}[0-9A-Z]{8,14}")
_MISREAD_PREFIX = re.compile(r"(?!\d\d)[A-Z0-9]{2}\d{8,12}")
_MEXICAN = re.compile(r"(?!CHE)(?P<name>[A-Z0-9&]{3,4})(?P<day>[0-9A-Z]{6})(?P<rest>[A-Z0-9]{3})")
_LETTERS = str.maketrans("01256", "OIZSG")
_FIGURES = str.maketrans("OQDILZSGB", "000112568")
_INDIAN = re.compile(r"[0-9A-Z]{15}")


def vat(text: str) -> str | None:
    """The VAT number that a text, invalid as it stands, was meant to be."""
    compact = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    if _DUTCH.fullmatch(compact):
        return f"{compact[:11]}B{compact[12:]}"
    if _INDIAN.fullmatch(compact):
        return None if gstin.is_valid(compact) else only(compact, gstin.is_valid)
    mexican = _MEXICAN.fullmatch(compact)
    if mexican and (meant := _with_day(mexican)):
        return meant
    if _MISREAD_PREFIX.fullmatch(compact) and compact[:2].lower() not in eu.MEMBER_STATES:
        return _of_country(compact)
    module = get_cc_module(compact[:2].lower(), "vat") if _PREFIXED.fullmatch(compact) else None
    if module is None or module.is_valid(compact):
        return None
    return only(compact, module.is_valid, start=2)


def _with_day(match: re.Match[str]) -> str | None:
    """A Mexican number with letters for a name and figures for a day, if it was read with others."""
    if sum(map(str.isdigit, match["name"])) > 1:
        return None
    meant = match["name"].translate(_LETTERS) + match["day"].translate(_FIGURES) + match["rest"]
    return meant if meant != match[0] and rfc.is_valid(meant) else None


def _of_country(compact: str) -> str | None:
    """The number with the letters of the one country that they look like and whose check digits hold."""
    first, second = ((letter, *_LIKE_LETTERS.get(letter, "")) for letter in compact[:2])
    meant = [f"{a}{b}{compact[2:]}" for a in first for b in second if f"{a}{b}".lower() in eu.MEMBER_STATES]
    valid = [number for number in meant if eu.is_valid(number)]
    return valid[0] if len(valid) == 1 else None


def only(text: str, is_valid: Callable[[str], bool], *, start: int = 0) -> str | None:
    """The one variant of a text that is valid; None where there is none, or a choice."""
    valid = [variant for variant in _variants(text, start) if is_valid(variant)]
    return valid[0] if len(valid) == 1 else None


def _variants(text: str, start: int) -> Iterator[str]:
    """The text with one character exchanged for one that looks like it."""
    for at in range(start, len(text)):
        for other in _CONFUSED.get(text[at], ""):
            yield text[:at] + other + text[at + 1 :]
