"""Texts of an e-invoice as values: amounts, rates, dates, units, countries. What is malformed is None."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from stdnum import bic as bic_number
from stdnum import iban as iban_number

from extraction.engine.e_invoice.xml import Element
from extraction.engine.invoice import Payment

CENTS = 2
MOST_DECIMALS = 8
_AMOUNT = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,10})?|\.\d{1,10})")
_CURRENCY = re.compile(r"[A-Z]{3}")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T\s+\-Z].*)?")
_MACHINE_READ = re.compile(r"#[A-Z]+#(?:[A-Z]+=[^#]*#)+")
_CREDIT_NOTES = frozenset(("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"))
_POSTCODE_LAST = frozenset(("US", "CA", "AU", "GB", "IE", "IN", "NZ", "ZA", "SG", "HK", "MY"))


def amount(text: str | None) -> Decimal | None:
    """Money and prices: decimals beyond cents only where they say something."""
    return _tidy(text, decimals=CENTS)


def quantity(text: str | None) -> Decimal | None:
    return _tidy(text, decimals=0)


def rate(text: str | None) -> Decimal | None:
    """A percentage as a fraction."""
    percent = _tidy(text, decimals=0)
    return None if percent is None or abs(percent) > 100 else _trimmed(percent / 100, decimals=0)


def currency(code: str | None) -> str | None:
    return code if code and _CURRENCY.fullmatch(code) else None


def date(text: str | None) -> dt.date | None:
    """20240514 or 2024-05-14; a time or a zone behind it does not matter."""
    match = _DATE.fullmatch(text or "")
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those that are there; None when none is."""
    known = [each for each in amounts if each is not None]
    return sum(known, Decimal(0)) if known else None


def document_type(code: str | None) -> str:
    return "credit_note" if code in _CREDIT_NOTES else "invoice"


def unit(code: str | None) -> str | None:
    """A unit as people write it; a code that is not known as it is."""
    return _units().get(code, code) if code else None


def address(lines: Iterable[str | None], *, postcode: str | None, city: str | None, region: str | None,
            country: str | None) -> str | None:  # fmt: skip
    """One line, in the order that the country writes it."""
    if country in _POSTCODE_LAST:
        place = _joined(", ", [city, _joined(" ", [region, postcode])])
    else:
        place = _joined(" ", [postcode, city])
    return _joined(", ", [*lines, place])


def terms(texts: Iterable[Element]) -> str | None:
    """Payment terms in words; what is only written for machines is left out."""
    lines = [line for each in texts for line in _MACHINE_READ.sub("\n", each.text).splitlines()]
    return _joined(", ", [" ".join(line.split()).rstrip(",") for line in lines])


def payment(accounts: Iterable[str | None], bics: Iterable[str | None], reference: str | None) -> Payment:
    """The first account whose check digits hold, and its bank."""
    ibans = (iban_number.compact(each).upper() for each in accounts if each)
    banks = (bic_number.compact(each).upper() for each in bics if each)
    return Payment(
        iban=next((each for each in ibans if iban_number.is_valid(each)), None),
        bic=next((each for each in banks if bic_number.is_valid(each)), None),
        reference=reference,
    )


def price(element: Element | None, *, amount_at: str, base_at: str) -> Decimal | None:
    """The price of one, where it is stated for several."""
    stated = amount(element.said(amount_at)) if element else None
    base = quantity(element.said(base_at)) if element else None
    if stated is None or not base or base == 1:
        return stated
    return _trimmed(round(stated / base, MOST_DECIMALS), decimals=CENTS)


def _joined(mark: str, parts: Iterable[str | None]) -> str | None:
    return mark.join(part for part in parts if part) or None


def _tidy(text: str | None, *, decimals: int) -> Decimal | None:
    if text is None or not _AMOUNT.fullmatch(text):
        return None
    return _trimmed(Decimal(text), decimals=decimals)


def _trimmed(number: Decimal, *, decimals: int) -> Decimal:
    """Without zeros at its end, but with so many decimals where it has them."""
    stripped = number.normalize()
    exponent = stripped.as_tuple().exponent
    own = number.as_tuple().exponent
    if isinstance(exponent, int) and isinstance(own, int):
        wanted = min(exponent, 0) if exponent <= -decimals else max(own, -decimals)
        stripped = number.quantize(Decimal(1).scaleb(min(wanted, 0)))
    return stripped + 0


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    text = files("extraction.engine.e_invoice").joinpath("units.toml").read_text(encoding="utf-8")
    return {code: name for name, codes in tomllib.loads(text).items() for code in codes}
