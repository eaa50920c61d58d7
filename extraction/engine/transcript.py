"""All words of a document, each with its place on the page as a viewer shows it, in the order of reading.

Written as compact JSON: for each page its number, its width by its height, and its words; for each word its
text and the edges of its box (left, top, right, bottom) in ten thousandths of the page's width and height.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from extraction.engine.document import Word
from extraction.engine.layout import PageLayout

PARTS = 10_000
MOST_WORDS = 40_000  # of a document: of eighty pages full of print
LONGEST_WORD = 120

Written = tuple[str, int, int, int, int]


def of(pages: Iterable[PageLayout]) -> str:
    """ASCII, whatever the words are made of; the words beyond `MOST_WORDS` are left out."""
    return json.dumps(list(_pages(pages)), separators=(",", ":"))


def _pages(pages: Iterable[PageLayout]) -> Iterator[tuple[int, float, list[Written]]]:
    left = MOST_WORDS
    for page in pages:
        words = list(islice(_words(page), left))
        left -= len(words)
        yield page.number, round(page.ratio_as_shown, 4), words


def _words(page: PageLayout) -> Iterator[Written]:
    for line in page.lines:
        for segment in line.segments:
            for word in segment.words:
                yield (word.text[:LONGEST_WORD], *_place(page, word))


def _place(page: PageLayout, word: Word) -> tuple[int, int, int, int]:
    """On the page, whatever a file says: a word may stand half beside it, or nowhere at all."""
    x0, y0, x1, y1 = (round(PARTS * min(1.0, max(0.0, edge))) for edge in page.as_shown(word.box))
    return x0, y0, x1, y1
