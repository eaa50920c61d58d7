"""A price and a quantity printed together: "GBP 123.00 x 6.00", "2 Std. x 50,00 €", "3 @ 1.20"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.line_items import words as words_of
from extraction.engine.values import numbers
from extraction.engine.values.numbers import Number
from extraction.engine.values.remembering import remembered

_TIMES = re.compile(
    r"\(?(?P<left>\S.*?)(?:\s*[x×*@]\s*|\s(?:à|á|a|je|at)\s)(?P<right>[^x×*@]*\d[^x×*@]*?)\s*=?\)?",
    re.IGNORECASE,
)
_PER_UNIT = re.compile(
    r"\s?(?:/|per\s|pro\s|je\s|each$|ea$)\s?[^\W\d]{0,8}[²³23]?\.?$|\s(?:each|ea)\.?$", re.IGNORECASE
)
_COUNTED = re.compile(r"(?P<number>\d[\d.,' ]*)\s?(?P<unit>[^\W\d]{1,6}\.?)")


@dataclass(frozen=True, slots=True)
class Pair:
    """The two factors of an amount, and the unit of the quantity when one is printed."""

    quantity: Decimal
    unit_price: Decimal
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    number: Number
    unit: str | None

    @property
    def is_price(self) -> bool:
        return self.number.currency is not None

    @property
    def is_count(self) -> bool:
        return self.unit is not None or self.number.decimals in (0, 1, 3)


def read(words: Sequence[Word], *, mark: str | None, under_price: bool = False) -> Pair | None:
    """The pair that the words are as a whole, or None. A currency tells the price, a unit or a
    number without cents the quantity; otherwise, and under the title of prices, the price stands first.
    """
    return _read(" ".join([word.text for word in words]), mark, under_price)


@remembered
def _read(text: str, mark: str | None, under_price: bool) -> Pair | None:
    match = _TIMES.fullmatch(_without_head(text)) if any(map(str.isdigit, text)) else None
    if match is None:
        return None
    left, right = (_side(_PER_UNIT.sub("", match[name]), mark) for name in ("left", "right"))
    if left is None or right is None:
        return None
    measured = left.unit is not None and right.unit is None
    left_counts = measured or (left.is_count and not right.is_count and not under_price)
    swapped = not left.is_price and (right.is_price or left_counts)
    counted, priced = (left, right) if swapped else (right, left)
    return Pair(counted.number.value, priced.number.value, counted.unit)


def _without_head(text: str) -> str:
    """A pair without the word for its quantity before it: "Qty 2 x 14.90"."""
    head, _, rest = text.partition(" ")
    return rest if head.isalpha() and words_of.column_kind(head) == "quantity" else text


def _side(text: str, mark: str | None) -> _Side | None:
    number = numbers.parse(text, mark=mark)
    if number is not None:
        return _Side(number, None)
    match = _COUNTED.fullmatch(text.strip())
    number = numbers.parse(match["number"], mark=mark) if match else None
    return _Side(number, match["unit"]) if number and match else None
