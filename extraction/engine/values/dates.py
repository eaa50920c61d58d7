"""Printed dates: 05.03.2018 · 5 March 2018 · March 5, 2018 · 2018-03-05 · 5/3-2018 · 5/3 2018 · 20180305
· 05032018.

A date of figures alone can have several readings; `date_order` says which one a document means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from extraction.engine.values import months
from extraction.engine.values.folding import fold
from extraction.engine.values.months import MONTHS
from extraction.engine.values.remembering import remembered

FEWEST_FIGURES = 3  # of a date: "5 May 18"
USUAL_DAYS = frozenset((7, 8, 10, 14, 15, 20, 21, *range(28, 32), 45, *range(59, 63), 90))


class Order(StrEnum):
    """The order of day, month and year in a date of figures."""

    DMY = "DMY"
    MDY = "MDY"
    YMD = "YMD"


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text with its span. `readings` holds every possible date by the order it needs;
    a date with a month's name or a year first has only one.
    """

    text: str
    start: int
    end: int
    readings: tuple[tuple[Order, date], ...]
    named_month: bool = False

    @property
    def ambiguous(self) -> bool:
        return len({value for _, value in self.readings}) > 1

    def value(self, order: Order = Order.DMY) -> date:
        """The date under an order, or its only possible reading when that order does not fit."""
        return dict(self.readings).get(order, self.readings[0][1])


_MONTH = "(?P<month>" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + ")"
# A time of day may follow without a blank; its digits are not the year's.
_YEAR = r"(?P<year>\d{2}(?=\d{1,2}:\d\d)|\d{4}(?=\d{1,2}:\d\d)|\d{4}|'?\d{2})(?!\d(?!\d?:\d\d))"
_GAP = r"[\s.\-/,]{0,3}"

_FIGURES = re.compile(
    r"(?<![\d.,/\-])(?P<first>\d{1,2})\s?(?P<gap>[./\-·])\s?(?P<second>\d{1,2})\s?(?P=gap)\s?"
    + _YEAR
    + r"(?![.\-/]\d)"
)
_YEAR_FIRST = re.compile(
    r"(?<![\d.,/\-])(?P<year>\d{4})(?:\s?(?P<gap>[./\-])\s?|\s?年\s?)(?P<month>\d{1,2})\s?(?:(?P=gap)|月)"
    r"\s?(?P<day>\d{1,2})(?!\d(?!\d?:\d\d)|[./\-]\d)日?"
)
_DAY_FIRST = re.compile(
    rf"(?<![\w.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|:e|e)?{_GAP}(?:de\s|(?:day\s)?of\s|den\s|d')?{_MONTH}{_GAP}(?:de\s|del\s)?"
    + _YEAR
)
_MONTH_FIRST = re.compile(
    rf"(?<![^\W\d_]){_MONTH}{_GAP}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s.,\-/]{{1,3}}{_YEAR}"
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})(?:\s?m\.)?{_GAP}{_MONTH}(?:\s?men\.)?{_GAP}(?P<day>\d{{1,2}})(?!\d)"
)
_COMPACT = re.compile(r"(?<![\w.,])(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?![\w.,])")
_DANISH = re.compile(
    r"(?<![\d.,/\-])(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:\s?-\s?|(?<!\.\d)(?<!\.\d\d)\s(?=\d{4}))"
    r"(?P<year>\d{4}|\d{2})(?![\d.\-/])"
)
_SIX_DIGITS = re.compile(r"(?<![\w.,\-/])(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})(?![\w.,\-/])")
_SPACED = re.compile(r"(?<![\w.,])(?P<first>\d{2})\s(?P<second>\d{2})\s(?P<year>\d{4})(?![\w.,])")
_RUN = re.compile(r"(?<![\w.,\-/])(?P<first>\d{2})(?P<second>\d{2})(?P<year>(?:19|20)\d{2})(?![\w.,\-/])")
_LOOSE = re.compile(
    r"(?<![\w.,\-/'|])(?P<first>\d{2})[./\-,'| ]?(?P<second>\d{2})[./\-,'| ]?(?P<year>20\d{2})(?![\w.,\-/'|])"
)
_SLIPPED = re.compile(r"(?<!\w)[\dlio]{1,2}([./\-])[\dlio]{1,2}\1(?:[\dlio]{4}|[\dlio]{2})(?!\w)")
_LETTERS_AS_FIGURES = str.maketrans("lio", "110")
FEWEST_TRUE = 4  # figures of a date that were read as such

_PLAIN = (_YEAR_FIRST, _YEAR_MONTH_DAY, _DAY_FIRST, _MONTH_FIRST, _FIGURES, _DANISH)
_BARE = (_COMPACT, _RUN, _SPACED, _SIX_DIGITS)


@remembered
def find(text: str, *, labelled: bool = False) -> tuple[PrintedDate, ...]:
    """The dates in a text, left to right. Only next to a date's label are bare digits such as
    20180305, 05032018, 180305 or 05 03 2018 taken for one.
    """
    flat = _SLIPPED.sub(_in_figures, fold(text))
    if sum(map(str.isdigit, flat)) < FEWEST_FIGURES:
        return ()
    found = list(find(text)) if labelled else []
    for pattern in _BARE if labelled else _PLAIN:
        for match in pattern.finditer(flat):
            readings = _readings(match)
            if readings and not any(_overlap(match, other) for other in found):
                found.append(_printed(text, match, readings))
    return tuple(sorted(found, key=lambda printed: printed.start))


def _in_figures(match: re.Match[str]) -> str:
    """A date with letters read for its figures ("l2/O3/2018") in figures, if most of them are."""
    plain = sum(map(str.isdigit, match[0])) >= FEWEST_TRUE
    return match[0].translate(_LETTERS_AS_FIGURES) if plain else match[0]


@remembered
def loosely(text: str) -> tuple[PrintedDate, ...]:
    """Days of which a scan lost or changed what parts their figures, or letters of the month: "27032018",
    "27-03 2018", "03-0ct-2015".
    """
    named = _DAY_FIRST.finditer(months.mended(fold(text)))
    matches = ((match, _readings(match)) for match in (*_LOOSE.finditer(text), *named))
    return tuple(_printed(text, match, readings) for match, readings in matches if readings)


def parse(text: str, *, order: Order = Order.DMY, labelled: bool = True) -> date | None:
    """The one date in a text, or None when there is none or more than one."""
    found = find(text, labelled=labelled)
    return found[0].value(order) if len(found) == 1 else None


def _printed(text: str, match: re.Match[str], readings: tuple[tuple[Order, date], ...]) -> PrintedDate:
    named = not match.groupdict().get("month", "1").isdigit() if "first" not in match.groupdict() else False
    return PrintedDate(text[match.start() : match.end()], match.start(), match.end(), readings, named)


def _overlap(match: re.Match[str], other: PrintedDate) -> bool:
    return match.start() < other.end and other.start < match.end()


def _readings(match: re.Match[str]) -> tuple[tuple[Order, date], ...]:
    parts = match.groupdict()
    year = _full_year(parts["year"])
    if "month" in parts:
        month = MONTHS.get(parts["month"]) or int(parts["month"])
        order = Order.YMD if match.start("year") < match.start("month") else Order.DMY
        return _possible((order, year, month, int(parts["day"])))
    first, second = int(parts["first"]), int(parts["second"])
    choices = [(Order.DMY, year, second, first), (Order.MDY, year, first, second)]
    if len(parts["year"]) == 2 and len(parts["first"]) == 2:
        choices.append((Order.YMD, _full_year(parts["first"]), second, int(parts["year"])))
    return _possible(*choices)


def _full_year(text: str) -> int:
    digits = text.lstrip("'")
    year = int(digits)
    if len(digits) == 4:
        return year
    return 1900 + year if year >= 90 else 2000 + year


def _possible(*choices: tuple[Order, int, int, int]) -> tuple[tuple[Order, date], ...]:
    readings = []
    for order, year, month, day in choices:
        if 1990 <= year <= 2100:
            try:
                readings.append((order, date(year, month, day)))
            except ValueError:
                continue
    return tuple(readings)


def terms_between(issued: PrintedDate, due: PrintedDate, *, days: int) -> Iterable[Order]:
    """The orders under which the due date is the date of issue plus the terms."""
    return [order for order in Order if (due.value(order) - issued.value(order)).days == days]


def usual_between(issued: PrintedDate, due: PrintedDate) -> Iterable[Order]:
    """The orders under which there are as many days to pay as there often are, or a month or two."""
    return [order for order in Order if (due.value(order) - issued.value(order)).days in USUAL_DAYS]
