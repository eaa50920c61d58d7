"""The columns of a table: bands of x in which the words of its rows stand, each under its title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extraction.engine.document import Word
from extraction.engine.layout import Line, Segment, overlap
from extraction.engine.line_items.titles import Title
from extraction.engine.records import record

FAR = 6.0  # a title further than this from a band, in line heights, is not its title
CODE = 6  # digits from which on a number without a mark is rather a code
TELLING_LINES = 100  # so many rows show well enough where columns part
_WORDY = (
    None,
    "description",
    "position",
    "product_code",
    "date",
)  # kinds of column that can hold descriptions


_OF_NUMBERS = ("quantity", "unit_price", "amount", "gross", "tax_rate", "tax_amount", "discount")


@record()
class Column:
    """A band of x with what stands above it."""

    x0: float
    x1: float
    kind: str | None = None
    title: str | None = None

    @property
    def center(self) -> float:
        return (self.x0 + self.x1) / 2

    def named(self, kind: str | None) -> Column:
        return replace(self, kind=kind)


def under_titles(
    titles: Sequence[Title], lines: Sequence[Line], around: Sequence[Line], *, line_height: float
) -> tuple[Column, ...]:
    """The columns of lines known to be rows, named by the titles above them; text without numbers
    beside it has its column from the lines around.
    """
    bands = _bands(segment for line in lines for segment in line.segments)
    owners: list[list[Title]] = [[] for _ in bands]
    homeless = []
    for title in titles:
        at = max(
            range(len(bands)), key=lambda i: overlap(*bands[i], title.box.x0, title.box.x1), default=None
        )
        if at is not None and overlap(*bands[at], title.box.x0, title.box.x1) > 0:
            owners[at].append(title)
        else:
            homeless.append(title)
    columns = []
    for band, owned in zip(bands, owners, strict=True):
        columns += _split(band, owned, lines)
    columns = _adopt(columns, homeless, FAR * line_height)
    adopted = {column.title for column in columns}
    homeless = [title for title in homeless if title.text not in adopted]
    columns += [_of_text(title, columns, homeless, around) for title in homeless]
    return tuple(sorted(columns, key=lambda column: column.x0))


def with_description(banded: Sequence[Column], lines: Sequence[Line]) -> tuple[Column, ...]:
    """The column of descriptions is the titled one, unless numbers stand in it: then the wordiest is."""
    texts = [""] * len(banded)
    for line in lines:
        for word in line.words:
            texts[at(banded, word)] += word.text
    letters = [
        sum(map(str.isalpha, text)) if _may_describe(column, text) else 0
        for text, column in zip(texts, banded, strict=True)
    ]
    titled = _titled(banded, letters)
    if titled is not None:
        banded = _without_second(banded, texts, titled)
    wordiest = max(range(len(banded)), key=letters.__getitem__)
    if letters[wordiest] < 2 * len(lines) and _are_codes(texts[0], len(lines)):
        wordiest = 0
    if titled is not None and (not texts[titled] or letters[titled] >= 2 * len(lines)):
        return tuple(banded)
    if titled is not None and letters[wordiest] <= 2 * letters[titled]:
        return tuple(banded)
    kinds = ["position" if i == titled else column.kind for i, column in enumerate(banded)]
    kinds[wordiest] = "description"
    return tuple(column.named(kind) for column, kind in zip(banded, kinds, strict=True))


def _may_describe(column: Column, text: str) -> bool:
    """Whether descriptions may stand in a column: under a title for them, or where a title such as "Charges"
    promises numbers and not one is there.
    """
    return column.kind in _WORDY or (column.kind in _OF_NUMBERS and not any(map(str.isdigit, text)))


def _titled(columns: Sequence[Column], letters: Sequence[int]) -> int | None:
    """Of the columns titled as descriptions the one with most words; beside it stand codes or names."""
    found = [i for i, column in enumerate(columns) if column.kind == "description"]
    return max(found, key=letters.__getitem__, default=None)


def _without_second(columns: Sequence[Column], texts: Sequence[str], titled: int) -> Sequence[Column]:
    """Of several columns titled as descriptions only the chosen one keeps that kind."""
    return [
        column.named("product_code" if _code_like(texts[i]) else None)
        if column.kind == "description" and i != titled
        else column
        for i, column in enumerate(columns)
    ]


def _are_codes(text: str, count: int) -> bool:
    """Whether a column's text is digits alone, too many for numbers: names stand above such codes."""
    return text.isdigit() and len(text) >= CODE * count


def _code_like(text: str) -> bool:
    """Whether digits and capitals prevail, as in codes."""
    return 2 * sum(map(str.islower, text)) < len(text) and any(map(str.isdigit, text))


def of_lines(lines: Sequence[Line]) -> tuple[Column, ...]:
    """The columns of lines without titles. The amounts at the ends of lines are one even where what
    stands before a short one reaches below a long one.
    """
    before = _bands(segment for line in lines for segment in line.segments[:-1])
    last = _bands(line.segments[-1] for line in lines)
    apart = len(last) == 1 and before and before[-1][0] < last[0][0] < before[-1][1] < last[0][1]
    bands = [*before, *last] if apart else _bands(segment for line in lines for segment in line.segments)
    return tuple(Column(x0, x1) for x0, x1 in bands)


def at(columns: Sequence[Column], word: Word, *, after: int | None = None, of_text: bool = False) -> int:
    """The index of the column in which a word stands: most shared width, else that of the word just
    before it in its segment (`after`), else the nearest. A description may reach over a column of
    numbers with its words, and on a line of text (`of_text`) with its digits as well.
    """
    x0, x1 = word.box.x0, word.box.x1
    shared = [min(column.x1, x1) - max(column.x0, x0) for column in columns]
    best = max(range(len(columns)), key=shared.__getitem__)
    if after is None or best == after:
        return best
    reaches_over = columns[after].kind == "description" and columns[best].kind in _OF_NUMBERS
    return after if shared[best] <= 0 or (reaches_over and (of_text or not _has_digit(word))) else best


def _has_digit(word: Word) -> bool:
    return any(map(str.isdigit, word.text))


def _bands(segments: Iterable[Segment]) -> list[tuple[float, float]]:
    """Where any of the segments stand, joined where they overlap."""
    spans = sorted((segment.box.x0, segment.box.x1) for segment in segments)
    bands: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if bands and x0 < bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], x1))
        else:
            bands.append((x0, x1))
    return bands


def _split(band: tuple[float, float], titles: Sequence[Title], lines: Sequence[Line]) -> list[Column]:
    """A band under several titles, cut between each two where the fewest words are cut."""
    if not titles:
        return [Column(*band)]
    ordered = sorted(titles, key=lambda title: title.box.x0)
    columns = []
    start = band[0]
    for left, right in pairwise(ordered):
        cut = _river(left, right, lines)
        columns.append(Column(start, cut, left.kind, left.text))
        start = cut
    columns.append(Column(start, max(band[1], start), ordered[-1].kind, ordered[-1].text))
    return columns


def _river(left: Title, right: Title, lines: Sequence[Line]) -> float:
    """The x between two titles that the fewest words cross; of several, the middle of the widest stretch."""
    low, high = left.box.x0, right.box.x1
    spans = [
        (word.box.x0, word.box.x1)
        for line in lines[:TELLING_LINES]
        for word in line.words
        if word.box.x1 > low and word.box.x0 < high
    ]
    edges = sorted({low, high, *(x for span in spans for x in span if low < x < high)})
    stretches = []
    for a, b in pairwise(edges):
        middle = (a + b) / 2
        crossing = sum(x0 < middle < x1 for x0, x1 in spans)
        misplaced = middle < left.box.center_x or middle > right.box.center_x
        stretches.append((crossing + 0.5 * misplaced, a - b, middle))
    return min(stretches)[2] if stretches else (left.box.x1 + right.box.x0) / 2


def _adopt(columns: list[Column], titles: Sequence[Title], far: float) -> list[Column]:
    """Titles that stand above no band name the nearest band without a title, order kept."""
    for title in titles:
        orphans = [
            (abs(column.center - title.box.center_x) - _reach(column, title), i)
            for i, column in enumerate(columns)
            if column.title is None and _in_order(columns, column, title)
        ]
        if orphans and min(orphans)[0] < far:
            i = min(orphans)[1]
            columns[i] = replace(columns[i], kind=title.kind, title=title.text)
    return columns


def _of_text(
    title: Title, columns: Sequence[Column], others: Sequence[Title], around: Sequence[Line]
) -> Column:
    """The column of a title under which no row has a word: as wide as the text between its neighbours."""
    middle = title.box.center_x
    low = max(
        [float("-inf")]
        + [column.x1 for column in columns if column.center < middle]
        + [other.box.x1 for other in others if other.box.center_x < middle]
    )
    high = min(
        [float("inf")]
        + [column.x0 for column in columns if column.center > middle]
        + [other.box.x0 for other in others if other.box.center_x > middle]
    )
    spans = [(s.box.x0, s.box.x1) for line in around for s in line.segments if low <= s.box.x0 < high]
    x0 = min([title.box.x0] + [x0 for x0, _ in spans])
    x1 = max([title.box.x1] + [x1 for _, x1 in spans])
    return Column(x0, min(x1, high), title.kind, title.text)


def _reach(column: Column, title: Title) -> float:
    return (column.x1 - column.x0 + title.box.width) / 2


def _in_order(columns: Sequence[Column], column: Column, title: Title) -> bool:
    """No other column stands between the title and the column."""
    low, high = sorted((column.center, title.box.center_x))
    return not any(other is not column and low < other.center < high for other in columns)
