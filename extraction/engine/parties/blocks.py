"""The parties of a page: runs of lines that are a name, an address, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from extraction.engine.candidates import Sheet
from extraction.engine.document import Box
from extraction.engine.layout import PageLayout, Segment, overlap, union
from extraction.engine.parties import address, letterhead, one_line, rows
from extraction.engine.parties.rows import Kind, Row, joined
from extraction.engine.spans import Span

STACK_GAP = 1.6  # of the taller line
ALIGNED = 0.9  # line heights
_MOST_ADDRESS_LINES = 6
FAINT = 0.5  # how much a line without a number may look like a place and still be a name

Lines = tuple[Span, ...]


@dataclass(slots=True)
class Block:
    """A party as found on the page. `role` is what a label above or before it says."""

    role: str | None = None
    names: list[Lines] = field(default_factory=list)
    address: list[Lines] = field(default_factory=list)
    tax: list[Lines] = field(default_factory=list)
    contacts: list[Lines] = field(default_factory=list)
    bank: bool = False
    one_line: bool = False
    letterhead: bool = False
    complete: bool = False

    @property
    def spans(self) -> list[Span]:
        every = (*self.names, *self.address, *self.tax, *self.contacts)
        return [span for lines in every for span in lines]

    @property
    def box(self) -> Box:
        return union(span.box for span in self.spans)

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def address_text(self) -> str:
        return ", ".join(filter(None, map(joined, self.address)))


def find(sheet: Sheet) -> list[Block]:
    """Every block of a document that has a name or an address, in reading order."""
    found: list[Block] = []
    for page in sheet.layout.pages:
        paired = rows.pair(sheet, page)
        on_page = [
            block for stack in stacks(page) for block in _parse(list(rows.of_stack(sheet, stack, paired)))
        ]
        on_page = [block for block in on_page if block.names or block.address]
        _join_columns(on_page, page.line_height)
        found.extend(block for block in on_page if block.names or block.address)
        found.extend(
            Block(names=[(name,)], address=[(part,) for part in parts], one_line=True, complete=True)
            for name, parts in one_line.find(page)
        )
    return [*_letterhead(sheet), *found]


def _letterhead(sheet: Sheet) -> Iterator[Block]:
    """The top of a receipt, read line by line."""
    first = sheet.layout.pages[0]
    if letterhead.is_receipt(first):
        named, placed = letterhead.read(sheet, first)
        if named:
            yield Block(names=[named], address=placed, letterhead=True, complete=bool(placed))


def stacks(page: PageLayout) -> list[list[Segment]]:
    """Segments under each other whose edges or centres are aligned, whatever their size."""
    found: list[list[Segment]] = []
    for segment in page.segments:
        fitting = [stack for stack in found if _under(segment, stack[-1], page.line_height)]
        if fitting:
            min(fitting, key=lambda stack: segment.box.y0 - stack[-1].box.y1).append(segment)
        else:
            found.append([segment])
    return found


def _under(segment: Segment, above: Segment, line_height: float) -> bool:
    if above.line >= segment.line:
        return False
    taller = max(segment.height, above.height)
    gap = segment.box.y0 - above.box.y1
    if not -0.6 * min(segment.height, above.height) <= gap <= STACK_GAP * taller:
        return False
    tolerance = ALIGNED * max(line_height, min(segment.height, above.height))
    return (
        abs(segment.box.x0 - above.box.x0) <= tolerance
        or abs(segment.box.x1 - above.box.x1) <= tolerance
        or abs(segment.box.center_x - above.box.center_x) <= tolerance
    )


class _Reader:
    """A stack read from its top: labels begin a party, names come before addresses, the rest belongs."""

    def __init__(self) -> None:
        self.block = Block()
        self.between: list[Lines] = []
        self.done: list[Block] = []

    def begin(self, role: str | None = None) -> None:
        self.done.append(self.block)
        self.block, self.between = Block(role=role), []

    def name(self, row: Row) -> None:
        if self.block.complete or (self.block.address and (row.named or self._has_more)):
            self.begin()
        if self.block.address:
            self.between.append(row.spans)
        else:
            self.block.names.append(row.spans)

    def address(self, row: Row) -> None:
        """A street without a number, read as a further name, is part of the address that follows it."""
        while len(self.block.names) > 1 and not self.block.address and _is_faint(self.block.names[-1]):
            self.between.insert(0, self.block.names.pop())
        if self.block.complete and address.country(row.text) is None and not self._continues(row):
            self.begin()
        self.block.address.extend([*self.between, row.spans])
        self.between = []
        self.block.complete = self.block.complete or row.likeness == 1.0

    @property
    def _has_more(self) -> bool:
        return bool(self.block.contacts or self.block.tax)

    def _continues(self, row: Row) -> bool:
        """A further line after the postcode, close below it."""
        return not self._has_more and len(self.block.address) < _MOST_ADDRESS_LINES and bool(row.likeness)


def _is_faint(lines: Lines) -> bool:
    return 0.2 <= address.likeness(joined(lines)) < FAINT


def _begins(row: Row, following: Row | None) -> bool:
    """Whether a line that is faintly a place names the party whose address follows ("Park Hotel")."""
    text = row.text
    faint = row.kind is Kind.ADDRESS and row.likeness <= FAINT and not any(c.isdigit() for c in text)
    return faint and following is not None and following.kind is Kind.ADDRESS


def _parse(stack: Sequence[Row]) -> Iterator[Block]:
    reader = _Reader()
    for row, following in zip_longest(stack, stack[1:]):
        block = reader.block
        if _begins(row, following) and (block.complete or not (block.names or block.address)):
            reader.name(row)
        elif row.kind is Kind.ROLE:
            reader.begin(row.role)
        elif row.kind is Kind.NAME and row.text:
            reader.name(row)
        elif row.kind is Kind.ADDRESS and row.text:
            reader.address(row)
        elif row.kind is Kind.TAX:
            reader.block.tax.append(row.spans)
        elif row.kind is Kind.CONTACT:
            reader.block.contacts.append(row.spans)
        elif row.kind is Kind.BANK:
            reader.block.bank = True
        elif row.kind is Kind.FIELD or (row.kind is Kind.OTHER and reader.block.address):
            reader.begin()
    yield from (*reader.done, reader.block)


def _join_columns(blocks: list[Block], line_height: float) -> None:
    """A name without an address takes the nameless address that stands beside it."""
    for nameless in [b for b in blocks if b.address and not b.names and b.role is None]:
        beside = [b for b in blocks if b.names and not b.address and _level(b, nameless, line_height)]
        nearest = min(beside, key=lambda b: _across(b, nameless), default=None)
        if nearest is not None and nearest.role not in ("party.buyer", "party.delivery"):
            nearest.address.extend(nameless.address)
            nearest.tax.extend(nameless.tax)
            nearest.contacts.extend(nameless.contacts)
            nearest.complete = nameless.complete
            nameless.address = []


def _level(one: Block, other: Block, line_height: float) -> bool:
    shared = overlap(one.box.y0, one.box.y1, other.box.y0, other.box.y1)
    return shared > 0.5 * line_height and abs(one.box.y0 - other.box.y0) < 3 * line_height


def _across(one: Block, other: Block) -> float:
    return max(one.box.x0 - other.box.x1, other.box.x0 - one.box.x1)
