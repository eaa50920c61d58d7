"""A party as found on the page: its lines, by what they are to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.engine.document import Box
from extraction.engine.layout import union
from extraction.engine.parties.rows import joined
from extraction.engine.spans import Span

Lines = tuple[Span, ...]
OTHERS = frozenset({"party.buyer", "party.delivery", "party.agent"})  # the roles of those who do not sell


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
    paid: bool = False  # named as who is paid, or as who signs

    @property
    def spans(self) -> list[Span]:
        every = (*self.names, *self.address, *self.tax, *self.contacts)
        return [span for lines in every for span in lines]

    @property
    def is_reached(self) -> bool:
        """Whether more than a name and an account is known of a party."""
        return bool(self.address or self.contacts or self.tax)

    @property
    def box(self) -> Box:
        return union(span.box for span in self.spans)

    @property
    def page(self) -> int:
        return self.spans[0].page

    @property
    def address_text(self) -> str:
        return ", ".join(filter(None, map(joined, self.address)))
