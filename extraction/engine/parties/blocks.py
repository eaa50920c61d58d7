"""The parties of a page: runs of lines that are a name, an address, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.engine import paper
from extraction.engine.candidates import Sheet
from extraction.engine.layout import PageLayout, Segment, overlap
from extraction.engine.parties import (
    address,
    beside,
    kinship,
    letterhead,
    logos,
    one_line,
    parted,
    payees,
    prose,
    reading,
    rows,
)
from extraction.engine.parties.block import OTHERS, Block
from extraction.engine.parties.rows import joined
from extraction.engine.spans import Span
from extraction.engine.stacks import piled
from extraction.engine.standing import Standing

STACK_GAP = 1.6  # of the taller line
STACK_REACH = 2.4  # of the shorter: a logo far above a paragraph does not head it
SUNKEN = 0.6  # of the shorter: how far it may reach into the line above
ALIGNED = 0.9  # line heights
MOST = 240  # blocks of a document; each is compared with every other
HEADING = 1.15  # of the height of the line below


def find(sheet: Sheet) -> list[Block]:
    """The blocks of a document that have a name or an address, in reading order."""
    found: list[Block] = []
    for page in sheet.layout.pages:
        paired = beside.pair(sheet, page)
        on_page = [
            block
            for stack in stacks(page)
            for block in reading.parties(list(rows.of_stack(sheet, stack, paired)))
        ]
        on_page = [block for block in on_page if block.names or block.address]
        parted.join(on_page, page.line_height)
        _join_columns(on_page, page.line_height)
        found.extend(block for block in on_page if block.names or block.address)
        found.extend(
            Block(role=line.role, names=[(line.name,)], address=[*line.places], one_line=True, complete=True)
            for line in one_line.find(sheet, page)
            if not _is_headed(line.name, on_page) and not _is_found(line.name, on_page)
        )
        found.extend(_payees(sheet, page, found))
        if len(found) >= MOST:
            break
    heads = list(_letterhead(sheet))
    return [*heads, *_unnamed_by(heads, list(logos.apart(found[:MOST])))]


def _payees(sheet: Sheet, page: PageLayout, found: Sequence[Block]) -> Iterator[Block]:
    """Those who are paid or sign and of whom no other block tells more."""
    faces = [kinship.face(block) for block in found if block.names and (block.is_reached or block.role)]
    for name in payees.find(sheet, page):
        for known in found:
            _mark_paid(known, name)
        block = Block(names=[(name,)], paid=True)
        face = kinship.face(block)
        if not any(kinship.alike(face, other) for other in faces):
            faces.append(face)
            yield block


def _mark_paid(block: Block, name: Span) -> None:
    """Note that a party with an address is the one that is paid or signs, by this one of its names."""
    paid = [any(span.segment is name.segment for span in lines) for lines in block.names]
    if any(paid) and block.address and block.role is None:
        block.paid = True
        block.names = [
            block.names[paid.index(True)],
            *(n for n, own in zip(block.names, paid, strict=True) if not own),
        ]


def _is_headed(name: Span, blocks: Sequence[Block]) -> bool:
    """Whether a line that begins like a name is the address of the larger name right above it."""
    if address.has_legal_form(name.text):
        return False
    heads = [
        block.names[-1]
        for block in blocks
        if block.names and any(span.segment is name.segment for lines in block.address for span in lines)
    ]
    return any(
        head[0].box.height > HEADING * name.segment.height and not kinship.ends_in(name.text, joined(head))
        for head in heads
    )


def _is_found(name: Span, blocks: Sequence[Block]) -> bool:
    """Whether the party of a line is among the blocks, whole and with nothing from other lines."""
    for block in blocks:
        own = [span for lines in (*block.names, *block.address) for span in lines]
        if block.names and block.address and all(span.segment is name.segment for span in own):
            block.one_line = True
            return True
    return False


def _letterhead(sheet: Sheet) -> Iterator[Block]:
    """The top of a receipt, read line by line."""
    first = sheet.layout.pages[0]
    if paper.is_receipt(first):
        top = letterhead.read(sheet, first)
        addressed = bool(top.name) and prose.is_polite(sheet, top.name[0])
        if top.name and not addressed and not prose.is_prose(sheet, joined(top.name)):
            yield Block(names=[top.name], address=top.address, letterhead=True, complete=bool(top.address))
        elif top.refused and top.address:
            yield Block(address=top.address, letterhead=True, complete=True)


def _unnamed_by(heads: Sequence[Block], found: Sequence[Block]) -> Iterator[Block]:
    """The blocks without the names that stand at the top of a receipt and were judged to be none."""
    nameless = next((head for head in heads if not head.names), None)
    for block in found:
        if nameless is not None and block.page == nameless.page and block.box.y0 <= nameless.box.y1:
            block.names = []
        if block.names or block.address:
            yield block


def stacks(page: PageLayout) -> list[list[Segment]]:
    """Segments under each other whose edges or centres are aligned, whatever their size."""
    unit = page.line_height
    ends = Standing(down=STACK_REACH, up=SUNKEN, across=ALIGNED, unit=unit)
    return piled(page.segments, ends=ends, fit=lambda segment, above: gap(segment, above, unit))


def gap(segment: Segment, above: Segment, line_height: float) -> float | None:
    """How far a segment is under the one above; None where it does not go on with it."""
    if above.line >= segment.line:
        return None
    own, over = segment.box, above.box
    height, other = own.y1 - own.y0, over.y1 - over.y0
    shorter, taller = (height, other) if height <= other else (other, height)
    reach = min(STACK_GAP * taller, STACK_REACH * shorter)
    down = own.y0 - over.y1
    if not -SUNKEN * shorter <= down <= reach:
        return None
    tolerance = ALIGNED * max(line_height, shorter)
    aligned = (
        abs(own.x0 - over.x0) <= tolerance
        or abs(own.x1 - over.x1) <= tolerance
        or abs(own.center_x - over.center_x) <= tolerance
    )
    return down if aligned else None


def _join_columns(blocks: list[Block], line_height: float) -> None:
    """A name without an address takes the nameless address that stands beside it, or the one that a house
    heads where the name is plainly a company's.
    """
    for nameless in [b for b in blocks if b.address and b.role is None and _heads_with_house(b)]:
        beside = [b for b in blocks if b.names and not b.address and _level(b, nameless, line_height)]
        if nameless.names:
            beside = [b for b in beside if address.has_legal_form(joined(b.names[0]))]
        beside = [b for b in beside if b.spans[0].segment is not nameless.spans[0].segment]
        nearest = min(beside, key=lambda b: _across(b, nameless), default=None)
        if nearest is not None and nearest.role not in OTHERS:
            nearest.address.extend([*nameless.names, *nameless.address])
            nearest.tax.extend(nameless.tax)
            nearest.contacts.extend(nameless.contacts)
            nearest.complete = nameless.complete
            nameless.address, nameless.names = [], []


def _heads_with_house(block: Block) -> bool:
    """Whether what stands over an address is nothing, or may be a house ("Gebouw C")."""
    names = [joined(lines) for lines in block.names]
    return all(address.likeness(name) >= 0.2 and not address.has_legal_form(name) for name in names[:1]) and (
        len(names) < 2
    )


def _level(one: Block, other: Block, line_height: float) -> bool:
    shared = overlap(one.box.y0, one.box.y1, other.box.y0, other.box.y1)
    return shared > 0.5 * line_height and abs(one.box.y0 - other.box.y0) < 3 * line_height


def _across(one: Block, other: Block) -> float:
    return max(one.box.x0 - other.box.x1, other.box.x0 - one.box.x1)
