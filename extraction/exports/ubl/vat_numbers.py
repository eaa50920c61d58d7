"""Which numbers are VAT identification numbers, and of which country.

One that is printed without its country's letters is one too where that country makes it of the very number:
Spain of the NIF, Poland of the NIP.
"""

from __future__ import annotations

import re
from typing import Any

from stdnum import get_cc_module

LEVYING = frozenset((
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
))  # fmt: skip  # where the tax on an invoice is value added tax
_COUNTRIES = {"EL": "GR", "XI": "GB"}
_SAME_NUMBER = frozenset(("AT", "BE", "DK", "ES", "FI", "GB", "IT", "LU", "NL", "NO", "PL", "PT"))
_FORM = re.compile(r"[A-Z]{2}[0-9A-Z]{5,16}")


def written(number: str) -> str:
    return re.sub(r"[\s.\-/]", "", number).upper()


def is_one(number: str) -> bool:
    """Whether it begins with a country's letters, and its form and check digits are those of that country."""
    country = country_of(number)
    return country is not None and _is_valid(written(number), country)


def country_of(number: str) -> str | None:
    """The country whose letters it begins with, where VAT is levied."""
    compact = written(number)
    country = _COUNTRIES.get(compact[:2], compact[:2])
    return country if _FORM.fullmatch(compact) and country in LEVYING else None


def completed(number: str, country: str | None) -> str | None:
    """A national number with the letters that make it the VAT number in a country."""
    if country is None or country not in _SAME_NUMBER:
        return None
    whole = country + written(number)
    return whole if is_one(whole) else None


def _is_valid(compact: str, country: str) -> bool:
    module = _module(country)
    return module is not None and bool(module.is_valid(compact))


def _module(country: str) -> Any:
    return get_cc_module({"MC": "fr"}.get(country, country.lower()), "vat")
