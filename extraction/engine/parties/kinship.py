"""Blocks that speak of one party: called alike, or at the same address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from rapidfuzz import fuzz

from extraction.engine.parties import address
from extraction.engine.parties.block import Block
from extraction.engine.parties.rows import joined
from extraction.engine.values.folding import fold

_FIGURES = re.compile(r"\d+")  # neighbours in a street are two
LONGEST_COMMON, SHARE_COMMON = 10, 0.78  # letters, and what share of the shorter name, make two names one
SHORTEST_BRAND = 4  # letters that make a name the beginning of another and not of any


@dataclass(frozen=True, slots=True)
class Face:
    """What a block's party is known by: its names, and its address where that is whole."""

    names: tuple[str, ...]
    place: str | None


def face(block: Block) -> Face:
    whole = block.complete and block.address
    names = tuple(joined(lines) for lines in block.names[:3])
    return Face(names, fold(block.address_text) if whole else None)


def alike(one: Face, other: Face) -> bool:
    """Whether two blocks are one party's."""
    return any(_same_name(a, b) for a in one.names for b in other.names) or _same_place(one, other)


def ends_in(fuller: str, name: str) -> bool:
    """Whether a name is the end of a fuller one: "Hartwig" of "Dachdecker Hartwig"."""
    long, short = _words(fuller), _words(name)
    ends = 0 < len(short) < len(long) and long[-len(short) :] == short
    return ends and len("".join(short)) >= SHORTEST_BRAND


def share_word(one: Face, other: Face) -> bool:
    """Whether two parties' names have a long word in common, as an owner's and the shop's have."""
    mine, theirs = ({w for name in face.names for w in _words(name) if len(w) > 3} for face in (one, other))
    return not mine.isdisjoint(theirs)


@lru_cache(maxsize=4096)
def _same_name(one: str, other: str) -> bool:
    first, second = sorted((_words(one), _words(other)), key=lambda words: (len(words), words))
    if not first:
        return False
    short, long = "".join(first), "".join(second)
    if fuzz.ratio(short, long, score_cutoff=85):
        return True
    enough = ceil(max(LONGEST_COMMON, SHARE_COMMON * len(short)))
    if len(short) >= enough and short[:enough] == long[:enough]:  # as a house and the company that runs it
        return True
    begins = first == second[: len(first)] or long.startswith(short)
    return begins and len(short) >= SHORTEST_BRAND and address.likeness(one) < 0.5


@lru_cache(maxsize=4096)
def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))


def _same_place(one: Face, other: Face) -> bool:
    if one.place is None or other.place is None or not fuzz.ratio(one.place, other.place, score_cutoff=90):
        return False
    return _FIGURES.findall(one.place) == _FIGURES.findall(other.place)
