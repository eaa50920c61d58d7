"""The row of titles above a table: found by its words, which may stand over two or three lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extraction.engine.document import Box
from extraction.engine.layout import Line, PageLayout, Segment, overlap, union
from extraction.engine.line_items import words
from extraction.engine.records import record
from extraction.engine.values import numbers

STACKED_GAP = 1.0  # the most space between two lines of one title, in line heights
MOST_LINES = 3
_FIGURES = re.compile(r"\d{3}|\d[:/.-]\d")  # of a date, a time or a number, and of no title
NEAR = 2.5  # the most space between weak titles and the first row, in line heights
TELLING = frozenset({"description", "quantity", "unit_price", "amount", "gross", "tax_rate"})


@record()
class Title:
    """One column's title; `kind` is None when the vocabulary does not know it."""

    kind: str | None
    text: str
    box: Box


@record()
class TitleRow:
    """The titles from left to right, on lines `first` to `last` of a page."""

    titles: tuple[Title, ...]
    page: int
    first: int
    last: int
    box: Box

    @property
    def kinds(self) -> tuple[str | None, ...]:
        return tuple([title.kind for title in self.titles])

    @property
    def score(self) -> float:
        known = {kind for kind in self.kinds if kind}
        return len(known) - 0.5 * (len(self.titles) - len(known)) - 0.1 * (self.last - self.first)


def find(page: PageLayout) -> tuple[TitleRow, ...]:
    """The title rows of a page from top to bottom, none overlapping another."""
    known = [sum([words.can_be_title(s.text) for s in line.segments]) for line in page.lines]
    candidates = [
        row
        for index in range(len(page.lines))
        if sum(known[index : index + MOST_LINES]) > 1
        or (known[index] and len(page.lines[index].segments) == 1)
        for row in _starting_at(page, index)
        if _is_title_row(row)
    ]
    chosen: list[TitleRow] = []
    for row in sorted(candidates, key=lambda row: -row.score):
        if not any(row.first <= other.last and other.first <= row.last for other in chosen):
            chosen.append(row)
    return tuple(_completed(page, row) for row in _merged(page, sorted(chosen, key=lambda row: row.first)))


def _merged(page: PageLayout, rows: Sequence[TitleRow]) -> Iterable[TitleRow]:
    """The title rows, those on two lines close below each other being one."""
    last: TitleRow | None = None
    for row in rows:
        if last and _goes_on(page, last, row):
            last = _row(page.lines[last.first : row.last + 1])
        else:
            if last:
                yield last
            last = row
    if last:
        yield last


def _completed(page: PageLayout, row: TitleRow) -> TitleRow:
    """The titles with the words that stand close below some of them, as "VAT" below "Rate"."""
    following = page.lines[row.last + 1 : row.first + MOST_LINES]
    for line in following:
        close = line.box.y0 - row.box.y1 <= STACKED_GAP * page.line_height
        if not close or not all(_is_below(segment, row) for segment in line.segments):
            break
        row = _row(page.lines[row.first : line.index + 1])
    return row


def _is_below(segment: Segment, row: TitleRow) -> bool:
    """Whether words without digits stand below a title, not that of descriptions: an item begins there.
    So may its name over its code.
    """
    above = [t for t in row.titles if overlap(t.box.x0, t.box.x1, segment.box.x0, segment.box.x1) > 0]
    named = bool(above) and all(title.kind not in ("description", None) for title in above)
    if any(title.kind == "product_code" for title in above) and not words.can_be_title(segment.text):
        return False
    return named and not any(map(str.isdigit, segment.text))


def _goes_on(page: PageLayout, upper: TitleRow, lower: TitleRow) -> bool:
    close = lower.box.y0 - upper.box.y1 <= STACKED_GAP * page.line_height
    return close and lower.first == upper.last + 1 and lower.last - upper.first < MOST_LINES


def weakly(page: PageLayout, *, before: int) -> TitleRow | None:
    """The lines just above a row as titles, if one of them tells what stands below it."""
    first = max(0, before - MOST_LINES)
    top = page.lines[before].box.y0
    candidates = [
        row
        for index in range(first, before)
        for row in _starting_at(page, index)
        if row.last < before and len(row.titles) > 1 and top - row.box.y1 <= NEAR * page.line_height
        if not any(_FIGURES.search(title.text) for title in row.titles)
    ]
    best = max(candidates, key=lambda row: row.score, default=None)
    return best if best is not None and set(best.kinds) & TELLING else None


def _starting_at(page: PageLayout, index: int) -> Iterable[TitleRow]:
    lines: list[Line] = []
    for line in page.lines[index : index + MOST_LINES]:
        if _has_amounts(line):
            return
        if lines and line.box.y0 - lines[-1].box.y1 > STACKED_GAP * page.line_height:
            return
        lines.append(line)
        yield _row(lines)


def _has_amounts(line: Line) -> bool:
    return any((number := numbers.parse(segment.text)) and number.decimals == 2 for segment in line.segments)


def _row(lines: Sequence[Line]) -> TitleRow:
    titles = [
        title
        for stack in _stacks(lines)
        for title in (_titles_of(stack[0]) if len(stack) == 1 else [_joined(stack)])
    ]
    if [title.kind for title in titles].count("amount") > 1:
        titles = [replace(t, kind=None) if not words.without_currency(t.text).strip() else t for t in titles]
    titles.sort(key=lambda title: title.box.x0)
    box = union([title.box for title in titles])
    return TitleRow(tuple(titles), lines[0].page, lines[0].index, lines[-1].index, box)


def _stacks(lines: Sequence[Line]) -> list[list[Segment]]:
    """Segments that stand under each other, over all lines."""
    stacks = [[segment] for segment in lines[0].segments]
    reaches = [(segment.box.x0, segment.box.x1) for segment in lines[0].segments]
    for line in lines[1:]:
        for segment in line.segments:
            x0, x1 = segment.box.x0, segment.box.x1
            shared = [overlap(left, right, x0, x1) for left, right in reaches]
            home = max(range(len(stacks)), key=shared.__getitem__)
            if shared[home] > 0:
                stacks[home].append(segment)
                reaches[home] = min(reaches[home][0], x0), max(reaches[home][1], x1)
            else:
                stacks.append([segment])
                reaches.append((x0, x1))
    return stacks


def _titles_of(segment: Segment) -> list[Title]:
    return [Title(kind, part.text, part.box) for kind, part in words.titles_of(segment)]


def _joined(stack: Sequence[Segment]) -> Title:
    """Stacked parts as one title; a second language below the first counts as well."""
    kinds = [words.title_kind([word.text for part in stack for word in part.words])]
    kinds += [words.column_kind(words.without_currency(part.text)) for part in stack]
    kind = next((kind for kind in kinds if kind), None)
    return Title(kind, " ".join(part.text for part in stack), union([part.box for part in stack]))


def _is_title_row(row: TitleRow) -> bool:
    known = {kind for kind in row.kinds if kind}
    if len(known) < 2 or 2 * len(known) < len(row.titles):
        return False
    if not known & {"description", "quantity", "unit_price"}:
        return False
    return bool(known & {"amount", "unit_price", "gross", "quantity"})
