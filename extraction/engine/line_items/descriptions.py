"""The description of a row: the first wrapped block of its text, which may begin above its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extraction.engine.document import Word
from extraction.engine.layout import Line

TIGHT = 0.75  # the most space between two lines of one paragraph, in line heights
STANDS_OUT = 0.3  # a space wider than others by this, in line heights, parts two rows
FULL = 0.6  # a line is full when the next word would have come this near to the edge, in line heights


@dataclass(frozen=True, slots=True)
class TextLine:
    """The words of one line in the column of descriptions; `row` is the row whose numbers stand beside it."""

    words: tuple[Word, ...]
    line: Line
    row: int | None

    @property
    def top(self) -> float:
        return min(word.box.y0 for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.box.y1 for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].box.x0

    @property
    def right(self) -> float:
        return self.words[-1].box.x1

    @property
    def height(self) -> float:
        return median(word.box.height for word in self.words)

    @property
    def bold(self) -> bool:
        return sum(word.bold for word in self.words) * 2 > len(self.words)


def share_out(
    texts: Sequence[TextLine], anchors: Sequence[Line], *, line_height: float
) -> list[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """For each row its description and what else stands with it."""
    edge = max((text.right for text in texts), default=0.0)
    groups = _by_row(texts, anchors)
    return [_description(group, row, edge, line_height) for row, group in enumerate(groups)]


def _by_row(texts: Sequence[TextLine], anchors: Sequence[Line]) -> list[list[TextLine]]:
    """Each row's text: what stands beside its numbers, and its share of the lines between two rows."""
    groups: list[list[TextLine]] = [[] for _ in anchors]
    between: list[list[TextLine]] = [[] for _ in range(len(anchors) + 1)]
    for text in texts:
        if text.row is not None:
            groups[text.row].append(text)
        else:
            between[sum(anchor.box.center_y < (text.top + text.bottom) / 2 for anchor in anchors)].append(
                text
            )
    beside = [list(group) for group in groups]
    most = max(map(len, between[1:-1]), default=0)
    if anchors and not beside[0] and most:
        between[0] = between[0][-most:]
    for gap, loose in enumerate(between):
        cut = _cut(loose, gap, anchors, beside)
        if gap > 0:
            groups[gap - 1].extend(loose[:cut])
        if gap < len(anchors):
            groups[gap].extend(loose[cut:])
    return [sorted(group, key=lambda text: text.top) for group in groups]


def _cut(
    loose: Sequence[TextLine], gap: int, anchors: Sequence[Line], beside: Sequence[Sequence[TextLine]]
) -> int:
    """How many of the lines between two rows belong to the upper one: those above the widest space.
    Where both rows have text beside their numbers and no space stands out, all of them.
    """
    if gap in (0, len(anchors)):
        return len(loose) if gap else 0
    upper, lower = beside[gap - 1], beside[gap]
    top = upper[-1].bottom if upper else anchors[gap - 1].box.y1
    bottom = lower[0].top if lower else anchors[gap].box.y0
    edges = [top, *(y for text in loose for y in (text.top, text.bottom)), bottom]
    spaces = [edges[i + 1] - edges[i] for i in range(0, len(edges), 2)]
    widest = max(range(len(spaces)), key=spaces.__getitem__)
    if upper and lower and spaces[widest] < spaces[-1] + STANDS_OUT * (loose[0].height if loose else 0):
        return len(loose)
    return widest if lower else min(widest, max(0, len(loose) - 1))


def _description(
    group: Sequence[TextLine], row: int, edge: float, line_height: float
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The first wrapped block of the lines that stand close to the numbers, and what follows it."""
    if not group:
        return (), ()
    first = next((i for i, text in enumerate(group) if text.row == row), 0)
    while first > 0 and _is_close(group[first - 1], group[first]):
        first -= 1
    last = first
    while last + 1 < len(group) and _wraps(group[last], group[last + 1], edge, line_height):
        last += 1
    inside = tuple(word for text in group[first : last + 1] for word in text.words)
    below = tuple(word for text in group[last + 1 :] for word in text.words)
    return inside, below


def _is_close(upper: TextLine, lower: TextLine) -> bool:
    return lower.top - upper.bottom <= TIGHT * max(upper.height, lower.height)


def _wraps(upper: TextLine, lower: TextLine, edge: float, line_height: float) -> bool:
    """Whether the lower line goes on where the upper one had no more room."""
    if not _is_close(upper, lower):
        return False
    if upper.bold != lower.bold or not 0.85 <= upper.height / lower.height <= 1.18:
        return False
    if abs(upper.left - lower.left) > line_height:
        return False
    if _begins_anew(lower):
        return False
    return upper.right + lower.words[0].box.width + FULL * line_height >= edge


def _begins_anew(text: TextLine) -> bool:
    """A dash, a bullet or a label such as "GTIN:" begins another paragraph."""
    first = text.words[0].text
    label = any(word.text.endswith(":") for word in text.words[:2]) and not first.startswith("(")
    return label or first[0] in "-–•*·+"
