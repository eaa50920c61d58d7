"""Lines of print, each cut out and laid level, into letters: what the columns of the model say.

The model is asked directly and not through rapidocr's own loop, for three reasons: a short line is not
brought to the width of a long one, which is a quarter of the work on usual pages; a space that the model
half saw between two letters counts; and each letter keeps the confidence that is its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extraction.engine.ocr.line import Letter
from extraction.engine.ocr.picture import Picture

HEIGHT = 48
NARROWEST = 64
WIDTH_STEP = 32
BATCH = 6
WIDEST_BATCH = 3072
LEAST_SPACE = 0.1
BLANK = 0

Model = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Pictures x 3 x height x width to pictures x columns x characters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The letters of one line; `columns` is how many columns of the model the line took."""

    letters: tuple[Letter, ...]
    columns: float

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters).strip()

    @property
    def score(self) -> float:
        sure = [letter.confidence for letter in self.letters if not letter.text.isspace()]
        return sum(sure) / len(sure) if sure else 0.0


def read(crops: Sequence[Picture], *, model: Model, characters: Sequence[str]) -> list[Reading]:
    """A reading for each crop. `characters` are what the model's outputs mean: blank first, space last."""
    readings: dict[int, Reading] = {}
    for batch, width in _batches([_width(crop) for crop in crops]):
        seen = model(np.stack([_prepared(crops[index], width) for index in batch]))
        for row, index in enumerate(batch):
            columns = seen.shape[1] * _width(crops[index]) / width
            readings[index] = Reading(tuple(_letters(seen[row], columns, characters)), columns)
    return [readings[index] for index in range(len(crops))]


def _batches(widths: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    """Crops of like width together, the widest first, and the width that they are brought to. Of long lines
    fewer at a time: for each eight pixels of a line the model has a figure for every character it knows."""
    order = sorted(range(len(widths)), key=lambda index: widths[index], reverse=True)
    while order:
        width = _stepped(widths[order[0]])
        count = min(BATCH, max(1, WIDEST_BATCH // width))
        yield order[:count], width
        order = order[count:]


def _stepped(width: int) -> int:
    return -(-max(NARROWEST, width) // WIDTH_STEP) * WIDTH_STEP


def _width(crop: Picture) -> int:
    return max(1, math.ceil(HEIGHT * int(crop.shape[1]) / int(crop.shape[0])))


def _prepared(crop: Picture, width: int) -> NDArray[np.float32]:
    import cv2

    own = _width(crop)
    scaled = np.asarray(cv2.resize(crop, (own, HEIGHT)), dtype=np.float32)
    prepared = np.zeros((3, HEIGHT, width), dtype=np.float32)
    prepared[:, :, :own] = scaled.transpose(2, 0, 1) / 127.5 - 1
    return prepared


def _letters(seen: NDArray[np.float32], columns: float, characters: Sequence[str]) -> Iterator[Letter]:
    best = seen.argmax(axis=1)
    is_new = best != BLANK
    is_new[1:] &= best[1:] != best[:-1]
    before: int | None = None
    for column in map(int, np.flatnonzero(is_new)):
        middle = (column + 0.5) / columns
        if before is not None and _has_space(seen, before, column):
            yield Letter(" ", middle, 1.0)
        yield Letter(characters[best[column]], middle, float(seen[column, best[column]]))
        before = column


def _has_space(seen: NDArray[np.float32], before: int, after: int) -> bool:
    """Whether the model took a column between two letters for a space, if only as its second thought."""
    between: Any = seen[before + 1 : after, -1]
    return bool(between.size and between.max() >= LEAST_SPACE)
