"""Tax numbers under an address, without a word: the check digit is right where the language is spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from stdnum import get_cc_module
from stdnum.au import abn
from stdnum.nz import ird
from stdnum.pl import nip
from stdnum.us import ein

from extraction.engine import vocabulary
from extraction.engine.candidates import Sheet

_PLAIN = re.compile(r"\d{8,11}")
_FORMS: Mapping[str, tuple[re.Pattern[str], Any]] = {
    "AU": (re.compile(r"\d{2} ?\d{3} ?\d{3} ?\d{3}"), abn),
    "DK": (_PLAIN, get_cc_module("dk", "vat")),
    "GB": (re.compile(r"\d{3} ?\d{4} ?\d{2}"), get_cc_module("gb", "vat")),
    "IT": (_PLAIN, get_cc_module("it", "vat")),
    "NZ": (re.compile(r"\d{2,3}-\d{3}-\d{3}"), ird),
    "PL": (re.compile(r"\d{10}|\d{3}-\d{3}-\d{2}-\d{2}|\d{3}-\d{2}-\d{2}-\d{3}"), nip),
    "PT": (re.compile(r"\d{3} ?\d{3} ?\d{3}"), get_cc_module("pt", "vat")),
    "US": (re.compile(r"\d{2}-\d{7}"), ein),
}


def is_tax_id(sheet: Sheet, text: str) -> bool:
    """Whether a line is nothing but a tax number of a country where the page's language is spoken."""
    number = text.strip()
    if not number[:1].isdigit():
        return False
    countries = vocabulary.load().countries.get(sheet.languages[0], ())
    return any(_is_of(country, number) for country in countries if country in _FORMS)


def _is_of(country: str, number: str) -> bool:
    form, module = _FORMS[country]
    return form.fullmatch(number) is not None and bool(module.is_valid(number))
