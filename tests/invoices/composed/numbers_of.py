"""Tax numbers and bank accounts that nobody has, with right check digits."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from importlib import import_module

from stdnum import iban

# A pattern's 9 stands for a digit and its A for a letter; the rest is printed as it is.
_TAX = {
    "US": ("us.ein", "47-9999999"),
    "GB": ("gb.vat", "GB999999999"),
    "IE": ("ie.vat", "IE9999999A"),
    "AU": ("au.abn", "99999999999"),
    "IN": ("in_.gstin", "27AAACA9999A1ZA"),
    "DE": ("de.vat", "DE999999999"),
    "AT": ("at.uid", "ATU99999999"),
    "CH": ("ch.uid", "CHE999999999"),
    "FR": ("fr.tva", "FR99999999999"),
    "BE": ("be.vat", "BE0999999999"),
    "ES": ("es.cif", "B99999999"),
    "IT": ("it.iva", "99999999999"),
    "NL": ("nl.btw", "NL999999999B99"),
    "PT": ("pt.nif", "599999999"),
    "PL": ("pl.nip", "9999999999"),
    "SE": ("se.vat", "SE556999999901"),
    "DK": ("dk.cvr", "99999999"),
}
_ACCOUNT = {
    "GB": "NWBK99999999999999",
    "IE": "AIBK99999999999999",
    "DE": "9" * 18,
    "AT": "9" * 16,
    "CH": "9" * 17,
    "FR": "9" * 23,
    "BE": "9" * 12,
    "ES": "9" * 20,
    "IT": "X" + "9" * 22,
    "NL": "TRIO9999999999",
    "PT": "9" * 21,
    "PL": "9" * 24,
    "SE": "9" * 20,
    "DK": "9" * 14,
}
_GROUPED = {
    "AU": (2, 3, 3, 3),
    "PL": (3, 3, 2, 2),
    "CH": (3, 1, 3, 1, 3, 1, 3),
    "GB": (2, 3, 4, 2),
    "DK": (2, 2, 2, 2),
    "FR": (4, 3, 3, 3),
}


def tax_id(rng: random.Random, country: str, *, grouped: bool = False) -> str:
    """As companies print it: often in one piece, sometimes in groups."""
    module, pattern = _TAX[country]
    number = _valid(rng, pattern, import_module(f"stdnum.{module}").is_valid)
    if country == "CH":
        return f"CHE-{number[3:6]}.{number[6:9]}.{number[9:]} MWST"
    if not grouped or country not in _GROUPED:
        return number
    return ("-" if country == "PL" else " ").join(_cut(number, _GROUPED[country]))


def account(rng: random.Random, country: str) -> str | None:
    """An IBAN in groups of four, None in countries without."""
    if country not in _ACCOUNT:
        return None
    number = _valid(rng, _ACCOUNT[country], iban.is_valid, dressed=lambda bban: _iban(country, bban))
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _iban(country: str, bban: str) -> str:
    return country + iban.calc_check_digits(f"{country}00{bban}") + bban


def _valid(
    rng: random.Random,
    pattern: str,
    is_valid: Callable[[str], bool],
    *,
    dressed: Callable[[str], str] = str,
) -> str:
    while True:
        number = dressed("".join(_sign(rng, sign) for sign in pattern))
        if is_valid(number):
            return number


def _sign(rng: random.Random, sign: str) -> str:
    if sign == "9":
        return rng.choice(string.digits)
    return rng.choice(string.ascii_uppercase) if sign == "A" else sign


def _cut(text: str, sizes: tuple[int, ...]) -> list[str]:
    parts = []
    for size in sizes:
        parts.append(text[:size])
        text = text[size:]
    return parts
