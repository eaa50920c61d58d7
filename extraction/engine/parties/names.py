"""What a party is called, and how often a document says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.layout import Segment
from extraction.engine.parties import address
from extraction.engine.parties.blocks import Block, is_name
from extraction.engine.spans import Span, whole
from extraction.engine.values.folding import fold

_FREE_MAIL = frozenset(
    "gmail googlemail outlook hotmail yahoo gmx web t-online icloud live aol orange wanadoo libero wp o2 onet".split()
)


def of_block(block: Block, score: float) -> Choice[str] | None:
    """The first name of a block, or the first with a legal form; forms on a line of their own join it."""
    if not block.names:
        return None
    formal = [span for span in block.names if address.has_legal_form(span.text)]
    span = (formal or block.names)[0]
    if formal and span is not block.names[0] and _only_a_form(span.text):
        before = block.names[block.names.index(span) - 1]
        return Choice(_clean(f"{before.text} {span.text}"), (before, span), score)
    return Choice(_clean(span.text), (span,), score)


def of_seller(sheet: Sheet, block: Block | None, buyer: Block | None, margin: float) -> Choice[str] | None:
    """The name in the seller's block; failing that the one that stands out at the top of the page."""
    if block is not None:
        named = of_block(block, 0.6 + 0.1 * min(3.0, max(0.0, margin)))
        if named is not None:
            return Choice(named.value, named.spans, named.score, margin=margin)
    return _standing_out(sheet, buyer)


def _standing_out(sheet: Sheet, buyer: Block | None) -> Choice[str] | None:
    taken = {id(span.segment) for span in buyer.spans} if buyer else set()
    weighed = [
        (_prominence(sheet, segment), segment)
        for segment in _first_page(sheet)
        if id(segment) not in taken and _could_be_name(sheet, segment)
    ]
    if not weighed:
        return None
    weight, segment = max(weighed, key=lambda pair: pair[0])
    return Choice(_clean(segment.text), (whole(segment),), min(0.6, 0.2 + 0.15 * weight), margin=0.2)


def _first_page(sheet: Sheet) -> tuple[Segment, ...]:
    return sheet.layout.pages[0].segments


def _could_be_name(sheet: Sheet, segment: Segment) -> bool:
    labels = sheet.labels.of(segment)
    if labels and labels[0].initial and (labels[0].final or labels[0].colon):
        return False
    text = segment.text
    return is_name(text) and not address.is_contact(text) and address.likeness(text) < 0.6


def _prominence(sheet: Sheet, segment: Segment) -> float:
    page = sheet.layout.pages[0]
    size = min(2.5, segment.height / page.line_height)
    weight = size + 2.0 * (1 - segment.box.y0 / page.height) ** 2
    weight += 1.0 * address.has_legal_form(segment.text) + 1.5 * owns_a_domain(sheet, segment.text)
    return weight - (0.5 if len(segment.text) < 4 else 0.0)


def owns_a_domain(sheet: Sheet, name: str) -> bool:
    """Whether a mail or web address in the document is made of this name."""
    key = re.sub(r"[^a-z0-9]", "", fold(name))
    if len(key) < 3:
        return False
    for host in _hosts(sheet):
        site = re.sub(r"[^a-z0-9]", "", host.split(".")[-2] if host.count(".") else host)
        if len(site) >= 4 and site not in _FREE_MAIL and (key.startswith(site) or site.startswith(key)):
            return True
        if len(site) >= 4 and site not in _FREE_MAIL and fuzz.partial_ratio(site, key) >= 90:
            return True
    return False


def _hosts(sheet: Sheet) -> Iterator[str]:
    for segment in sheet.layout.segments:
        if "." in segment.text and ("@" in segment.text or "www" in segment.text or "/" in segment.text):
            yield from address.domains(segment.text)


def mentions(sheet: Sheet, name: str, *, outside: Block) -> int:
    """How often the name stands elsewhere in the document."""
    key = fold(name).strip()
    own = {id(span.segment) for span in outside.spans}
    if len(key) < 5:
        return 0
    return sum(id(s) not in own and key in fold(s.text) for s in sheet.layout.segments)


def _only_a_form(text: str) -> bool:
    return len(text.split()) <= 2 and address.has_legal_form(text)


def _clean(text: str) -> str:
    return text.strip(" ,;:|·•-–*")


def span_of(block: Block) -> Span | None:
    return block.names[0] if block.names else None
