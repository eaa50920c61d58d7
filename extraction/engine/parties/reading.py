"""Lines under each other as parties: labels begin them, names come before addresses, the rest belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from extraction.engine.parties import address
from extraction.engine.parties.block import Block, Lines
from extraction.engine.parties.rows import Kind, Row, joined

MOST_ADDRESS_LINES = 6
LOGO = 1.3  # of the height of the letters below it
FAINT = 0.5  # how much a line without a number may look like a place and still be a name
_POSTCODE = re.compile(r"(?=.{3,8}$)[\dA-Z]{0,3}\d{3,6}[A-Z]{0,3}")
_CITY = re.compile(r"[^\W\d_]+(?:[ .'-]+[^\W\d_]+){0,3}")


class _Reader:
    """A stack read from its top: labels begin a party, names come before addresses, the rest belongs."""

    def __init__(self) -> None:
        self.block = Block()
        self.between: list[Lines] = []
        self.more = False  # something other than a place followed the address
        self.done: list[Block] = []

    def read(self, row: Row, following: Row | None) -> None:
        fresh = self.block.complete or not (self.block.names or self.block.address)
        if row.kind is Kind.ROLE:
            self.begin(row.role)
        elif row.kind is Kind.ATTENTION:
            self.address_to_somebody()
        elif self.is_county(row, following):
            self.block.address.append(row.spans)
        elif row.kind is Kind.NAME or (fresh and _begins(row, following)):
            self.name(row)
        elif row.kind is Kind.ADDRESS:
            self.address(row)
        elif row.kind in (Kind.TAX, Kind.CONTACT, Kind.BANK):
            self.belonging(row)
        elif self.is_postcode(row):
            self.address(replace(row, likeness=1.0))
        elif row.kind is Kind.FIELD and self.is_awaited():
            return
        elif row.kind is Kind.FIELD or self.block.address:
            self.begin()

    def begin(self, role: str | None = None) -> None:
        self.done.append(self.block)
        self.block, self.between, self.more = Block(role=role), [], False

    def address_to_somebody(self) -> None:
        """Letters for the attention of somebody go to the buyer's."""
        if self.block.complete or not self.block.names:
            self.begin()
        self.block.role = self.block.role or "party.buyer"

    def name(self, row: Row) -> None:
        if not row.text:
            return
        another = self.block.address and (row.named or self.more)
        if self.block.complete or another or _is_under_logo(self.block, row):
            self.begin()
        if self.block.address:
            self.between.append(row.spans)
        else:
            self.block.names.append(row.spans)

    def address(self, row: Row) -> None:
        """A street without a number, read as a further name, is part of the address that follows it."""
        if not row.text:
            return
        while len(self.block.names) > 1 and not self.block.address and _is_faint(self.block.names[-1]):
            self.between.insert(0, self.block.names.pop())
        if self.block.complete and address.country(row.text) is None and not self._continues(row):
            self.begin()
        self.block.address.extend([*self.between, row.spans])
        self.between = []
        self.block.complete = self.block.complete or row.likeness == 1.0

    def belonging(self, row: Row) -> None:
        self.settle()
        self.more = self.more or bool(self.block.address)
        if row.kind is Kind.TAX:
            self.block.tax.append(row.spans)
        elif row.kind is Kind.CONTACT:
            self.block.contacts.append(row.spans)
        self.block.bank = self.block.bank or row.kind is Kind.BANK

    def is_postcode(self, row: Row) -> bool:
        """Whether nothing but figures stands under an address that has no postcode yet."""
        return bool(self.block.address and not self.block.complete and _POSTCODE.fullmatch(row.text))

    def is_county(self, row: Row, following: Row | None) -> bool:
        """Whether a line below the town is of the address still: a county, or what a country follows."""
        if row.kind is not Kind.NAME or not self.block.complete or self.more or row.named:
            return False
        before = following is not None and address.country(following.text) is not None
        plain = before and not any(map(str.isdigit, row.text)) and not address.has_legal_form(row.text)
        return address.is_county(row.text) or (plain and len(row.text.split()) <= 3)

    def is_awaited(self) -> bool:
        """Whether a label called a party that did not come yet: a field below it, such as the card that was
        charged, is about that party and does not end it.
        """
        return self.block.role is not None and not self.block.spans

    def settle(self) -> None:
        """A line between the street and the phone is the city."""
        if len(self.between) == 1 and not self.block.complete and _CITY.fullmatch(joined(self.between[0])):
            self.block.address.extend(self.between)
        self.between = []

    def _continues(self, row: Row) -> bool:
        """A further line after the postcode, close below it."""
        return not self.more and len(self.block.address) < MOST_ADDRESS_LINES and bool(row.likeness)


def _is_faint(lines: Lines) -> bool:
    text = joined(lines)
    return 0.2 <= address.likeness(text) < FAINT and not address.has_legal_form(text)


def _is_under_logo(block: Block, row: Row) -> bool:
    """Whether a person stands under a name in letters so much larger that it is somebody else's."""
    heights = [span.box.height for lines in block.names for span in lines]
    headed = bool(heights) and not block.address and address.has_honorific(row.text)
    return headed and max(heights) > LOGO * row.spans[0].box.height


def _begins(row: Row, following: Row | None) -> bool:
    """Whether a line that is faintly a place names the party whose address follows ("Park Hotel")."""
    text = row.text
    faint = row.kind is Kind.ADDRESS and row.likeness <= FAINT and not any(map(str.isdigit, text))
    return faint and following is not None and following.kind in (Kind.ADDRESS, Kind.NAME)


def parties(stack: Sequence[Row]) -> Iterator[Block]:
    """The parties that the lines under each other make."""
    reader = _Reader()
    for row, following in zip_longest(stack, stack[1:]):
        reader.read(row, following)
    yield from (*reader.done, reader.block)
