"""The parties of a page: runs of lines that are a name, an address, and what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from extraction.engine.candidates import Sheet
from extraction.engine.document import Box
from extraction.engine.labels import Label
from extraction.engine.layout import PageLayout, Segment, union
from extraction.engine.parties import address
from extraction.engine.spans import Span, whole

STACK_GAP = 1.6  # of the taller line
ALIGNED = 0.9  # line heights
ROLES = ("party.seller", "party.buyer", "party.delivery")
_SEPARATORS = re.compile(r"\s*[·|•∙‧●■⋅]\s*|\s+[-–—]\s+|\s{2,}")
_FIELDS = ("header.", "totals.", "columns.", "title.")


class Kind(Enum):
    """What a line is to a party."""

    ROLE = "role"
    NAME = "name"
    ADDRESS = "address"
    CONTACT = "contact"
    TAX = "tax"
    BANK = "bank"
    FIELD = "field"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a stack: its kind, and the span of it that is the value."""

    kind: Kind
    span: Span
    role: str | None = None
    likeness: float = 0.0
    named: bool = False


@dataclass(slots=True)
class Block:
    """A party as found on the page. `role` is what a label above or before it says."""

    role: str | None = None
    names: list[Span] = field(default_factory=list)
    address: list[Span] = field(default_factory=list)
    tax: list[Span] = field(default_factory=list)
    contacts: list[Span] = field(default_factory=list)
    bank: bool = False
    one_line: bool = False
    complete: bool = False

    @property
    def spans(self) -> list[Span]:
        return [*self.names, *self.address, *self.tax, *self.contacts]

    @property
    def box(self) -> Box:
        return union(span.box for span in self.spans)

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def address_text(self) -> str:
        parts = [re.sub(r"\s*[·|•]\s*", ", ", span.text.strip(" ,;·|•-–")) for span in self.address]
        return ", ".join(part for part in parts if part)


def find(sheet: Sheet) -> list[Block]:
    """Every block of a document that has an address or a labelled role, in reading order."""
    found: list[Block] = []
    for page in sheet.layout.pages:
        for stack in _stacks(page):
            found.extend(_parse([_row(sheet, segment) for segment in stack]))
        found.extend(_one_liners(sheet, page))
    return [block for block in found if block.names or block.address]


def _stacks(page: PageLayout) -> list[list[Segment]]:
    """Segments under each other whose edges or centres are aligned, whatever their size."""
    stacks: list[list[Segment]] = []
    for segment in page.segments:
        fitting = [stack for stack in stacks if _under(segment, stack[-1], page.line_height)]
        if fitting:
            min(fitting, key=lambda stack: segment.box.y0 - stack[-1].box.y1).append(segment)
        else:
            stacks.append([segment])
    return stacks


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


def _row(sheet: Sheet, segment: Segment) -> Row:
    labels = sheet.labels.of(segment)
    first = labels[0] if labels and labels[0].initial else None
    if first is not None:
        labelled = _labelled_row(sheet, segment, first)
        if labelled is not None:
            return labelled
    return _plain_row(sheet, whole(segment))


def _labelled_row(sheet: Sheet, segment: Segment, label: Label) -> Row | None:
    kinds = sheet.kinds(label)
    rest = _after(segment, label)
    plain = label.final or label.colon
    phrase = len(label.span.text.split()) > 1
    roles = [role for role in ROLES if role in kinds]
    if roles and (plain or phrase) and not (label.final and kinds & {"title.invoice"}):
        return Row(Kind.ROLE, rest, role=roles[0])
    if "party.tax_id" in kinds and (plain or any(c.isdigit() for c in rest.text)):
        return Row(Kind.TAX, rest)
    if kinds & {"party.contact", "party.register"} and (plain or any(c.isdigit() for c in rest.text)):
        return Row(Kind.CONTACT, rest)
    if "party.bank" in kinds and plain:
        return Row(Kind.BANK, rest)
    if "party.address" in kinds and plain:
        return Row(Kind.ADDRESS, rest, likeness=0.7 if rest.text else 0.0)
    if "party.name" in kinds and plain:
        return Row(Kind.NAME, rest, named=True)
    if any(kind.startswith(_FIELDS) for kind in kinds) and (plain or any(c.isdigit() for c in rest.text)):
        if address.likeness(segment.text) == 1.0 and not label.colon:
            return None
        return Row(Kind.FIELD, whole(segment))
    return None


def _after(segment: Segment, label: Label) -> Span:
    gap = re.match(r"[\s:.\-–)#*]*", segment.text[label.span.end :])
    return Span(segment, label.span.end + (gap.end() if gap else 0), len(segment.text))


def _plain_row(sheet: Sheet, span: Span) -> Row:
    text = span.text
    if address.is_contact(text):
        return Row(Kind.CONTACT, span)
    if any(t.span.segment is span.segment and t.value.distinctive for t in sheet.tax_ids):
        return Row(Kind.TAX, span)
    likeness = address.likeness(text)
    if likeness >= 0.4 and not (address.has_legal_form(text) and likeness < 0.6):
        return Row(Kind.ADDRESS, span, likeness=likeness)
    if is_name(text):
        return Row(Kind.NAME, span)
    return Row(Kind.OTHER, span)


def is_name(text: str) -> bool:
    """Whether a line could be what somebody is called: a few words, mostly letters, no sentence."""
    letters = sum(c.isalpha() for c in text)
    words = text.split()
    if letters < 2 or len(words) > 9 or len(text) > 70 or text.endswith((":", "?", "!")):
        return False
    return letters >= 0.6 * len(text.replace(" ", ""))


def _parse(rows: Sequence[Row]) -> Iterator[Block]:
    """A stack read from its top: labels begin a party, names come before addresses, the rest belongs."""
    block = Block()
    between: list[Span] = []
    for row in rows:
        if row.kind is Kind.ROLE:
            yield block
            block, between = Block(role=row.role), []
            row = _row_of_rest(row)
        if row.kind is Kind.NAME and row.span.text.strip():
            if block.complete or (block.address and (row.named or block.contacts or block.tax)):
                yield block
                block, between = Block(), []
            if block.address:
                between.append(row.span)
            else:
                block.names.append(row.span)
        elif row.kind is Kind.ADDRESS and row.span.text.strip():
            if block.complete and address.country(row.span.text) is None and not _continues(block, row):
                yield block
                block, between = Block(), []
            block.address.extend([*between, row.span])
            between = []
            block.complete = block.complete or row.likeness == 1.0
        elif row.kind is Kind.TAX:
            block.tax.append(row.span)
        elif row.kind is Kind.CONTACT:
            block.contacts.append(row.span)
        elif row.kind is Kind.BANK:
            block.bank = True
        elif row.kind in (Kind.FIELD, Kind.OTHER) and (block.address or row.kind is Kind.FIELD):
            yield block
            block, between = Block(), []
    yield block


def _row_of_rest(row: Row) -> Row:
    """What stands behind a role's label on its line is the name, or the beginning of the address."""
    text = row.span.text.strip()
    if not text:
        return row
    likeness = address.likeness(text)
    if likeness >= 0.8 and not address.has_legal_form(text):
        return Row(Kind.ADDRESS, row.span, likeness=likeness)
    return Row(Kind.NAME, row.span)


def _continues(block: Block, row: Row) -> bool:
    """A second line of address after the postcode: the same block, close below."""
    return not block.contacts and not block.tax and len(block.address) < 6 and bool(row.likeness)


def _one_liners(sheet: Sheet, page: PageLayout) -> Iterator[Block]:
    """Sender lines and footers: name, street and city on one line, parted by dots, bars or commas."""
    for segment in page.segments:
        if not address.has_postcode(segment.text):
            continue
        for separators in (_SEPARATORS, re.compile(r"\s*,\s*")):
            pieces = _pieces(segment, separators)
            if len(pieces) >= 3:
                block = _of_pieces(pieces)
                if block is not None:
                    yield block
                    break


def _pieces(segment: Segment, separators: re.Pattern[str]) -> list[Span]:
    pieces, start = [], 0
    for match in separators.finditer(segment.text):
        if match.start() > start:
            pieces.append(Span(segment, start, match.start()))
        start = match.end()
    if start < len(segment.text):
        pieces.append(Span(segment, start, len(segment.text)))
    return pieces


def _of_pieces(pieces: Sequence[Span]) -> Block | None:
    name, rest = pieces[0], pieces[1:]
    if address.likeness(name.text) >= 0.5 or not is_name(name.text):
        return None
    places = [i for i, piece in enumerate(rest) if address.likeness(piece.text) == 1.0]
    if not places or not any(address.likeness(piece.text) >= 0.4 for piece in rest[: places[-1] + 1]):
        return None
    return Block(names=[name], address=list(rest[: places[-1] + 1]), one_line=True, complete=True)
