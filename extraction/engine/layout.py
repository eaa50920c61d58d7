"""How the words of a page stand to each other: lines, segments of lines, and blocks of segments.

Everything is measured in line heights, so that points, pixels and font sizes do not matter.
A line may lean a little: a word is compared with the word to its left, not with the whole line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from extraction.engine.document import Box, Document, Page, Word
from extraction.engine.projection import Corners, Projection, scaling

WIDE_GAP = 0.72  # a gap wider than this, in line heights, separates two segments
SAME_LINE = 0.5  # share of the smaller height that two words of one line have in common
BLOCK_GAP = 0.95  # the most space between two lines of a block, in line heights
ALIGNED = 0.7  # edges or centres closer than this, in line heights, are aligned
SHORTEST_SPACED = 4  # letters
SPACED_WORD_GAP = 2.6  # the widest gap between two letter-spaced words, in line heights
LONGEST_WORD = 400  # characters; seals and keys are longer, and say nothing of an invoice
LETTER_GAP = 1.6  # the widest gap inside a letter-spaced word, in line heights


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line without a wide gap between them; `line` is the line's index on its page."""

    words: tuple[Word, ...]
    box: Box
    text: str
    page: int
    line: int

    @property
    def height(self) -> float:
        return self.box.height

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """All that stands at one height of a page, from left to right."""

    segments: tuple[Segment, ...]
    box: Box
    text: str
    page: int
    index: int

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def height(self) -> float:
        return median(word.box.height for segment in self.segments for word in segment.words)


@dataclass(frozen=True, slots=True)
class Block:
    """Segments under each other, aligned and close: an address, a paragraph, a column of amounts."""

    segments: tuple[Segment, ...]
    box: Box
    page: int

    @property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page; `line_height` is the median height of its words."""

    number: int
    width: float
    height: float
    line_height: float
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    view: Projection | None = None
    ratio: float | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(segment for line in self.lines for segment in line.segments)

    def as_shown(self, box: Box) -> Corners:
        """Where a box lies on the page as a viewer shows it, as fractions of that page."""
        view = self.view or scaling(1 / self.width, 1 / self.height)
        return view.around(box.x0, box.y0, box.x1, box.y1)

    @property
    def ratio_as_shown(self) -> float:
        """Its width by its height as a viewer shows it; 0 where nobody knows, on a page without anything."""
        return self.ratio or (self.width / self.height if self.height else 0.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a document in order."""

    pages: tuple[PageLayout, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for page in self.pages for line in page.lines)

    @property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(segment for page in self.pages for segment in page.segments)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for page in self.pages for block in page.blocks)


def analyze(document: Document) -> Layout:
    """Lines, segments and blocks of every page."""
    return Layout(tuple(_page(page) for page in document.pages))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them."""
    listed = list(boxes)
    return Box(
        min(box.x0 for box in listed),
        min(box.y0 for box in listed),
        max(box.x1 for box in listed),
        max(box.y1 for box in listed),
    )


def overlap(start: float, end: float, other_start: float, other_end: float) -> float:
    """How much two intervals share; negative is the distance between them."""
    return min(end, other_end) - max(start, other_start)


def _page(page: Page) -> PageLayout:
    words = [_short(word) for word in page.words if word.text.strip() and word.box.height > 0]
    rows = sorted((_join_spaced_letters(row) for row in _rows(words)), key=_top)
    lines = tuple(_line(row, page=page.number, index=index) for index, row in enumerate(rows))
    height = median(word.box.height for word in words) if words else 1.0
    segments = [segment for line in lines for segment in line.segments]
    blocks = _blocks(segments, page.number)
    return PageLayout(page.number, page.width, page.height, height, lines, blocks, page.view, page.ratio)


def _short(word: Word) -> Word:
    """A word by its beginning where it is longer than any that is read."""
    return word if len(word.text) <= LONGEST_WORD else replace(word, text=word.text[:LONGEST_WORD])


def _top(row: Sequence[Word]) -> tuple[float, float]:
    return sum(word.box.center_y for word in row) / len(row), row[0].box.x0


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words by line: from left to right, each joins the row whose last word it stands beside."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.box.x0, w.box.y0)):
        row = _row_of(word, rows)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return rows


def _row_of(word: Word, rows: list[list[Word]]) -> list[Word] | None:
    top, bottom = word.box.y0, word.box.y1
    best, best_distance = None, float("inf")
    for row in rows:
        box = row[-1].box
        if box.y1 <= top or box.y0 >= bottom:
            continue
        shared = overlap(top, bottom, box.y0, box.y1)
        distance = abs(box.y0 + box.y1 - top - bottom)
        if shared >= SAME_LINE * min(box.y1 - box.y0, bottom - top) and distance < best_distance:
            best, best_distance = row, distance
    return best


def _join_spaced_letters(row: list[Word]) -> list[Word]:
    """ "I N V O I C E" is one word: runs of letters that stand alone, equally spaced; the words of such a
    title keep together, since the gaps between them are as wide as between columns.
    """
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
    segments = tuple(_segment(group, page=page, line=index) for group in groups)
    text = "  ".join(segment.text for segment in segments)
    return Line(segments, union(segment.box for segment in segments), text, page, index)


def _parted(left: Word, right: Word) -> bool:
    smaller, larger = sorted((left.box.height, right.box.height))
    gap = right.box.x0 - left.box.x1
    return gap > WIDE_GAP * smaller or (larger > 1.7 * smaller and gap > 0.3 * smaller)


def _segment(words: Sequence[Word], *, page: int, line: int) -> Segment:
    text = " ".join(word.text for word in words)
    return Segment(tuple(words), union(word.box for word in words), text, page, line)


def _blocks(segments: Sequence[Segment], page: int) -> tuple[Block, ...]:
    """Each segment follows the best aligned one just above it, or begins a block."""
    stacks: list[list[Segment]] = []
    for segment in segments:
        top, reach = segment.box.y0, BLOCK_GAP * segment.height
        near = (stack for stack in stacks if top - stack[-1].box.y1 <= reach)
        stack = min(
            (stack for stack in near if _follows(segment, stack[-1])),
            key=lambda stack: _misalignment(segment, stack[-1]),
            default=None,
        )
        if stack is None:
            stacks.append([segment])
        else:
            stack.append(segment)
    return tuple(Block(tuple(stack), union(s.box for s in stack), page) for stack in stacks)


def _follows(segment: Segment, above: Segment) -> bool:
    height = min(segment.height, above.height)
    if above.line >= segment.line or max(segment.height, above.height) > 1.6 * height:
        return False
    if not -0.6 * height <= segment.box.y0 - above.box.y1 <= BLOCK_GAP * height:
        return False
    return _misalignment(segment, above) <= ALIGNED * height


def _misalignment(segment: Segment, above: Segment) -> float:
    return min(
        abs(segment.box.x0 - above.box.x0),
        abs(segment.box.x1 - above.box.x1),
        abs(segment.box.center_x - above.box.center_x),
    )
