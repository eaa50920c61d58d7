"""Characters into words: where a word ends, whatever order the file draws its characters in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.engine.document import Box, Word
from extraction.engine.pdf.glyphs import Glyph

WIDE_GAP = 0.25
BACKWARDS = 0.5
SPACED_LETTERS = 4
WIDEST_LETTER_SPACE = 1.1


def from_glyphs(glyphs: Iterable[Glyph]) -> tuple[Word, ...]:
    """Words in the order drawn. Gaps are judged by the height of the letters, never by points."""
    words = [_word(run) for run in _runs(glyphs)]
    return tuple(_without_shadows(_joined_letters(words)))


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            if run:
                yield run
                run = []
        elif run and not _continues(run[-1], glyph):
            yield run
            run = [glyph]
        else:
            run.append(glyph)
    if run:
        yield run


def _continues(before: Glyph, after: Glyph) -> bool:
    upper, lower = before.y1 - before.y0, after.y1 - after.y0
    smaller, larger = (upper, lower) if upper <= lower else (lower, upper)
    height = max(larger, 0.1)
    if -BACKWARDS * height <= after.x0 - before.x1 <= WIDE_GAP * height:
        return min(before.y1, after.y1) - max(before.y0, after.y0) >= smaller / 2
    return before.box == after.box  # the letters of a ligature share its box


def _word(run: list[Glyph]) -> Word:
    bold = sum([glyph.style.bold for glyph in run])
    return Word("".join([glyph.text for glyph in run]), _around(run), bold=bold * 2 > len(run))


def _around(run: list[Glyph]) -> Box:
    return Box(
        min([glyph.x0 for glyph in run]),
        min([glyph.y0 for glyph in run]),
        max([glyph.x1 for glyph in run]),
        max([glyph.y1 for glyph in run]),
    )


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
