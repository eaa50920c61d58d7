"""Segments under each other that are read as one: an address, a paragraph, a column of amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extraction.engine.layout import PageLayout, Segment
from extraction.engine.standing import Standing

FARTHEST = 0.95  # the most space between two lines of a stack, in line heights
SUNKEN = 0.6  # how far a line may reach into the one above, in line heights
ALIGNED = 0.7  # edges or centres closer than this, in line heights, are aligned

Stack = list[Segment]
Fit = Callable[[Segment, Segment], float | None]
"""How badly a segment stands under another one; None where it does not."""


def of_page(page: PageLayout) -> list[Stack]:
    """What is aligned and close."""
    return piled(page.segments, ends=Standing(down=FARTHEST, up=SUNKEN, across=ALIGNED), fit=fit)


def piled(segments: Iterable[Segment], *, ends: Standing, fit: Fit) -> list[Stack]:
    """Each segment goes under the one that it fits best of those that `ends` finds, or begins a stack."""
    stacks: list[Stack] = []
    for segment in segments:
        best, least = len(stacks), float("inf")
        for at in ends.over(segment.box):
            distance = fit(segment, stacks[at][-1])
            if distance is not None and distance < least:
                best, least = at, distance
        if best == len(stacks):
            stacks.append([])
        else:
            ends.take(best)
        stacks[best].append(segment)
        ends.put(best, segment.box)
    return stacks


def fit(segment: Segment, above: Segment) -> float | None:
    """How far a segment is out of line with the one right above it."""
    height = min(segment.height, above.height)
    if above.line >= segment.line or max(segment.height, above.height) > 1.6 * height:
        return None
    if not -SUNKEN * height <= segment.box.y0 - above.box.y1 <= FARTHEST * height:
        return None
    misaligned = min(
        abs(segment.box.x0 - above.box.x0),
        abs(segment.box.x1 - above.box.x1),
        abs(segment.box.center_x - above.box.center_x),
    )
    return misaligned if misaligned <= ALIGNED * height else None
