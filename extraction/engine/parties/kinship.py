"""Blocks that speak of one party: called alike, or at the same address."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from extraction.engine.parties import address
from extraction.engine.parties.block import Block
from extraction.engine.parties.rows import joined
from extraction.engine.values.folding import fold

_FIGURES = re.compile(r"\d+")  # neighbours in a street are two
LONGEST_COMMON, SHARE_COMMON = 10, 0.78  # letters, and what share of the shorter name, make two names one
SHORTEST_BRAND = 4  # letters that make a name the beginning of another and not of any


def alike(one: Block, other: Block) -> bool:
    """Whether two blocks are one party's."""
    return any(_same_name(a, b) for a in _names(one) for b in _names(other)) or _same_place(one, other)


def _names(block: Block) -> list[str]:
    return [joined(lines) for lines in block.names[:3]]


@lru_cache(maxsize=4096)
def _same_name(one: str, other: str) -> bool:
    first, second = sorted((_words(one), _words(other)), key=lambda words: (len(words), words))
    if not first:
        return False
    short, long = "".join(first), "".join(second)
    if fuzz.ratio(short, long) >= 85:
        return True
    if _common(short, long) >= max(LONGEST_COMMON, SHARE_COMMON * len(short)):
        return True
    begins = first == second[: len(first)] or long.startswith(short)
    return begins and len(short) >= SHORTEST_BRAND and address.likeness(one) < 0.5


def _common(one: str, other: str) -> int:
    """With how many letters two names begin alike, as those of a house and of the company that runs it."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


@lru_cache(maxsize=4096)
def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))


def _same_place(one: Block, other: Block) -> bool:
    if not (one.complete and other.complete and one.address and other.address):
        return False
    first, second = fold(one.address_text), fold(other.address_text)
    return fuzz.ratio(first, second) >= 90 and _FIGURES.findall(first) == _FIGURES.findall(second)
