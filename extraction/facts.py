"""What of a result is kept in columns, so that documents can be found, compared and listed by it.

Keys are what is compared: without case, accents, punctuation and legal forms; folded is what is searched,
without case and accents only. Both are stored, so what they are made by changes only with a migration.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from extraction.engine.values.folding import fold

LONGEST = 255
CENTS_OF_CENTS = Decimal("0.0001")
MOST = Decimal(10) ** 15  # what no longer fits the column of totals, once SQLite has rounded it

_LEGAL_FORMS = (
    "gmbh|mbh|ag|kg|kgaa|ohg|gbr|ek|eg|ev|ug|ug haftungsbeschrankt|se|ltd|limited|private limited|llc|llp|lp"
    "|plc|pllc|pc|inc|incorporated|corp|corporation|co|company|pty|pvt|pte|bhd|sdn|dac|sa|sarl|sas|sasu|eurl"
    "|snc|sci|sagl|sprl|sl|slu|sau|spa|srl|srls|bv|nv|vof|bvba|lda|ltda|ab|hb|kb|aps|a s|as|i s|k s|oy|oyj"
    "|sro|vos|doo|kft|uab|sp z oo|sp z o o|sp k|sp j|ska|sa de cv|s de rl de cv|fze|fzco|wll|und co|cie"
)
_FORMS_BEHIND = re.compile(rf"(?:\s(?:{_LEGAL_FORMS}))+$")
_TAX_WORDS = re.compile(r"(?:MWST|TVA|IVA)$")


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns of the same names; empty, or None, where it is not on the page."""

    vendor: str
    vendor_folded: str
    vendor_key: str
    vendor_tax_id: str
    invoice_number: str
    number_key: str
    issued_on: date | None
    currency: str
    total: Decimal | None
    iban: str


def of(result: str) -> Facts:
    """The facts of a result as the engine wrote it."""
    return of_document(json.loads(result, parse_float=Decimal))


def of_document(document: dict[str, Any]) -> Facts:
    """The facts of a result that is unpacked already."""
    vendor, payment = document.get("vendor") or {}, document.get("payment") or {}
    name, number = _text(vendor.get("name")), _text(document.get("invoice_number"))
    return Facts(
        vendor=name,
        vendor_folded=fold(name),
        vendor_key=vendor_key(name),
        vendor_tax_id=tax_key(_text(vendor.get("tax_id"))),
        invoice_number=number,
        number_key=number_key(number),
        issued_on=_day(document.get("date")),
        currency=_text(document.get("currency"))[:3],
        total=_amount(document.get("total")),
        iban=_code(_text(payment.get("iban")))[:34],
    )


def of_row(row: Any) -> Facts:
    """The facts that are in a row's columns."""
    return Facts(**{column.name: getattr(row, column.name) for column in fields(Facts)})


def vendor_key(name: str) -> str:
    """`acmesupply` for "ACME Supply Co., Ltd.": what stays the same however a name is written."""
    words = " ".join(re.findall(r"\w+", fold(name).replace(".", "").casefold()))
    return (_FORMS_BEHIND.sub("", words) or words).replace(" ", "")[:LONGEST]


def number_key(number: str) -> str:
    """`re202617` for "RE 2026/17"."""
    return _code(number).casefold()[:LONGEST]


def tax_key(tax_id: str) -> str:
    """`CHE123456788` for "CHE-123.456.788 MWST"."""
    return _TAX_WORDS.sub("", _code(tax_id))[:LONGEST]


def _code(text: str) -> str:
    return "".join(character for character in text if character.isalnum()).upper()


def _text(value: Any) -> str:
    """On one line, and without characters that a database refuses."""
    words = " ".join(str(value or "").split())
    return "".join(character for character in words if character.isprintable())[:LONGEST]


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _amount(value: Any) -> Decimal | None:
    if value is None or abs(Decimal(value)) >= MOST:
        return None
    return Decimal(value).quantize(CENTS_OF_CENTS)
