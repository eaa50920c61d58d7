"""Words of a page as it was sent, set upright: their order of reading tells which way they run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extraction.engine.document import Box, Page, Word
from extraction.engine.projection import Projection, after, quarter_turns, scaling
from extraction.page_words import WordsOfPage

HEIGHT = 1_000.0  # of every page here; only proportions count


def pages(kept: Iterable[WordsOfPage]) -> list[Page]:
    """Each page turned so that its lines run from left to right."""
    return [_page(page) for page in kept]


def _page(kept: WordsOfPage) -> Page:
    ratio = kept.ratio or 1.0
    boxes = [Box(*word.box) for word in kept.words]
    degrees = _turned(boxes, ratio)
    turn = quarter_turns(-degrees)
    width = HEIGHT * (ratio if degrees in (0, 180) else 1 / ratio)
    words = (Word(word.text, _placed(turn, box, width)) for word, box in zip(kept.words, boxes, strict=True))
    view = after(scaling(1 / width, 1 / HEIGHT), quarter_turns(degrees))
    return Page(kept.number, width, HEIGHT, tuple(words), view=view)


def _turned(boxes: Sequence[Box], ratio: float) -> int:
    """By how many degrees the page was turned clockwise, as most neighbours in reading order say."""
    votes = Counter(way for left, right in pairwise(boxes) if (way := _way(left, right, ratio)) is not None)
    return votes.most_common(1)[0][0] if votes else 0


def _way(left: Box, right: Box, ratio: float) -> int | None:
    """Where the second of two neighbours stands; None where they stand apart."""
    across, down = (right.center_x - left.center_x) * ratio, right.center_y - left.center_y
    wide, high = (left.width + right.width) * ratio / 2, (left.height + right.height) / 2
    if abs(across) > abs(down):
        near = abs(across) < wide + high and abs(down) < high / 2
        return (0 if across > 0 else 180) if near else None
    near = abs(down) < high + wide and abs(across) < wide / 2
    return (90 if down > 0 else 270) if near and high > 1.5 * wide else None


def _placed(turn: Projection, box: Box, width: float) -> Box:
    x0, y0, x1, y1 = turn.around(box.x0, box.y0, box.x1, box.y1)
    return Box(x0 * width, y0 * HEIGHT, x1 * width, y1 * HEIGHT)
