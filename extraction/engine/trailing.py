"""Labels that follow their values: at the right of them, or in small letters below them.

Only labels of facts do (a number, a date), and only where no value follows them in turn: a row of heads with
values below it, or a label with its value beside it, is read from there.
"""

from __future__ import annotations

from collections.abc import Iterator

from extraction.engine.labels import Label, Labels
from extraction.engine.layout import PageLayout, Segment, overlap
from extraction.engine.spans import Span

BESIDE = 10.0  # line heights between a value and the label at its right
BELOW = 0.9  # line heights between a value and the label under it
FREE = 1.8  # line heights under a label in which nothing stands


def of(page: PageLayout, labels: Labels, span: Span) -> Iterator[Label]:
    """The label of a fact that follows a value, if one does."""
    own = labels.of(span.segment)
    if any(map(str.isalnum, span.before)):
        return
    if own:
        following = own[0].span
        between = span.segment.text[span.end : following.start]
        plain = following.start >= span.end and not any(map(str.isalnum, between))
        if len(own) == 1 and plain and own[0].final and not own[0].colon and _is_of_fact(own[0]):
            yield own[0]
    elif not any(map(str.isalnum, span.after)):
        beside = _beside(page, labels, span.segment)
        label = beside if beside is not None else _below(page, labels, span.segment)
        if label is not None:
            yield label


def _beside(page: PageLayout, labels: Labels, segment: Segment) -> Label | None:
    """The label that ends a line which the value begins."""
    line = page.lines[segment.line]
    if len(line.segments) != 2 or line.segments[0] is not segment:
        return None
    last = line.segments[1]
    label = _whole(labels, last)
    near = last.box.x0 - segment.box.x1 < BESIDE * page.line_height
    return label if near and _is_free(page, labels, last) else None


def _below(page: PageLayout, labels: Labels, segment: Segment) -> Label | None:
    """The label under a value, in a line of nothing but labels."""
    for line in page.lines[segment.line + 1 : segment.line + 2]:
        found = [(other, _whole(labels, other)) for other in line.segments]
        if not all(label for _, label in found):
            return None
        for other, label in found:
            under = overlap(segment.box.x0, segment.box.x1, other.box.x0, other.box.x1) > 0
            near = other.box.y0 - segment.box.y1 < BELOW * page.line_height
            if under and near and _is_free(page, labels, other):
                return label
    return None


def _whole(labels: Labels, segment: Segment) -> Label | None:
    """The label of a fact that a segment is, and nothing else."""
    label = next(iter(labels.of(segment)), None)
    plain = label is not None and label.whole and not label.colon and _is_of_fact(label)
    return label if plain else None


def _is_of_fact(label: Label) -> bool:
    kinds = {meaning.kind for meaning in label.meanings}
    return any(kind.startswith("header.") for kind in kinds)


def _is_free(page: PageLayout, labels: Labels, segment: Segment) -> bool:
    """Whether no value stands under a label, other than one that has its own label at its right."""
    for line in page.lines[segment.line + 1 : segment.line + 3]:
        if len(line.segments) == 2 and _whole(labels, line.segments[1]):
            continue
        for other in line.segments:
            under = overlap(segment.box.x0, segment.box.x1, other.box.x0, other.box.x1) > 0
            near = other.box.y0 - segment.box.y1 < FREE * page.line_height
            if under and near and not any(label.whole for label in labels.of(other)):
                return False
    return True
