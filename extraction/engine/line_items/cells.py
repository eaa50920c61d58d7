"""What the words of one cell mean in a column of a kind: an amount, a quantity with its unit, a rate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from extraction.engine.document import Source, Word
from extraction.engine.layout import union
from extraction.engine.line_items.table import Cell
from extraction.engine.values import numbers, rates
from extraction.engine.values.remembering import remembered

MINUTE = Decimal("0.0001")  # of an hour, as closely as it is told
MONEY = frozenset({"amount", "unit_price", "gross", "tax_amount"})
_QUANTITY = re.compile(
    r"\s*(?:[x×]\s*)?(?P<number>[-+]?\d[\d.,' ]*\d|[-+]?\d)\s*"
    r"(?P<unit>[^\d\s(.)]\D{0,14}?[²³23]?\.?)?[.)]?\s*$",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"(?P<hours>\d{1,3})\s?[:h]\s?(?P<minutes>[0-5]\d)(?:\s?(?:h|min|hrs?|Std)\.?)?"
)  # "4:30"
_PERCENT = re.compile(r"(?<!\S)-?\d+(?:[.,]\d+)?\s?%(?!\S)")
_TAX_LETTER = re.compile(r"(?<=[.,]\d\d)\s?[A-Z]{1,3}$")  # on receipts, behind an amount: "3.48 N"
_MINOR = re.compile(r"(?<=[\d.,]\d)\s?(?:p|pence|¢|cts?\.?|Cent)$")  # behind a price: "26.14p"
_TIMES = re.compile(r"^[x×*]$", re.IGNORECASE)


def text_of(words: Sequence[Word]) -> str:
    return " ".join([word.text for word in words])


def number_in(words: Sequence[Word], *, mark: str | None) -> Decimal | None:
    """The number that a cell holds: as a whole, or the one amount in it beside letters."""
    return _number_in(text_of(words), mark, _are_scanned(words))


def quantity_in(words: Sequence[Word], *, mark: str | None) -> tuple[Decimal | None, str | None]:
    """A quantity and the unit printed with it: "2 h", "3 pcs", "10x"."""
    return _quantity_in(text_of(words), mark, _are_scanned(words))


def _are_scanned(words: Sequence[Word]) -> bool:
    return any(word.source is Source.OCR for word in words)


@remembered
def _number_in(text: str, mark: str | None, scanned: bool) -> Decimal | None:
    bare = _MINOR.sub("", _TAX_LETTER.sub("", _PERCENT.sub(" ", text).strip()))
    if not bare:
        return None
    whole = numbers.parse(bare, mark=mark, slips=scanned)
    if whole is not None:
        return whole.value
    found = [f.number for f in numbers.find(text, mark=mark)]
    return found[0].value if len(found) == 1 and len(text) <= 2 * len(found[0].text) + 6 else None


@remembered
def _quantity_in(text: str, mark: str | None, scanned: bool) -> tuple[Decimal | None, str | None]:
    if "%" in text:
        return None, None
    timed = _HOURS.fullmatch(text.strip())
    if timed:
        return (Decimal(timed["hours"]) + Decimal(timed["minutes"]) / 60).quantize(MINUTE).normalize(), None
    whole = _number_in(text, mark, scanned)
    match = _QUANTITY.match(text)
    if match is None:
        return whole, None
    number = numbers.parse(match["number"], mark=mark)
    unit = match["unit"]
    return (number.value if number else whole), (None if unit is None or _TIMES.match(unit) else unit.strip())


def share_in(words: Sequence[Word], *, title: str | None) -> Decimal | None:
    """A cell in per cent as a fraction: the sign stands in it or in the column's title."""
    text = text_of(words)
    if "%" not in text and "%" not in (title or ""):
        return None
    share = rates.of(text)
    return abs(share) if share is not None and 0 < abs(share) < 1 else None


def cell(
    value: Any, words: Sequence[Word], *, page: int, confidence: float, label: str | None = None
) -> Cell:
    """A cell of words, as sure as the least sure of them."""
    sure = min([word.confidence for word in words])
    box = union([word.box for word in words])
    return Cell(value, text_of(words), box, page, round(confidence * sure, 4), words[0].source, label, sure)


def value_in(kind: str, words: Sequence[Word], *, mark: str | None) -> Any:
    """The value of a cell in a column of a kind; None when it holds none."""
    if kind in MONEY or kind == "discount":
        return number_in(words, mark=mark)
    if kind == "tax_rate":
        return rates.of(text_of(words))
    if kind == "unit" and "%" in text_of(words):
        return None
    return text_of(words) or None
