"""Characters into words: where a word ends, whatever order the file draws its characters in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from extraction.engine.document import Box, Word
from extraction.engine.pdf.glyphs import Glyphs

WIDE_GAP = 0.25
BACKWARDS = 0.5
SPACED_LETTERS = 4
WIDEST_LETTER_SPACE = 1.1


def from_glyphs(glyphs: Glyphs) -> tuple[Word, ...]:
    """Words in the order drawn. Gaps are judged by the height of the letters, never by points."""
    return tuple(_without_shadows(_joined_letters(_runs(glyphs))))


def _runs(glyphs: Glyphs) -> list[Word]:
    """A word for each run of letters that go on from one to the next, with no blank between them."""
    letters = np.flatnonzero(~glyphs.blank)
    if not len(letters):
        return []
    edges = glyphs.edges[:, letters]
    goes_on = _continues(edges) & (np.diff(letters) == 1)
    starts = np.flatnonzero(np.concatenate(([True], ~goes_on)))
    left, upper = (np.minimum.reduceat(edge, starts).tolist() for edge in edges[:2])
    right, lower = (np.maximum.reduceat(edge, starts).tolist() for edge in edges[2:])
    bold = np.add.reduceat(
        glyphs.with_style(lambda style: style.bold)[letters].astype(np.intp), starts
    ).tolist()
    begins = starts.tolist()
    texts = [glyphs.texts[at] for at in letters.tolist()]
    return [
        Word("".join(texts[begin:end]), Box(x0, y0, x1, y1), bold=count * 2 > end - begin)
        for begin, end, x0, y0, x1, y1, count in zip(
            begins, [*begins[1:], len(texts)], left, upper, right, lower, bold, strict=True
        )
    ]


def _continues(edges: NDArray[np.float64]) -> NDArray[np.bool_]:
    """For each letter but the last whether the next one goes on from it."""
    before, after = edges[:, :-1], edges[:, 1:]
    heights = edges[3] - edges[1]
    height = np.maximum(np.maximum(heights[:-1], heights[1:]), 0.1)
    gap = after[0] - before[2]
    shared = np.minimum(before[3], after[3]) - np.maximum(before[1], after[1])
    level = shared >= np.minimum(heights[:-1], heights[1:]) / 2
    same = (before == after).all(axis=0)  # the letters of a ligature share its box
    goes_on: NDArray[np.bool_] = same | ((-BACKWARDS * height <= gap) & (gap <= WIDE_GAP * height) & level)
    return goes_on


def _joined_letters(words: list[Word]) -> Iterator[Word]:
    """ "I N V O I C E" is one word: single characters set apart by even spaces."""
    start = 0
    while start < len(words):
        end = _end_of_spaced(words, start)
        if end - start >= SPACED_LETTERS:
            yield _merged(words[start:end])
        else:
            end = start + 1
            yield words[start]
        start = end


def _end_of_spaced(words: list[Word], start: int) -> int:
    if len(words[start].text) > 1:
        return start
    end, widest, narrowest = start + 1, 0.0, float("inf")
    while end < len(words) and len(words[end].text) == 1 and _beside(words[end - 1], words[end]):
        gap = words[end].box.x0 - words[end - 1].box.x1
        widest, narrowest = max(widest, gap), min(narrowest, gap)
        if widest > narrowest + words[end].box.height / 2:
            break
        end += 1
    return end


def _beside(before: Word, after: Word) -> bool:
    height = max(before.box.height, after.box.height)
    gap = after.box.x0 - before.box.x1
    on_line = abs(after.box.center_y - before.box.center_y) < height / 3
    return on_line and -BACKWARDS * height <= gap <= WIDEST_LETTER_SPACE * height


def _merged(words: list[Word]) -> Word:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return Word("".join(word.text for word in words), box, bold=words[0].bold)


def _without_shadows(words: Iterable[Word]) -> Iterator[Word]:
    """Bold made by drawing the same word twice, a point apart, is one word."""
    seen: dict[str, list[Box]] = {}
    for word in words:
        drawn = seen.setdefault(word.text, [])
        if not drawn or not any(_almost_same(word.box, box) for box in drawn):
            drawn.append(word.box)
            yield word


def _almost_same(one: Box, other: Box) -> bool:
    near = 0.15 * max(one.y1 - one.y0, other.y1 - other.y0)
    return (
        abs(one.y0 - other.y0) <= near and abs(one.x0 - other.x0) <= near and abs(one.x1 - other.x1) <= near
    )
