"""How the words of a page stand to each other: lines, and segments of lines.

Everything is measured in line heights, so that points, pixels and font sizes do not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extraction.engine import rows
from extraction.engine.document import Box, Document, Page, Word
from extraction.engine.projection import Corners, Projection
from extraction.engine.records import cached_property, record

WIDE_GAP = 0.72  # a gap wider than this, in line heights, separates two segments
SHORTEST_SPACED = 4  # letters
TYPED_SPACE = 0.8, 1.35  # a space between typewritten words, in widths of a letter
SAME_PITCH = 0.12  # letters whose widths differ by less than this share are of one width
SPACED_WORD_GAP = 2.6  # the widest gap between two letter-spaced words, in line heights
LONGEST_WORD = 400  # characters; seals and keys are longer, and say nothing of an invoice
LETTER_GAP = 1.6  # the widest gap inside a letter-spaced word, in line heights


@record()
class Segment:
    """Words of one line without a wide gap between them; `line` is the line's index on its page."""

    words: tuple[Word, ...]
    box: Box
    text: str
    page: int
    line: int

    def __hash__(self) -> int:
        """By what tells segments apart; not by all of their words, since spans are looked up by segment."""
        return hash((self.text, self.page, self.line))

    @property
    def height(self) -> float:
        return self.box.height

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


@record(slots=False)
class Line:
    """All that stands at one height of a page, from left to right."""

    segments: tuple[Segment, ...]
    box: Box
    text: str
    page: int
    index: int

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple([word for segment in self.segments for word in segment.words])

    @property
    def height(self) -> float:
        return median([word.box.height for word in self.words])


@dataclass(frozen=True)
class PageLayout:
    """One page; `line_height` is the median height of its words."""

    number: int
    width: float
    height: float
    line_height: float
    lines: tuple[Line, ...]
    view: Projection | None = None
    ratio: float | None = None

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return tuple([segment for line in self.lines for segment in line.segments])

    def as_shown(self, box: Box) -> Corners:
        """Where a box lies on the page as a viewer shows it, as fractions of that page."""
        if self.view is not None:
            return self.view.around(box.x0, box.y0, box.x1, box.y1)
        x, y = 1 / self.width, 1 / self.height
        across, down = (box.x0 * x, box.x1 * x), (box.y0 * y, box.y1 * y)
        return min(across), min(down), max(across), max(down)

    @property
    def ratio_as_shown(self) -> float:
        """Its width by its height as a viewer shows it; 0 where nobody knows, on a page without anything."""
        return self.ratio or (self.width / self.height if self.height else 0.0)


@dataclass(frozen=True)
class Layout:
    """The pages of a document in order."""

    pages: tuple[PageLayout, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple([line for page in self.pages for line in page.lines])

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return tuple([segment for page in self.pages for segment in page.segments])


def analyze(document: Document) -> Layout:
    """Lines and segments of every page."""
    return Layout(tuple(_page(page) for page in document.pages))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them."""
    first, *others = boxes
    x0, y0, x1, y1 = first.x0, first.y0, first.x1, first.y1
    for box in others:
        x0, y0 = min(x0, box.x0), min(y0, box.y0)
        x1, y1 = max(x1, box.x1), max(y1, box.y1)
    return Box(x0, y0, x1, y1) if others else first


def overlap(start: float, end: float, other_start: float, other_end: float) -> float:
    """How much two intervals share; negative is the distance between them."""
    first_end = min(end, other_end)
    last_start = max(start, other_start)
    return first_end - last_start


def _page(page: Page) -> PageLayout:
    words = [_short(word) for word in page.words if word.text.strip() and word.box.height > 0]
    joined = sorted((_join_spaced_letters(row) for row in rows.of(words)), key=_top)
    lines = tuple(_line(row, page=page.number, index=index) for index, row in enumerate(joined))
    height = median([word.box.height for word in words]) if words else 1.0
    return PageLayout(page.number, page.width, page.height, height, lines, page.view, page.ratio)


def _short(word: Word) -> Word:
    """A word by its beginning where it is longer than any that is read."""
    return word if len(word.text) <= LONGEST_WORD else replace(word, text=word.text[:LONGEST_WORD])


def _top(row: Sequence[Word]) -> tuple[float, float]:
    return sum([word.box.center_y for word in row]) / len(row), row[0].box.x0


def _join_spaced_letters(row: list[Word]) -> list[Word]:
    """ "I N V O I C E" is one word: runs of letters that stand alone, equally spaced; the words of such a
    title keep together, since the gaps between them are as wide as between columns.
    """
    if sum([len(word.text) == 1 for word in row]) < SHORTEST_SPACED:
        return row
    runs: list[list[Word]] = []
    for word in row:
        if runs and _continues(runs[-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    if not any(map(_is_spaced, runs)):
        return row
    joined = [_close(run) if len(run) > 1 else run[0] for run in runs]
    following = [*zip(runs[1:], joined[1:], strict=True), (None, None)]
    return [
        _reach(word, *after) if len(run) > 1 or len(word.text) == 1 else word
        for run, word, after in zip(runs, joined, following, strict=True)
    ]


def _is_spaced(run: Sequence[Word]) -> bool:
    return len(run) >= SHORTEST_SPACED and any(word.text.isalpha() for word in run)


def _reach(word: Word, run: Sequence[Word] | None, after: Word | None) -> Word:
    """A letter-spaced word, as wide as to the next one of its title."""
    if run is None or after is None or (len(run) == 1 and len(after.text) > 1):
        return word
    gap = after.box.x0 - word.box.x1
    if (
        gap > SPACED_WORD_GAP * word.box.height
        or abs(after.box.height - word.box.height) > 0.3 * word.box.height
    ):
        return word
    return replace(word, box=replace(word.box, x1=after.box.x0 - 0.3 * word.box.height))


def _continues(run: Sequence[Word], word: Word) -> bool:
    gap = word.box.x0 - run[-1].box.x1
    alone = len(word.text) == len(run[-1].text) == 1 and (word.text + run[-1].text).isalnum()
    if not alone or gap > LETTER_GAP * word.box.height:
        return False
    return len(run) < 2 or gap <= 1.9 * max(run[1].box.x0 - run[0].box.x1, 0.1 * word.box.height)


def _close(run: Sequence[Word]) -> Word:
    box = union(word.box for word in run)
    return replace(run[0], text="".join(word.text for word in run), box=box)


def _line(row: Sequence[Word], *, page: int, index: int) -> Line:
    groups: list[list[Word]] = [[row[0]]]
    for word in row[1:]:
        if _parted(groups[-1][-1], word):
            groups.append([word])
        else:
            groups[-1].append(word)
    segments = tuple([_segment(group, page=page, line=index) for group in groups])
    text = "  ".join([segment.text for segment in segments])
    return Line(segments, union([segment.box for segment in segments]), text, page, index)


def _parted(left: Word, right: Word) -> bool:
    before, after = left.box, right.box
    height, other = before.y1 - before.y0, after.y1 - after.y0
    smaller, larger = (height, other) if height <= other else (other, height)
    gap = after.x0 - before.x1
    wide = gap > WIDE_GAP * smaller and not _is_typed_space(left, right, gap)
    return wide or (larger > 1.7 * smaller and gap > 0.3 * smaller)


def _is_typed_space(left: Word, right: Word, gap: float) -> bool:
    """Whether a gap is as wide as each letter around it, as a typewriter's space is."""
    pitch, other = (word.box.width / len(word.text) for word in (left, right))
    return TYPED_SPACE[0] < gap / pitch < TYPED_SPACE[1] and abs(pitch - other) < SAME_PITCH * pitch


def _segment(words: Sequence[Word], *, page: int, line: int) -> Segment:
    text = " ".join([word.text for word in words])
    return Segment(tuple(words), union([word.box for word in words]), text, page, line)
