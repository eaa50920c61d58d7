"""A line of print as it was read from a picture, and the words it falls into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.engine.ocr.geometry import Quads

WIDEST_STEP = 2.2


@dataclass(frozen=True, slots=True)
class Piece:
    """A word: its four corners on the picture, and how sure the reader is of its doubtfullest letter."""

    text: str
    corners: Quads
    confidence: float

    def moved(self, down: float) -> Piece:
        return Piece(self.text, self.corners + np.array([0.0, down]), self.confidence)


@dataclass(frozen=True, slots=True)
class Line:
    corners: Quads
    pieces: tuple[Piece, ...]

    def moved(self, down: float) -> Line:
        corners = self.corners + np.array([0.0, down])
        return Line(corners, tuple(piece.moved(down) for piece in self.pieces))


@dataclass(frozen=True, slots=True)
class Letter:
    """One character and where its middle stands, as a fraction of the line."""

    text: str
    middle: float
    confidence: float


def line_of(letters: Sequence[Letter], corners: Quads, *, widest_gap: float) -> Line:
    """Letters into words: at spaces, and at gaps between middles wider than `widest_gap` and two letters."""
    width = _letter_width(letters)
    words = _grouped(letters, max(widest_gap, WIDEST_STEP * width))
    return Line(corners, tuple(_piece(word, corners, width / 2) for word in words))


def _grouped(letters: Sequence[Letter], widest_gap: float) -> list[list[Letter]]:
    words: list[list[Letter]] = []
    fresh = True
    for letter in letters:
        if letter.text.isspace():
            fresh = True
            continue
        if fresh or letter.middle - words[-1][-1].middle > widest_gap:
            words.append([])
        words[-1].append(letter)
        fresh = False
    return words


def _letter_width(letters: Sequence[Letter]) -> float:
    """The median step from one letter to the next: few steps are wide gaps, most are letters."""
    if len(letters) < 2:
        return 1.0
    middles: NDArray[np.float64] = np.array([letter.middle for letter in letters])
    return float(np.median(np.diff(middles)))


def _piece(word: list[Letter], corners: Quads, half: float) -> Piece:
    start = max(0.0, word[0].middle - half)
    end = min(1.0, word[-1].middle + half)
    top, bottom = corners[1] - corners[0], corners[2] - corners[3]
    placed = [
        corners[0] + top * start,
        corners[0] + top * end,
        corners[3] + bottom * end,
        corners[3] + bottom * start,
    ]
    text = "".join(letter.text for letter in word)
    return Piece(text, np.stack(placed), min(letter.confidence for letter in word))
