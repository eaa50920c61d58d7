"""What a party is called, and what on the page shows that a name is its owner's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.layout import Segment
from extraction.engine.parties import address
from extraction.engine.parties.blocks import Block, Lines
from extraction.engine.parties.rows import is_name, joined
from extraction.engine.spans import whole
from extraction.engine.values.folding import fold

_FREE_MAIL = frozenset(
    (
        *("gmail", "googlemail", "outlook", "hotmail", "yahoo", "gmx", "web", "t-online", "icloud", "live"),
        *("aol", "orange", "wanadoo", "libero", "wp", "onet"),
    )
)
_SMALL_WORDS = frozenset(
    {"and", "und", "et", "y", "e", "i", "og", "och", "en", "de", "van", "der", "von", "the", "of"}
)


def of_block(sheet: Sheet, block: Block, score: float) -> Choice[str] | None:
    """The name of a block that is most like a company's; a legal form on a line of its own joins it."""
    if not block.names:
        return None
    at = max(range(len(block.names)), key=lambda i: (_formality(sheet, block, i), -i))
    lines = block.names[at]
    text = joined(lines)
    if at and address.is_legal_form(text):
        lines = (*block.names[at - 1], *lines)
    elif at + 1 < len(block.names) and address.is_legal_form(joined(block.names[at + 1])):
        lines = (*lines, *block.names[at + 1])
    return Choice(_clean(joined(lines)), lines, score)


def _formality(sheet: Sheet, block: Block, at: int) -> float:
    text = joined(block.names[at])
    formal = 2.0 * address.has_legal_form(text) + 0.8 * owns_a_domain(sheet, text)
    formal += 0.7 * bool(mentions(sheet, text, outside=block)) - 2.0 * address.has_honorific(text)
    return formal - (1.5 if len(text) <= 3 else 0.0)


def of_seller(sheet: Sheet, block: Block | None, buyer: Block | None, margin: float) -> Choice[str] | None:
    """The name in the seller's block; failing that the one that stands out at the top of the page."""
    if block is not None:
        named = of_block(sheet, block, 0.6 + 0.1 * min(3.0, max(0.0, margin)))
        if named is not None:
            return Choice(named.value, named.spans, named.score, margin=margin)
    return _standing_out(sheet, buyer)


def _standing_out(sheet: Sheet, buyer: Block | None) -> Choice[str] | None:
    taken = {id(span.segment) for span in buyer.spans} if buyer else set()
    weighed = [
        (_prominence(sheet, segment), segment)
        for segment in sheet.layout.pages[0].segments
        if id(segment) not in taken and _could_be_name(sheet, segment)
    ]
    if not weighed:
        return None
    weight, segment = max(weighed, key=lambda pair: pair[0])
    return Choice(_clean(segment.text), (whole(segment),), min(0.6, 0.2 + 0.15 * weight), margin=0.2)


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
    return weight - (1.0 if len(segment.text) < 4 else 0.0)


def owns_a_domain(sheet: Sheet, name: str, *, site: bool = False) -> bool:
    """Whether a mail or web address in the document is made of this name; with `site` a web address."""
    key = re.sub(r"[^a-z0-9]", "", fold(name))
    return len(key) >= 3 and any(_made_of(host, key) for host in _hosts(sheet, site))


def _made_of(host: str, key: str) -> bool:
    parts = host.split(".")
    own = parts[-3] if len(parts) > 2 and parts[-2] in ("co", "com", "org") else parts[-2]
    own = re.sub(r"[^a-z0-9]", "", own)
    if len(own) < 4 or own in _FREE_MAIL:
        return False
    return key.startswith(own) or own.startswith(key) or fuzz.partial_ratio(own, key) >= 90


def _hosts(sheet: Sheet, site: bool) -> Iterator[str]:
    for segment in sheet.layout.segments:
        if "." in segment.text:
            yield from address.sites(segment.text) if site else address.hosts(segment.text)


def mentions(sheet: Sheet, name: str, *, outside: Block) -> int:
    """How often the name stands elsewhere in the document."""
    key = fold(name).strip()
    own = {id(span.segment) for span in outside.spans}
    if len(key) < 5:
        return 0
    return sum(id(s) not in own and key in fold(s.text) for s in sheet.layout.segments)


def has_monogram(sheet: Sheet, name: str) -> bool:
    """Whether a logo at the top of the first page is made of the name's first letters."""
    page = sheet.layout.pages[0]
    initials = "".join(w[0] for w in re.findall(r"[^\W\d_]+|&", name) if fold(w) not in _SMALL_WORDS).upper()
    top = [s for s in page.segments if s.box.y0 < 0.25 * page.height and s.text not in name]
    return any(initials.startswith(letters) for s in top if (letters := _monogram(s.text)))


def _monogram(text: str) -> str | None:
    letters = text.replace(" ", "").replace(".", "")
    return letters if 2 <= len(letters) <= 3 and letters.upper() == letters else None


def _clean(text: str) -> str:
    return text.strip(" ,;:|·•-–*")


def same(one: Sequence[Lines], other: Sequence[Lines]) -> bool:
    """Whether two blocks are called the same."""
    return bool(one and other) and fuzz.ratio(fold(joined(one[0])), fold(joined(other[0]))) >= 85
