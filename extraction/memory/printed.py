"""What a printed text says as a value of a certain kind, in the form that the result document has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extraction.engine.values import dates, ibans, numbers, rates
from extraction.engine.values.dates import Order
from extraction.engine.values.folding import plain
from extraction.memory import shapes
from extraction.memory.sheets import Sheet
from extraction.review.fields import Kind

# These can be told from what stands around them, so their whole line is looked through.
AMONG_OTHERS = ("day", "money", "rate", "iban")
MOST_WORDS = 4  # of a number that is printed with blanks
_PIECE = re.compile(r"\S+")
_EDGES = " :;,.=#|"


@dataclass(frozen=True, slots=True)
class Meant:
    """A value and the stretch of text that says so."""

    value: Any
    text: str
    start: int
    end: int


def read(
    text: str, kind: Kind, sheet: Sheet, *, shape: str = "", order: Order | None = None, last: bool = False
) -> Meant | None:
    """The first such value in a text, or its last."""
    found = all_in(text, kind, sheet, shape=shape, order=order)
    if not found:
        return None
    return found[-1] if last else found[0]


def all_in(
    text: str, kind: Kind, sheet: Sheet, *, shape: str = "", order: Order | None = None
) -> Sequence[Meant]:
    """All such values, left to right."""
    match kind:
        case "day":
            return _days(text, sheet, order)
        case "money":
            return _money(text, sheet.decimal_mark)
        case "rate":
            return [Meant(each.fraction, each.text, each.start, each.end) for each in rates.find(text)]
        case "iban":
            valid = (each for each in ibans.find(text) if each.valid)
            return [Meant(each.value, each.text, each.start, each.end) for each in valid]
        case "code":
            return _codes(text, shape)
        case "text":
            return _texts(text)
    return []  # kinds of document are not printed as such


def _days(text: str, sheet: Sheet, order: Order | None) -> Sequence[Meant]:
    found = []
    for each in dates.find(text, labelled=True):
        day = each.value((order or sheet.order) if each.ambiguous else Order.DMY)
        found.append(Meant(day.isoformat(), each.text, each.start, each.end))
    return found


def _money(text: str, mark: str | None) -> Sequence[Meant]:
    """Amounts that are no part of a rate, a date or an account."""
    taken = [(rate.start, rate.end) for rate in rates.find(text)]
    taken += [(day.start, day.end) for day in dates.find(text)]
    taken += [(account.start, account.end) for account in ibans.find(text)]
    return [
        Meant(found.number.value, text[found.start : found.end], found.start, found.end)
        for found in numbers.find(text, mark=mark, slips=True)
        if not any(found.start < end and start < found.end for start, end in taken)
    ]


def _codes(text: str, shape: str) -> Sequence[Meant]:
    """The first word with a figure in it, or all words up to four that are written as the rule says."""
    pieces = list(_PIECE.finditer(text))
    if shape:
        return [code for at in range(len(pieces)) if (code := _shaped(text, pieces[at:], shape))]
    codes = [piece for piece in pieces if any(c.isdigit() for c in piece[0])]
    codes = codes or [piece for piece in pieces if piece[0].isupper()]
    return [_stretch(text, piece.start(), piece.end()) for piece in codes]


def _shaped(text: str, pieces: Sequence[re.Match[str]], shape: str) -> Meant | None:
    for end in range(min(len(pieces), MOST_WORDS), 0, -1):
        meant = _stretch(text, pieces[0].start(), pieces[end - 1].end())
        if shapes.of(meant.text) == shape:
            return meant
    return None


def _texts(text: str) -> Sequence[Meant]:
    whole = _stretch(text, 0, len(text))
    return [whole] if whole.text else []


def _stretch(text: str, start: int, end: int) -> Meant:
    """Without the signs around it."""
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return Meant(plain(text[start:end]), text[start:end], start, end)
