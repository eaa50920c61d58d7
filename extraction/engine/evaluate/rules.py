"""When a value counts as right, field by field; `truth` is what a truth file says of a document."""

from __future__ import annotations

import unicodedata
from collections import Counter
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any

FIELDS = (
    "vendor.name", "vendor.address", "vendor.tax_id", "invoice_number", "date", "due_date", "currency",
    "subtotal", "tax", "tax_rate", "total", "payment_terms",
)  # fmt: skip
CELLS = ("description", "quantity", "unit_price", "amount")
HALF_A_CENT = Decimal("0.005")
HALF_A_TENTH_OF_A_PERCENT = Decimal("0.0005")
NAMES_ALIKE, DESCRIPTIONS_ALIKE, TEXTS_ALIKE = 0.90, 0.85, 0.80


def stated(document: dict[str, Any], path: str) -> tuple[bool, Any]:
    """Whether a document says something of a field, be it null, and what."""
    node: Any = document
    for name in path.split("."):
        if not isinstance(node, dict) or name not in node:
            return False, None
        node = node[name]
    return True, node


def is_right(truth: dict[str, Any], path: str, wanted: Any, got: Any) -> bool:
    """`accept` lists further right answers; of fields under `contains` the answer may say more."""
    if agrees(path, wanted, got) or is_accepted(truth, path, got):
        return True
    return path in truth.get("contains", ()) and got is not None and _letters(wanted) in _letters(got)


def is_accepted(truth: dict[str, Any], path: str, got: Any) -> bool:
    return any(agrees(path, other, got) for other in truth.get("accept", {}).get(path, ()))


def cell_is_right(row: dict[str, Any], cell: str, got: Any) -> bool:
    return agrees(cell, row[cell], got) or is_accepted(row, cell, got)


def agrees(path: str, wanted: Any, got: Any) -> bool:
    """Whether a value is the one wanted; nothing is right only where nothing is wanted."""
    if wanted is None or got is None:
        return wanted is got
    return _RULES[path.rsplit(".", 1)[-1]](wanted, got)


def similarity(one: Any, other: Any) -> float:
    """How alike two texts are, case, accents and punctuation apart: from 0 to 1."""
    first, second = " ".join(_words(one)), " ".join(_words(other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first or second else 1.0


def _amount(wanted: Any, got: Any) -> bool:
    return _is_near(wanted, got, HALF_A_CENT)


def _rate(wanted: Any, got: Any) -> bool:
    return _is_near(wanted, got, HALF_A_TENTH_OF_A_PERCENT)


def _is_near(wanted: Any, got: Any, tolerance: Decimal) -> bool:
    try:
        return abs(Decimal(str(wanted)) - Decimal(str(got))) < tolerance
    except InvalidOperation:
        return False


def _same(wanted: Any, got: Any) -> bool:
    return str(wanted) == str(got)


def _code(wanted: Any, got: Any) -> bool:
    return _letters(wanted) == _letters(got)


def _name(wanted: Any, got: Any) -> bool:
    return similarity(wanted, got) >= NAMES_ALIKE


def _description(wanted: Any, got: Any) -> bool:
    return similarity(wanted, got) >= DESCRIPTIONS_ALIKE


def _text(wanted: Any, got: Any) -> bool:
    return max(_shared(wanted, got), similarity(wanted, got)) >= TEXTS_ALIKE


_RULES = {
    **dict.fromkeys(("subtotal", "tax", "total", "quantity", "unit_price", "amount"), _amount),
    **dict.fromkeys(("date", "due_date", "currency"), _same),
    **dict.fromkeys(("invoice_number", "tax_id"), _code),
    **dict.fromkeys(("address", "payment_terms"), _text),
    "tax_rate": _rate,
    "name": _name,
    "description": _description,
}


def _shared(one: Any, other: Any) -> float:
    """The share of their words that two texts have in common."""
    first, second = _words(one), _words(other)
    common = (Counter(first) & Counter(second)).total()
    return 2 * common / (len(first) + len(second)) if first and second else 0.0


def _folded(text: Any) -> str:
    decomposed = unicodedata.normalize("NFKD", str(text)).casefold()
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _letters(text: Any) -> str:
    return "".join(character for character in _folded(text) if character.isalnum())


def _words(text: Any) -> list[str]:
    return "".join(character if character.isalnum() else " " for character in _folded(text)).split()
