"""The value that stands beside certain words: to their right, at the end of their line, or below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extraction.engine.document import Box, Word
from extraction.engine.layout import Segment, overlap, union
from extraction.engine.values import currencies
from extraction.memory import places, printed, sheets, subjects
from extraction.memory.places import Place
from extraction.memory.saying import Beside, Where, Which
from extraction.memory.sheets import Sheet

LOWEST = 3.2  # line heights below the words; what stands lower belongs to something else
SIGNS = ":#.-–—=："


@dataclass(frozen=True, slots=True)
class Found:
    """A value with where it stands: `box` as fractions of the page."""

    value: Any
    text: str
    page: int
    box: tuple[float, float, float, float]


def find(sheet: Sheet, path: str, saying: Beside) -> Found | None:
    """The value at the first, or last, of the places that have one."""
    found = places.find(sheet, saying.label)
    ordered = reversed(found) if saying.which is Which.LAST else found
    return next((hit for place in ordered if (hit := _at(sheet, path, saying, place))), None)


def _at(sheet: Sheet, path: str, saying: Beside, place: Place) -> Found | None:
    kind = subjects.kind(path)
    for words in _where(sheet, saying.where, place, whole_line=kind in printed.AMONG_OTHERS):
        text = " ".join(word.text for word in words)
        meant = printed.read(text, kind, sheet, shape=saying.shape, order=saying.order, last=_is_end(saying))
        if meant is not None:
            touched = words[sheets.stretch(words, meant.start, meant.end)]
            return Found(meant.value, meant.text, place.row.page, _fractions(sheet, place.row.page, touched))
    return None


def _is_end(saying: Beside) -> bool:
    return saying.where is Where.END


def _where(sheet: Sheet, where: Where, place: Place, *, whole_line: bool) -> Iterator[Sequence[Word]]:
    if where is Where.BELOW:
        yield from _below(sheet, place)
    elif where is Where.END:
        yield place.row.words[place.end :]
    else:
        yield _beyond_gaps(place) if whole_line else _next_to(place)


def _next_to(place: Place) -> Sequence[Word]:
    """The rest of the words' own segment, else the segment that follows."""
    behind = _without_signs(place.row.words[place.end :])
    own = next((s for s in place.row.line.segments if behind and behind[0] in s.words), None)
    return own.words[own.words.index(behind[0]) :] if own else ()


def _beyond_gaps(place: Place) -> Sequence[Word]:
    """All that follows on the line, up to where other words begin."""
    behind = place.row.words[place.end :]
    others = [s.words[0] for s in place.row.line.segments if s.words[0] in behind and _is_wording(s.text)]
    return behind[: behind.index(others[0])] if others else behind


def _is_wording(text: str) -> bool:
    figures = any(character.isdigit() for character in text)
    return not figures and any(character.isalpha() for character in text) and not currencies.codes_of(text)


def _below(sheet: Sheet, place: Place) -> Iterator[Sequence[Word]]:
    """What stands below the words, in the nearest lines that have something there."""
    height = sheet.page(place.row.page).line_height
    own = union(word.box for word in place.row.words[place.first : place.end])
    for row in sheet.rows:
        box = row.line.box
        if row.page == place.row.page and own.center_y < box.center_y and box.y0 <= own.y1 + LOWEST * height:
            under = [s for s in row.line.segments if overlap(s.box.x0, s.box.x1, own.x0, own.x1) > 0]
            yield from (_in_column(segment, place, own, height) for segment in under)


def _in_column(segment: Segment, place: Place, own: Box, height: float) -> Sequence[Word]:
    """The words of a segment that belong to a column, should it reach below the next one, too."""
    left = place.row.words[place.first - 1].box.x1 if place.first else float("-inf")
    right = place.row.words[place.end].box.x0 if place.end < len(place.row.words) else float("inf")
    if left <= segment.box.x0 and segment.box.x1 <= right:
        return segment.words
    if any(abs(word.box.x0 - own.x0) < height for word in segment.words):
        return [word for word in segment.words if own.x0 - height < word.box.x0 < right - height / 2]
    return [word for word in segment.words if left + height / 2 < word.box.x1 < own.x1 + height]


def _without_signs(words: Sequence[Word]) -> Sequence[Word]:
    first = next((at for at, word in enumerate(words) if word.text.strip(SIGNS)), len(words))
    return words[first:]


def _fractions(sheet: Sheet, number: int, words: Sequence[Word]) -> tuple[float, float, float, float]:
    shown = sheet.page(number).as_shown(union(word.box for word in words))
    x0, y0, x1, y1 = (round(min(1.0, max(0.0, edge)), 4) for edge in shown)
    return x0, y0, x1, y1
