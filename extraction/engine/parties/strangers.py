"""Lines that could be names by their look and are nobody's: answers to labels, items, terms of payment."""

from __future__ import annotations

from extraction.engine import paying
from extraction.engine.candidates import Sheet
from extraction.engine.parties import address, prose
from extraction.engine.parties.block import Block, Lines
from extraction.engine.parties.rows import is_priced, joined
from extraction.engine.spans import Span

PLAINLY = 0.86  # a label right beside a line, or right above it
_OF_PAPER = ("header.", "totals.", "columns.")


def is_stranger(sheet: Sheet, block: Block) -> bool:
    """Whether nothing is known of a party but lines that are no name."""
    if block.address or block.contacts or block.tax or block.bank or block.letterhead:
        return False
    return bool(block.names) and all(is_no_name(sheet, lines) for lines in block.names)


def is_no_name(sheet: Sheet, lines: Lines) -> bool:
    """Whether a line is polite, answers a label of the paper, is an item of it, or says when to pay."""
    text = joined(lines)
    if address.has_legal_form(text):
        return False
    return (
        paying.likeness(text) > 0
        or prose.is_polite(sheet, lines[0])
        or _is_item(sheet, lines[0])
        or _answers(sheet, lines[0])
    )


def _is_item(sheet: Sheet, span: Span) -> bool:
    """Whether a line stands under the head of the items with an amount at its end."""
    heads = (top for page, top in sheet.item_heads if page == span.page)
    return any(top < span.box.y0 for top in heads) and is_priced(sheet, span.segment)


def _answers(sheet: Sheet, span: Span) -> bool:
    """Whether a label of a fact speaks for a line, and none of a party."""
    speaking = [support for support in sheet.supports(span) if support.strength >= PLAINLY]
    kinds = {kind for support in speaking for kind in support.kinds}
    return bool(kinds) and all(kind.startswith(_OF_PAPER) for kind in kinds)
