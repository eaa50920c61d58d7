"""Amounts parted from what tills print against them: the letter or figure of a tax, the price and quantity
before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction.engine.document import Box, Word
from extraction.engine.layout import Layout, Line, PageLayout, Segment, union
from extraction.engine.line_items import arithmetic, pairs
from extraction.engine.values import numbers

_LEGEND = re.compile(r"\W*(\d)\s?[:=)]\s?\d{1,2}(?:[.,]\d+)?\s?%")  # "1: 19,00 %"
_CENTS = re.compile(r"-?\d[\d.,']*[.,]\d\d")
_LETTERED = re.compile(r"(?P<amount>-?\d[\d.,']*[.,]\d\d)[A-Z]")


def part(layout: Layout, *, mark: str | None) -> Layout:
    """The layout with such amounts in segments of their own."""
    figures = frozenset(match[1] for line in layout.lines if (match := _LEGEND.match(line.text)))
    return Layout(tuple(_page(page, mark, figures) for page in layout.pages))


def _page(page: PageLayout, mark: str | None, figures: frozenset[str]) -> PageLayout:
    lines = tuple(_line(_without_figure(line, figures), mark) for line in page.lines)
    same = all(new is old for new, old in zip(lines, page.lines, strict=True))
    return page if same else replace(page, lines=lines)


def _without_figure(line: Line, figures: frozenset[str]) -> Line:
    """A line without the figure of a tax behind its amount, which a row of the tax table begins with."""
    *before, last = line.words
    if last.text in figures and before and _CENTS.fullmatch(before[-1].text):
        return _cut(line, line.segments[-1].words[:-1])
    if last.text[-1:] in figures and _CENTS.fullmatch(last.text[:-1]):
        return _cut(line, (*line.segments[-1].words[:-1], replace(last, text=last.text[:-1])))
    return line


def _cut(line: Line, words: Sequence[Word]) -> Line:
    """A line with other words at its end."""
    last = (_segment(line.segments[-1], words),) if words else ()
    return replace(line, segments=(*line.segments[:-1], *last))


def _line(line: Line, mark: str | None) -> Line:
    last = line.segments[-1]
    parted = tuple(_parted(last, mark))
    return line if parted == (last,) else replace(line, segments=(*line.segments[:-1], *parted))


def _parted(segment: Segment, mark: str | None) -> Iterator[Segment]:
    words = (*segment.words[:-1], _bare(segment.words[-1]))
    amount = numbers.parse(words[-1].text, mark=mark) if len(words) > 1 else None
    for start in range(len(words) - 2, -1, -1) if amount else ():
        pair = pairs.read(words[start:-1], mark=mark)
        if pair and amount and arithmetic.multiplies(pair.quantity, pair.unit_price, amount.value):
            parts = (words[:start], words[start:-1], words[-1:])
            yield from (_segment(segment, part) for part in parts if part)
            return
    yield segment if words == segment.words else _segment(segment, words)


def _bare(word: Word) -> Word:
    """An amount without the letter behind it, its box no wider than its digits."""
    match = _LETTERED.fullmatch(word.text)
    if match is None:
        return word
    box, share = word.box, len(match["amount"]) / len(word.text)
    return replace(word, text=match["amount"], box=Box(box.x0, box.y0, box.x0 + share * box.width, box.y1))


def _segment(segment: Segment, words: Sequence[Word]) -> Segment:
    text = " ".join(word.text for word in words)
    return replace(segment, words=tuple(words), box=union(word.box for word in words), text=text)
