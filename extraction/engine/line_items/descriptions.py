"""The description of a row: the first wrapped block of its text, which may begin above its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extraction.engine.document import Word
from extraction.engine.layout import Line
from extraction.engine.line_items import paragraphs
from extraction.engine.line_items.paragraphs import Measure, TextLine

TOP_FIRST = 0.35  # how much more likely a row begins with the line of its numbers than above it
NAMES_ABOVE = 1.0  # how much more likely text belongs to the row below where it stands above every row
# How often descriptions are right, measured on documents of known truth: of one line, of one line with
# more text below, of several lines.
ALONE, BEFORE_DETAILS, WRAPPED = 0.97, 0.8, 0.65
ROOM = 4.0  # more space than this beside all descriptions, in line heights: none was cut for lack of it
USUAL = 0.8  # the share of rows from which on their arrangement is that of the table


@dataclass(frozen=True, slots=True)
class Described:
    """A row's description, the text that follows it, and the probability that it was cut out right."""

    words: tuple[Word, ...] = ()
    below: tuple[Word, ...] = ()
    confidence: float = 0.0


def share_out(
    texts: Sequence[TextLine],
    anchors: Sequence[Line],
    *,
    line_height: float,
    titled: bool,
    limit: float | None = None,
) -> list[Described]:
    """For each row its description and what else stands with it. Under titles all text belongs to the
    table; without them what stands above the first row does only where other rows begin above as well.
    `limit` is where the next column begins.
    """
    measure = Measure(
        min((text.left for text in texts), default=0.0),
        max((text.right for text in texts), default=0.0),
        line_height,
    )
    if limit is not None and limit - measure.right > ROOM * line_height:
        measure = replace(measure, roomy=True)
    groups = _by_row(texts, anchors, measure)
    begin_above = _begin_above(groups)
    if not titled and groups and not begin_above:
        groups[0] = _from_own(groups[0])
    return [_description(group, row, measure, begin_above) for row, group in enumerate(groups)]


def _from_own(group: list[TextLine]) -> list[TextLine]:
    """The lines from the one beside the numbers on, where there is one."""
    own = next((at for at, text in enumerate(group) if text.row is not None), 0)
    return group[own:]


def _by_row(texts: Sequence[TextLine], anchors: Sequence[Line], measure: Measure) -> list[list[TextLine]]:
    """Each row's text: what stands beside its numbers, and its share of the lines between two rows."""
    beside: list[list[TextLine]] = [[] for _ in anchors]
    between: list[list[TextLine]] = [[] for _ in range(len(anchors) + 1)]
    for text in texts:
        if text.row is not None:
            beside[text.row].append(text)
        else:
            middle = (text.top + text.bottom) / 2
            between[sum(anchor.box.center_y < middle for anchor in anchors)].append(text)
    most = max(map(len, between[1:-1]), default=0)
    if anchors and not beside[0] and most:
        between[0] = between[0][-most:]
    if not any(beside) and _named_below(between, anchors):
        return between[1:]
    names_above = len(anchors) > 1 and all(between[:-1]) and not between[-1]
    if names_above:
        beside, between = _unmarked(beside), _unmarked(between)
    groups = [list(group) for group in beside]
    for gap, loose in enumerate(between):
        cut = _cut(loose, gap, anchors, beside, measure, names_above=names_above)
        if gap > 0:
            groups[gap - 1].extend(loose[:cut])
        if gap < len(anchors):
            groups[gap].extend(loose[cut:])
    return [sorted(group, key=lambda text: text.top) for group in groups]


def _unmarked(groups: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """Without the marks, which stand with the numbers below the names and begin nothing."""
    return [[replace(text, marked=False) for text in group] for group in groups]


def _named_below(between: Sequence[Sequence[TextLine]], anchors: Sequence[Line]) -> bool:
    """Whether text stands below each row, closer to it than to the next."""
    if not all(between[1:]):
        return False
    inner = list(zip(anchors, between[1:-1], anchors[1:], strict=False))
    above = sum(loose[0].top - upper.box.y1 for upper, loose, _ in inner)
    return above <= sum(lower.box.y0 - loose[-1].bottom for _, loose, lower in inner)


def _cut(
    loose: Sequence[TextLine],
    gap: int,
    anchors: Sequence[Line],
    beside: Sequence[Sequence[TextLine]],
    measure: Measure,
    *,
    names_above: bool,
) -> int:
    """How many of the lines between two rows belong to the upper one: those above the weakest link.
    A row without text beside its numbers gets at least a line. `names_above` tells that there is text
    above each row and none below the last.
    """
    if gap in (0, len(anchors)) or not loose:
        return len(loose) if gap else 0
    upper, lower = beside[gap - 1], beside[gap]
    above, below = anchors[gap - 1].box, anchors[gap].box
    first = (
        paragraphs.link(upper[-1], loose[0], measure)
        if upper
        else -paragraphs.SPACE_COUNTS * (loose[0].top - above.y1) / loose[0].height
    )
    last = (
        paragraphs.link(loose[-1], lower[0], measure) - (TOP_FIRST if upper and not names_above else 0.0)
        if lower
        else -paragraphs.SPACE_COUNTS * (below.y0 - loose[-1].bottom) / loose[-1].height
    )
    first -= NAMES_ABOVE if names_above else 0.0
    links = [first, *(paragraphs.link(a, b, measure) for a, b in pairwise(loose)), last]
    weakest = min(range(len(links)), key=lambda at: (links[at], -at))
    return weakest if lower else min(weakest, len(loose) - 1)


def _begin_above(groups: Sequence[Sequence[TextLine]]) -> bool:
    """Whether nearly all rows have text close above the line of their numbers."""
    own = [
        at
        for group in groups
        if (at := next((i for i, text in enumerate(group) if text.row is not None), None)) is not None
    ]
    return len(own) > 1 and sum(at > 0 for at in own) >= USUAL * len(own)


def _description(group: Sequence[TextLine], row: int, measure: Measure, begins_above: bool) -> Described:
    """The first wrapped block of the lines that stand close to the numbers, and what follows it."""
    if not group:
        return Described()
    own = next((i for i, text in enumerate(group) if text.row == row), None)
    first = own or 0
    while first > 0 and _goes_up(group[first - 1], group[first], measure, begins_above):
        first -= 1
    last = first
    while last + 1 < len(group) and paragraphs.wraps(group[last], group[last + 1], measure):
        last += 1
    inside = tuple(word for text in group[first : last + 1] for word in text.words)
    below = tuple(word for text in group[last + 1 :] for word in text.words)
    return Described(inside, below, WRAPPED if last > first else BEFORE_DETAILS if below else ALONE)


def _goes_up(upper: TextLine, lower: TextLine, measure: Measure, begins_above: bool) -> bool:
    """Whether a row begins above a line of it."""
    if (lower.marked and not begins_above) or not paragraphs.is_close(upper, lower):
        return False
    return begins_above or upper.marked or paragraphs.wraps(upper, lower, measure)
