"""Where certain words stand on a document, read with tolerance for case, accents and slips of a scanner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extraction.memory import sheets
from extraction.memory.sheets import Row, Sheet

SHORTEST_NEAR = 6  # letters; shorter words are too like each other
NEAR_ENOUGH = 0.84


@dataclass(frozen=True, slots=True)
class Place:
    """The words of a row from `first` to before `end`."""

    row: Row
    first: int
    end: int


def find(sheet: Sheet, label: str) -> list[Place]:
    """All places, in reading order; those that are only nearly it count where there is none exact."""
    wanted = sheets.key(label)
    if not wanted:
        return []
    exact = [
        place for row in sheet.rows if wanted in row.joined for place in _in_row(row, wanted, near=False)
    ]
    return exact or list(_nearly(sheet, wanted))


def _nearly(sheet: Sheet, wanted: str) -> Iterator[Place]:
    if len(wanted) >= SHORTEST_NEAR:
        for row in sheet.rows:
            if fuzz.partial_ratio(wanted, row.joined, score_cutoff=100 * NEAR_ENOUGH):
                yield from _in_row(row, wanted, near=True)


def _in_row(row: Row, wanted: str, *, near: bool) -> Iterator[Place]:
    at = 0
    while at < len(row.keys):
        end = _end(row, at, wanted, near) if row.keys[at] else None
        if end is not None:
            yield Place(row, at, end)
        at = end or at + 1


def _end(row: Row, first: int, wanted: str, near: bool) -> int | None:
    """Behind the words from `first` on that are the ones wanted."""
    so_far, most = "", len(wanted) + (2 if near else 0)
    for at in range(first, len(row.keys)):
        so_far += row.keys[at]
        if len(so_far) > most:
            return None
        if so_far == wanted or (near and _like(so_far, wanted)):
            return at + 1
    return None


def _like(text: str, wanted: str) -> bool:
    return Levenshtein.normalized_similarity(text, wanted) >= NEAR_ENOUGH
