"""How a slip prints money: with which decimal mark, with cents or without."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.engine.document import Source, Word
from extraction.engine.values import numbers
from extraction.engine.values.numbers import Number

CENTS = 2  # decimals
THOUSANDS = 3  # figures behind a mark that parts thousands

NUMBER = r"\d[\d.,]*"
_GLUED_FLAG = re.compile(r"(?<=\d[-)])[A-Z*#%]{1,3}$|(?<=[.,]\d\d)[A-Z*#%]{1,3}$|(?<=[.,]\d\d)\([A-Z\d]\)$")
_WITH_UNIT = re.compile(rf"(?P<number>{NUMBER})(?P<unit>[^\W\d_]{{1,3}})")


@dataclass(frozen=True, slots=True)
class Money:
    """The slip's decimal mark; `whole` where money is printed without cents."""

    mark: str | None
    whole: bool = False

    @property
    def decimals(self) -> int:
        return 0 if self.whole else CENTS

    def number(self, text: str, *, slips: bool = False) -> Number | None:
        """A number as it is meant: where money is whole, "50.000" are thousands."""
        number = numbers.parse(text, mark=self.mark, slips=slips)
        if number is None or not self.whole or number.decimals != THOUSANDS:
            return number
        return replace(number, value=number.value.scaleb(THOUSANDS).quantize(Decimal(1)))

    def plain(self, word: Word) -> Number | None:
        """The number that a word is, with or without its unit."""
        number = self.number(word.text, slips=word.source is Source.OCR)
        if number is None and (match := _WITH_UNIT.fullmatch(word.text)):
            return self.number(match["number"])
        return number

    def each(self, word: Word) -> Number | None:
        """The price of one that a word may be, with the sign before it or not: "@4.50"."""
        return self.number(word.text[1:]) if word.text[:1] == "@" else self.plain(word)

    def amount(self, word: Word) -> Number | None:
        """The amount that a word is, with the letters of its tax or a star around it."""
        text = _GLUED_FLAG.sub("", word.text.lstrip("*#%"))
        number = self.number(text, slips=word.source is Source.OCR)
        return number if number is not None and number.decimals == self.decimals else None
