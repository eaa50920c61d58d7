"""Addresses whose parts stand beside each other: street and town on one line, or at both sides of a logo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.engine.document import Box
from extraction.engine.layout import union
from extraction.engine.parties import address
from extraction.engine.parties.block import OTHERS, Block
from extraction.engine.parties.rows import joined
from extraction.engine.spans import Span

GAP = 5.0  # line heights between parts on a line, where no logo stands between them
BELOW = 2.5  # line heights from a name to the line with both parts


def join(blocks: Sequence[Block], line_height: float) -> None:
    """Put the halves of addresses together, and those that then stand under a name with it."""
    for left, right in _halves(blocks, line_height):
        taking, given = (right, left) if right.names else (left, right)
        own, apart = (left.address, right.address)
        name = _over(blocks, [*own, *apart], line_height) if not taking.names else None
        taker = name or taking
        taker.address = [*own, *apart]
        taker.tax += given.tax
        taker.contacts += given.contacts
        taker.complete = True
        for emptied in (left, right):
            if emptied is not taker:
                emptied.address = []


def _halves(blocks: Sequence[Block], line_height: float) -> Iterator[tuple[Block, Block]]:
    """A block that ends in a street, and the one with the town beside it; one of them at most has a name."""
    for left in [b for b in blocks if b.address and not b.complete]:
        beside = [b for b in blocks if _is_other_half(left, b)]
        nearest = min(beside, key=lambda b: b.address[0][0].box.x0, default=None)
        if nearest is not None and _belong(blocks, left, nearest, line_height):
            yield left, nearest


def _is_other_half(left: Block, right: Block) -> bool:
    if right is left or not right.address or not right.complete or (left.names and right.names):
        return False
    street, town = left.address[-1][-1], right.address[0][0]
    same = street.page == town.page and street.segment is not town.segment
    level = abs(street.box.center_y - town.box.center_y) < 0.5 * street.box.height
    text = joined(right.address[0])
    first = address.has_postcode(text) and not (address.is_bank(text) or address.is_authority(text))
    return same and level and first and street.box.x1 <= town.box.x0 and _unled(left) and _unled(right)


def _unled(block: Block) -> bool:
    return block.role not in OTHERS


def _belong(blocks: Sequence[Block], left: Block, right: Block, line_height: float) -> bool:
    """Whether halves are near each other, or at the same distance from what a name above them shows."""
    gap = right.address[0][0].box.x0 - left.address[-1][-1].box.x1
    named = left.names or right.names
    return gap <= GAP * line_height or (
        not named and _over(blocks, [*left.address, *right.address], line_height) is not None
    )


def _over(blocks: Sequence[Block], lines: Sequence[tuple[Span, ...]], line_height: float) -> Block | None:
    """The name without an address that stands close over lines, in their middle."""
    box = union(span.box for line in lines for span in line)
    heads = (b for b in blocks if b.names and not b.address and b.page == lines[0][0].page)
    return next((head for head in heads if _is_head(head.names[-1][0].box, box, line_height)), None)


def _is_head(name: Box, below: Box, line_height: float) -> bool:
    centred = abs(name.center_x - below.center_x) <= 3 * line_height
    return centred and -0.5 * line_height <= below.y0 - name.y1 <= BELOW * line_height
