"""What a slip calls an item: the name among codes, rates and letters of tax, and a count beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.layout import WIDE_GAP
from extraction.engine.line_items import words
from extraction.engine.line_items.till_factors import TIMES, words_in

LONGEST_FLAG = 3
LONG_CODE = 5  # figures from which on a number before a name is a code
LONG_CODE_BEHIND = 8  # and behind one
FEWEST_OF_COUNTED = 2  # words: a name, and how many
FEWEST_LETTERS = 2  # of a name

_COUNTED_BEHIND = re.compile(r"(?<=\s)[x×]\s(?P<count>[1-9]\d?)$", re.IGNORECASE)
_TIMES_COUNT = re.compile(r"[x×](?P<count>[1-9]\d?)", re.IGNORECASE)
_COUNTED = re.compile(r"(?P<count>[1-9]\d?)(?P<times>[x×]?)", re.IGNORECASE)
_RATE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?\s?%")
_CODE = re.compile(rf"[%#*]?\d{{{LONG_CODE},}}")


@dataclass(frozen=True, slots=True)
class Count:
    """How many, the word that says so, the name without it; `times` where a sign for multiplying stands."""

    count: Decimal
    word: Word
    name: tuple[Word, ...]
    times: bool


def names(said: Sequence[Word]) -> bool:
    """Whether words have letters enough for a name."""
    return sum(c.isalpha() for word in said for c in word.text) >= FEWEST_LETTERS


def is_rated(name: Sequence[Word]) -> bool:
    """Whether the last word of a name is a rate."""
    return len(name) > 1 and bool(_RATE.fullmatch(name[-1].text))


def is_code(word: Word) -> bool:
    """Whether a word before a name is a code."""
    return bool(_CODE.fullmatch(word.text))


def bare(name: Sequence[Word]) -> tuple[Word, ...]:
    """A name without the codes around it, and without a rate or letters of tax that stand apart behind it."""
    kept = list(name)
    if len(kept) > 1 and kept[0].text.isdigit() and is_code(kept[1]):
        kept.pop(0)
    while kept and is_code(kept[0]):
        kept.pop(0)
    while kept and (_is_long_code(kept[-1]) or _is_flag(kept)):
        kept.pop()
    return () if words.column_kind(" ".join(word.text for word in kept)) == "quantity" else tuple(kept)


def counted_before(name: Sequence[Word]) -> Count | None:
    """A small whole number before a name."""
    match = _COUNTED.fullmatch(name[0].text) if len(name) > 1 else None
    if match is None:
        return None
    times, rest = bool(match["times"]), tuple(name[1:])
    if rest[0].text in TIMES and len(rest) > 1:
        times, rest = True, rest[1:]
    return Count(Decimal(match["count"]), name[0], rest, times) if names(rest[:2]) else None


def counted_behind(name: Sequence[Word]) -> Count | None:
    """A small whole number behind a name: after a sign for multiplying, or apart from it."""
    match = _COUNTED_BEHIND.search(" ".join(word.text for word in name))
    rest = words_in(name, 0, match.start()) if match else ()
    if match and rest:
        return Count(Decimal(match["count"]), name[-1], rest, times=True)
    if len(name) < FEWEST_OF_COUNTED or not _stands_apart(name):
        return None
    times = _TIMES_COUNT.fullmatch(name[-1].text)
    if times:
        return Count(Decimal(times["count"]), name[-1], tuple(name[:-1]), times=True)
    return counted_last(name)


def counted_last(name: Sequence[Word]) -> Count | None:
    """A small whole number as the last word of a name."""
    match = _COUNTED.fullmatch(name[-1].text) if len(name) > 1 else None
    if match is None or match["times"]:
        return None
    return Count(Decimal(match["count"]), name[-1], tuple(name[:-1]), times=False)


def adds(name: Sequence[Word]) -> bool:
    """Whether a name says that it is added to the one above: "+ Almond milk"."""
    return bool(name) and name[0].text[0] in "+-*>•·"


def are_apart(left: Word, right: Word) -> bool:
    """Whether the space between two words is wider than one between those of a name."""
    return right.box.x0 - left.box.x1 > WIDE_GAP * right.box.height


def _stands_apart(name: Sequence[Word]) -> bool:
    return are_apart(name[-2], name[-1])


def _is_flag(name: Sequence[Word]) -> bool:
    """Whether the last word is a rate or few capitals, and stands apart from the name, or alone."""
    last = name[-1]
    capitals = last.text.isupper() and last.text.isalnum() and len(last.text) <= LONGEST_FLAG
    if not capitals and not _RATE.fullmatch(last.text):
        return False
    return len(name) == 1 or _stands_apart(name)


def _is_long_code(word: Word) -> bool:
    return word.text.isdigit() and len(word.text) >= LONG_CODE_BEHIND
