"""Values that stand in the column beside their labels, and the lines that go on below them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.engine.candidates import Sheet
from extraction.engine.layout import PageLayout, Segment

FARTHEST_VALUE = 10.0  # line heights between a label and its value in the next column
HOLDER = "payee.holder"
_PAIRED = frozenset(
    {"party.name", "party.address", "party.tax_id", "party.contact", "party.bank", "party.register", HOLDER}
)


@dataclass(frozen=True, slots=True)
class Paired:
    """The values that stand in the column beside their labels, by label; and all segments they take."""

    values: dict[int, tuple[Segment, ...]]
    taken: frozenset[int]


def pair(sheet: Sheet, page: PageLayout) -> Paired:
    """The labels of a page that have their value in the next column."""
    values: dict[int, tuple[Segment, ...]] = {}
    for line in page.lines:
        for label, value in zip(line.segments, line.segments[1:], strict=False):
            gap = (value.box.x0 - label.box.x1) / page.line_height
            if gap <= FARTHEST_VALUE and _is_paired_label(sheet, label) and not _is_labelled(sheet, value):
                values[id(label)] = (value, *_continuations(page, label, value))
    return Paired(values, frozenset(id(s) for segments in values.values() for s in segments))


def _is_paired_label(sheet: Sheet, segment: Segment) -> bool:
    return any(label.whole and sheet.kinds(label) & _PAIRED for label in sheet.labels.of(segment)[:1])


def _is_labelled(sheet: Sheet, segment: Segment) -> bool:
    """Whether a segment is a label itself; the code of a country ("DE") is one in other languages only."""
    labels = [label for label in sheet.labels.of(segment)[:1] if sheet.kinds(label)]
    return any(label.whole or (label.initial and label.colon) for label in labels)


def _continuations(page: PageLayout, label: Segment, value: Segment) -> Iterator[Segment]:
    """Lines under a value, close below it, that have no label of their own."""
    last = value
    for line in page.lines[value.line + 1 : value.line + 8]:
        for segment in line.segments:
            near = segment.box.y0 - last.box.y1 < 0.5 * page.line_height
            if not near or abs(segment.box.x0 - value.box.x0) > 0.5 * page.line_height:
                continue
            if _beside(page, label, segment):
                return
            yield segment
            last = segment


def _beside(page: PageLayout, label: Segment, value: Segment) -> bool:
    """Whether something stands in the label's column at the height of a value."""
    for line in page.lines[max(0, value.line - 2) : value.line + 3]:
        for other in line.segments:
            level = abs(other.box.center_y - value.box.center_y) < 0.55 * page.line_height
            if level and other is not label and abs(other.box.x0 - label.box.x0) < page.line_height:
                return True
    return False
