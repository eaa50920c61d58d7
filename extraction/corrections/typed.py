"""Values as people type them, and as programs send them; each kind has its sentence for what it cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from extraction.corrections.habits import Habits
from extraction.corrections.places import AMOUNTS, Kind
from extraction.engine.values import currencies, dates, iso_4217, numbers, rates
from extraction.engine.values.folding import plain

LONGEST_TEXT, LONGEST_CODE, LONGEST_NUMBER = 1_000, 100, 40
SHORTEST_IBAN, LONGEST_IBAN = 5, 34
YEARS = range(1900, 2101)
TYPES = ("invoice", "credit_note", "receipt")
SHOWN = 40  # characters of what was typed, in a sentence about it
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotAValue(Exception):
    """What was typed cannot be meant; the message is a sentence that says so."""


def read(text: str, kind: Kind, habits: Habits) -> Any:
    """The value that a text means; None for an empty one, which says that it is not on the page."""
    tidy = _tidy(text)
    return READERS[kind](tidy, habits) if tidy else None


def exactly(value: Decimal, kind: Kind) -> Decimal:
    """A number that is one already."""
    if kind not in AMOUNTS:
        raise NotAValue("This takes text.")
    if not value.is_finite() or len(value.as_tuple().digits) > numbers.MOST_DIGITS:
        raise NotAValue("This is a larger or finer number than any amount.")
    return _within(Decimal(f"{value:f}"), kind)


def spelled(value: Any) -> str:
    """A value as a text to change; unchanged it is always read as the same value."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _tidy(text: str) -> str:
    """On one line, blanks made one, without the marks that only steer how a text is drawn."""
    lines = ", ".join(part for line in text.splitlines() if (part := line.strip(" \t,")))
    seen = "".join(c for c in lines if unicodedata.category(c) != "Cf")
    tidy = " ".join(seen.split())
    if any(unicodedata.category(c) in ("Cc", "Cs", "Cn") for c in tidy):
        raise NotAValue("This has characters that cannot be printed.")
    return tidy


def _text(text: str, _: Habits) -> str:
    return _no_longer(text, LONGEST_TEXT)


def _code(text: str, _: Habits) -> str:
    return _no_longer(text, LONGEST_CODE)


def _no_longer(text: str, most: int) -> str:
    if len(text) > most:
        raise NotAValue(f"This is longer than {most:,} characters.")
    return text


def _iban(text: str, _: Habits) -> str:
    """One whose check digits are wrong may be printed so: it is taken, and its check fails."""
    compact = re.sub(r"[\s.\-]", "", plain(text)).upper().removeprefix("IBAN")
    if not (compact.isascii() and compact.isalnum() and SHORTEST_IBAN <= len(compact) <= LONGEST_IBAN):
        raise NotAValue(f"{_quoted(text)} is not an account number. It takes letters and digits only.")
    return compact


def _day(text: str, habits: Habits) -> str:
    found = _iso(text) if _ISO_DAY.fullmatch(text) else dates.parse(text, order=habits.order)
    if found is None or found.year not in YEARS:
        raise NotAValue(f"{_quoted(text)} is not a date. Write it like 2026-05-31.")
    return found.isoformat()


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _money(text: str, habits: Habits) -> Decimal:
    return _amount(text, habits, "an amount. Write it like 1234.56.")


def _number(text: str, habits: Habits) -> Decimal:
    return _amount(text, habits, "a number. Write it like 2.5.")


def _amount(text: str, habits: Habits, meant: str) -> Decimal:
    found = numbers.parse(text, mark=habits.mark) if len(text) <= LONGEST_NUMBER else None
    if found is None:
        raise NotAValue(f"{_quoted(text)} is not {meant}")
    return found.value


def _rate(text: str, habits: Habits) -> Decimal:
    """`19 %`, `19` and `0.19` are the same; what is below one has to be a fraction."""
    percentage = rates.parse(text) if "%" in plain(text) else None
    if percentage is not None:
        return _within(percentage, "rate")
    number = numbers.parse(text, mark=habits.mark) if len(text) <= LONGEST_NUMBER else None
    found = number.value if number and abs(number.value) < 1 else rates.of(text)
    if found is None:
        raise NotAValue(f"{_quoted(text)} is not a rate. Write it like 19 %.")
    return _within(found, "rate")


def _within(value: Decimal, kind: Kind) -> Decimal:
    if kind == "rate" and not 0 <= value <= 1:
        raise NotAValue("A rate lies between 0 % and 100 %.")
    return value


def _currency(text: str, _: Habits) -> str:
    codes = {text.upper()} & iso_4217.CODES or set(currencies.codes_of(text))
    if len(codes) > 1:
        raise NotAValue(f"{_quoted(text)} can be {' or '.join(sorted(codes)[:3])}. Write its three letters.")
    if not codes:
        raise NotAValue(f"{_quoted(text)} is not a currency. Write its three letters, like EUR.")
    return codes.pop()


def _type(text: str, _: Habits) -> str:
    name = text.lower().replace(" ", "_")
    if name not in TYPES:
        raise NotAValue(f"{_quoted(text)} is not a kind of document. It can be {' or '.join(TYPES)}.")
    return name


def _quoted(text: str) -> str:
    return f'"{text[:SHOWN]}"'


READERS: dict[Kind, Callable[[str, Habits], Any]] = {
    "text": _text,
    "code": _code,
    "iban": _iban,
    "day": _day,
    "money": _money,
    "number": _number,
    "rate": _rate,
    "currency": _currency,
    "type": _type,
}
