"""Printed numbers: 1,234.56 · 1.234,56 · 1 234,56 · 1'234.56 · 12,34,567.00 · (12.50) · 12.50- · $5 · 100/-.

A number such as 1.234 can be read in two ways; `decide_mark` settles it once per document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache

from extraction.engine.values import currencies
from extraction.engine.values.folding import plain
from extraction.engine.values.remembering import remembered

MARKS = (".", ",")
MOST_DIGITS = 15  # before the decimal mark; what is longer is a code, and sums of it would not be exact
HARDLY = 0.4  # what "1.234" says of a document's decimal mark: more likely thousands than thousandths

_UNSIGNED = re.compile(r"[\d.,' ]*\d[\d.,' ]*")
_WHOLE_MONEY_TAIL = re.compile(r"(?:/-|[.,]-{1,2}|[.,]=)$")
_SLIPS = str.maketrans(
    {"O": "0", "o": "0", "D": "0", "Q": "0", "l": "1", "I": "1", "i": "1", "|": "1", "S": "5"}
)
_SLIP_TEXT = re.compile(r"[\dOoDQlIi|S.,' ]+")

_ONE_MARK_FOR_BOTH = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*\1\d{2}")  # a comma read as a point
_SLIPPED = re.compile(
    r"(?<![^\s(:=$€£-])(?=\S*\d)[\dOoDQlIi|S]{1,3}(?:[.,][\dOoDQlIi|S]{3})*[.,][\dOoDQlIi|S]{2}(?=[\s)€-]|$)"
)
_APART = re.compile(
    rf"(?<![\w.,:/-])(?:(\d[\d.,]{{0,9}}[.,]) (\d\d)|(\d{{2,6}}) ([.,]\d\d))"
    rf"(?=\s*$|\s?{currencies.PATTERN}|\s[A-Z*]{{1,2}}$)"
)  # "28, 30 €", "28 .30": figures that a reader of scans set apart from their cents
_POUND = re.compile(
    r"^[LEFfP](?=\d{1,3}(?:,\d{3})*\.\d\d$)"
)  # as a scan shows £ or ₱ before a price that stands alone
_WAVE = re.compile(r"(?<!\w)~(?=\d)")  # a minus on a scan

_FIND = re.compile(
    r"(?<![\w.,/])(?<!\w-)"
    rf"\(?[-+]?\s?(?:{currencies.PATTERN}\s?)?[-+]?\(?"
    r"(?:\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,6})?|\d[\d.,']*\d|\d|[.,]\d{1,6})"
    rf"(?:/-|[.,]--?(?!\d))?-?(?:\s?{currencies.PATTERN})?\)?-?"
    r"(?![\w/]|[.,\-]\d)"
)


@dataclass(frozen=True)
class Number:
    """A number as printed. `mark` is the decimal mark that its text proves, None if it proves none;
    `alternative` is the other reading of an ambiguous text, and `currency` what was glued to it.
    """

    value: Decimal
    text: str
    mark: str | None = None
    alternative: Decimal | None = None
    currency: str | None = None
    confidence: float = 1.0

    @property
    def ambiguous(self) -> bool:
        return self.alternative is not None

    @cached_property
    def decimals(self) -> int:
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class Found:
    """A number inside a longer text, with its span."""

    number: Number
    start: int
    end: int


@lru_cache(maxsize=8192)
def parse(text: str, *, mark: str | None = None, slips: bool = False) -> Number | None:
    """The number that `text` is, or None. `mark` is the document's decimal mark; with `slips`
    letters that an OCR takes for digits and stray blanks are repaired, at a lower confidence.
    """
    if not any(map(str.isdigit, text)):
        return None
    bare, currency = currencies.strip(plain(text).strip())
    body, negative = _strip_sign(bare)
    body = _WHOLE_MONEY_TAIL.sub("", body)
    confidence = 1.0
    if _ONE_MARK_FOR_BOTH.fullmatch(body):
        body, confidence = body[:-3].replace(body[-3], "") + body[-3:], 0.8
    if not _UNSIGNED.fullmatch(body) or not _readings(body):
        repaired = _repair(body) if slips else None
        if repaired is None:
            return None
        body, confidence = repaired, 0.6
    readings = _readings(body)
    if not readings:
        return None
    chosen, other, proved = _choose(readings, body, mark)
    sign = -1 if negative else 1
    if mark and proved and proved != mark:
        confidence *= 0.9
    if other is not None and mark is None:
        confidence *= 0.7
    return Number(
        value=sign * readings[chosen],
        text=text,
        mark=proved,
        alternative=None if other is None else sign * readings[other],
        currency=currency,
        confidence=confidence,
    )


@remembered
def find(text: str, *, mark: str | None = None, slips: bool = False) -> tuple[Found, ...]:
    """The numbers in a line of text, left to right; with `slips` also amounts with look-alike letters."""
    if not any(map(str.isdigit, text)):
        return ()
    printed = plain(text)
    flat = (
        _SLIPPED.sub(_as_digits, _APART.sub(r" \1\2\3\4", _POUND.sub(" ", _WAVE.sub("-", printed))))
        if slips
        else printed
    )
    found = []
    for match in _FIND.finditer(flat):
        start, end = match.span()
        piece = text[start:end] if flat[start:end] == printed[start:end] else flat[start:end]
        if piece.count("(") != piece.count(")"):
            start, end, piece = _without_lone_bracket(start, end, piece)
        number = parse(piece, mark=mark)
        if number is not None:
            slipped = flat[start:end] != printed[start:end]
            number = replace(number, confidence=0.6 * number.confidence) if slipped else number
            found.append(Found(number, start, end))
    return tuple(found)


def _as_digits(match: re.Match[str]) -> str:
    """An amount with fewer letters than digits, the letters read as the digits they look like."""
    letters = sum(not (c.isdigit() or c in MARKS) for c in match[0])
    digits = sum(map(str.isdigit, match[0]))
    return match[0].translate(_SLIPS) if letters < digits else match[0]


def decide_mark(texts: Iterable[str], *, default: str | None = None) -> str | None:
    """The decimal mark that most of a document's numbers prove; `default` when none does."""
    votes = dict.fromkeys(MARKS, 0.0)
    for text in texts:
        number = parse(text)
        if number is not None and number.mark is not None:
            votes[number.mark] += 2.0 if number.decimals == 2 else 1.0
        elif number is not None and number.ambiguous:
            votes[_other_mark(number.text)] += HARDLY
    if votes["."] == votes[","]:
        return default
    return max(MARKS, key=votes.__getitem__)


def _other_mark(text: str) -> str:
    """The decimal mark if the one printed before three digits parts thousands."""
    return "." if "," in text else ","


def _strip_sign(text: str) -> tuple[str, bool]:
    body = text.strip()
    if body.startswith("(") and body.endswith(")"):
        inner, _ = _strip_sign(body[1:-1])
        return inner, True
    if body.endswith(("/-", ",-", ".-", "--")):
        return body.lstrip("+").removeprefix("-").strip(), body.startswith("-")
    if body[:1] in "+-" and body[:1]:
        return body[1:].strip(), body[0] == "-"
    if body.endswith("-"):
        return body[:-1].strip(), True
    return body, False


def _without_lone_bracket(start: int, end: int, piece: str) -> tuple[int, int, str]:
    if piece.startswith("("):
        return start + 1, end, piece[1:]
    if piece.endswith(")"):
        return start, end - 1, piece[:-1]
    return start, end, piece


def _grouped(separator: str, mark: str) -> re.Pattern[str]:
    gap, point = re.escape(separator), re.escape(mark)
    western = rf"[1-9]\d{{0,2}}(?:{gap}\d{{3}})+"
    indian = rf"[1-9]\d?(?:{gap}\d{{2}})+{gap}\d{{3}}"
    whole = rf"(?:{western}|{indian})" if separator == "," else western
    return re.compile(rf"(?P<whole>{whole})(?:{point}(?P<part>\d{{1,6}}))?")


_SHAPES = {
    mark: [_grouped(separator, mark) for separator in (",", ".", " ", "'") if separator != mark]
    + [re.compile(rf"(?P<whole>\d+)?{re.escape(mark)}(?P<part>\d{{1,6}})"), re.compile(r"(?P<whole>\d+)")]
    for mark in MARKS
}


def _readings(body: str) -> dict[str, Decimal]:
    """The value under each decimal mark by which the text is well formed."""
    if body.isdecimal():
        return dict.fromkeys(MARKS, Decimal(body)) if len(body) <= MOST_DIGITS else {}
    found: dict[str, Decimal] = {}
    for mark, shapes in _SHAPES.items():
        for shape in shapes:
            match = shape.fullmatch(body)
            if match:
                part = match.groupdict().get("part")
                whole = re.sub(r"\D", "", match["whole"] or "0")
                if len(whole) > MOST_DIGITS:
                    return {}
                found[mark] = Decimal(f"{whole}.{part}" if part else whole)
                break
    return found


def _choose(readings: dict[str, Decimal], body: str, mark: str | None) -> tuple[str, str | None, str | None]:
    """The mark to read by, the mark of a second reading, and the mark that the text proves."""
    if len(readings) == 1:
        only = next(iter(readings))
        return only, None, only
    if readings["."] == readings[","]:
        return ".", None, None
    if mark is not None:
        return mark, "," if mark == "." else ".", None
    grouping = "," if "," in body else "."
    return ("." if grouping == "," else ","), grouping, None


def _repair(body: str) -> str | None:
    """A text with more digits than letters, its look-alike letters read as digits."""
    letters = sum(character.isalpha() or character == "|" for character in body)
    digits = sum(map(str.isdigit, body))
    if not _SLIP_TEXT.fullmatch(body) or letters >= digits:
        return None
    repaired = body.translate(_SLIPS).replace(" ", "")
    return repaired if _readings(repaired) else None
