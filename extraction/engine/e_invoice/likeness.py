"""Whether a printed value and a stated one say the same, kind by kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz

from extraction.engine import paying
from extraction.engine.values.folding import fold

ALIKE = 85.0
SHORTEST_PART = 6
_SLIPS = str.maketrans("oqdilzsgb", "000112568")  # what a reader of pictures takes for each other


def same(path: str, stated: Any, printed: Any) -> bool:
    """Texts may be broken or worded differently; figures and dates must be equal, whatever their sign."""
    if isinstance(stated, Decimal):
        return abs(stated) == abs(Decimal(printed))
    if isinstance(stated, date):
        return bool(stated == printed)
    return _KINDS.get(path.rsplit(".", 1)[-1], _same_code)(str(stated), str(printed))


def same_but_for_slips(path: str, stated: Any, printed: Any) -> bool:
    """Whether a number read off a picture is the stated one, figures and letters mistaken for each other."""
    if path.rsplit(".", 1)[-1] not in _CODES:
        return False
    return _unslipped(stated) == _unslipped(printed)


def _unslipped(text: Any) -> str:
    return compact(str(text)).translate(_SLIPS)


def compact(text: str) -> str:
    """Letters and figures alone."""
    return "".join(character for character in fold(text) if character.isalnum())


def _same_code(stated: str, printed: str) -> bool:
    return compact(stated) == compact(printed)


def _same_tax_id(stated: str, printed: str) -> bool:
    """The country in front is often left out on one side."""
    one, other = sorted((compact(stated), compact(printed)), key=len)
    return other.endswith(one) and len(other) - len(one) <= 2 and len(one) >= SHORTEST_PART


def _same_name(stated: str, printed: str) -> bool:
    one, other = sorted((compact(stated), compact(printed)), key=len)
    if len(one) >= SHORTEST_PART and one in other:
        return True
    return float(fuzz.token_sort_ratio(fold(stated), fold(printed))) >= ALIKE


def _same_words(stated: str, printed: str) -> bool:
    return float(fuzz.token_set_ratio(fold(stated), fold(printed))) >= ALIKE


def _same_terms(stated: str, printed: str) -> bool:
    """Terms are worded freely; only another number of days is another agreement."""
    days = paying.days(stated), paying.days(printed)
    return None in days or days[0] == days[1]


_CODES = ("invoice_number", "tax_id", "purchase_order", "reference")
_KINDS = {
    "name": _same_name,
    "description": _same_words,
    "address": _same_words,
    "tax_id": _same_tax_id,
    "payment_terms": _same_terms,
}
