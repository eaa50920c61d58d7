"""Percentages as fractions: "19 %" is 0.19, "8,25%" is 0.0825; in Turkish "%20" is 0.2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.values import numbers
from extraction.engine.values.folding import plain
from extraction.engine.values.remembering import remembered

_PERCENT = re.compile(
    r"(?<![\w.,])(?P<number>-?\d{1,3}(?:[.,]\d{1,4})?)\s?(?:%|﹪|％|percent\b|Prozent\b|v\.\s?H\.)"
    r"|(?<!\d)(?<!\d\s)%(?P<behind>\d{1,2}(?:[.,]\d{1,2})?)(?![\w.,%])"
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed percentage: `fraction` without trailing zeros, and its span in the text searched."""

    fraction: Decimal
    text: str
    start: int
    end: int


@remembered
def find(text: str) -> tuple[Rate, ...]:
    """The percentages in a text, left to right."""
    found = []
    for match in _PERCENT.finditer(plain(text)):
        fraction = of(match["number"] or match["behind"])
        if fraction is not None:
            found.append(Rate(fraction, text[match.start() : match.end()], match.start(), match.end()))
    return tuple(found)


def parse(text: str) -> Decimal | None:
    """The fraction that `text` is as a whole ("19 %"), or None."""
    found = find(text.strip())
    return found[0].fraction if len(found) == 1 and found[0].text == text.strip() else None


def of(number: str) -> Decimal | None:
    """The fraction for a number printed without its percent sign, as in a column headed "VAT %".

    A rate never has thousands, so a mark before three digits is a decimal mark.
    """
    match = re.fullmatch(r"(-?\d{1,3})(?:[.,](\d{1,4}))?", plain(number).strip().rstrip("% "))
    if match is None:
        parsed = numbers.parse(number)
        return None if parsed is None or abs(parsed.value) > 100 else _tidy(parsed.value / 100)
    percent = Decimal(f"{match[1]}.{match[2] or 0}")
    return None if abs(percent) > 100 else _tidy(percent / 100)


def _tidy(fraction: Decimal) -> Decimal:
    """Without trailing zeros and never in exponent form."""
    return Decimal(f"{fraction.normalize():f}")
