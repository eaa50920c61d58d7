"""Which segments are read as one, and that a page with very many words is laid out as quickly per word."""

from __future__ import annotations

import random
import time

import pytest

from extraction.engine import layout, stacks
from extraction.engine.document import Box, Document, Page, Word
from extraction.engine.parties import blocks
from extraction.engine.standing import Standing

MANY = 40_000
SECONDS = 30.0  # of processor time; asking every box about every other takes minutes


class Everything(Standing):
    """Looks nowhere in particular: every box may be the one that another stands under."""

    def over(self, box: Box) -> list[int]:
        del box
        return sorted(self._places)


def strewn(seed: int) -> Document:
    """Words of many heights at places that chance gave them, in and out of columns."""
    chance = random.Random(seed)
    words = []
    for number in range(300):
        height = chance.choice([4.0, 9.0, 10.0, 10.5, 16.0, 40.0])
        x = chance.choice([40.0, 300.0, chance.uniform(0, 560)])
        y = chance.choice([12.0 * chance.randrange(60), chance.uniform(0, 780)])
        words.append(Word(f"w{number}", Box(x, y, x + chance.uniform(0.5, 5) * height, y + height)))
    return Document((Page(1, 600, 800, tuple(words)),))


@pytest.mark.parametrize("seed", range(6))
def test_looking_only_nearby_finds_what_looking_everywhere_does(seed):
    page = layout.analyze(strewn(seed)).pages[0]
    assert stacks.of_page(page) == everywhere(page, stacks.fit)
    unit = page.line_height
    tall = everywhere(page, lambda segment, above: blocks.gap(segment, above, unit))
    assert blocks.stacks(page) == tall
    assert max(map(len, tall)) > 2


def everywhere(page: layout.PageLayout, fit: stacks.Fit) -> list[stacks.Stack]:
    return stacks.piled(page.segments, ends=Everything(down=1, up=1, across=1), fit=fit)


@pytest.mark.slow
@pytest.mark.parametrize("columns", [4, 200], ids=["long", "square"])
def test_a_page_of_very_many_words_is_laid_out_in_seconds(columns):
    words = tuple(
        Word(f"w{at}", Box(x, y, x + 15, y + 10))
        for at in range(MANY)
        for x, y in [(30.0 * (at % columns), 12.0 * (at // columns))]
    )
    page = Page(1, 30.0 * columns, 12.0 * MANY / columns, words)
    began = time.process_time()
    laid_out = layout.analyze(Document((page,))).pages[0]
    found = stacks.of_page(laid_out), blocks.stacks(laid_out)
    assert time.process_time() - began < SECONDS
    assert [len(each) for each in found] == [columns, columns]
