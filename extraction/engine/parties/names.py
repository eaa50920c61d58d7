"""What a party is called: the best of the names that its blocks give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.layout import Segment
from extraction.engine.parties import address, prose, strangers
from extraction.engine.parties.block import Block, Lines
from extraction.engine.parties.rows import is_name, joined
from extraction.engine.parties.traces import Traces
from extraction.engine.spans import whole
from extraction.engine.values.folding import fold

TALLER = 1.15  # than the name over it: letters that make the line above a heading


def best(traces: Traces, block: Block, kin: Sequence[Block] = ()) -> Choice[str] | None:
    """The name most like a company's among those of a block and of its kin."""
    options = [
        Choice(_clean(joined(lines)), lines, _formality(traces, own, at, lines, known=(block, *kin)))
        for own in (block, *kin)
        for at in range(len(own.names))
        for lines in [_whole_name(traces, own, at)]
    ]
    return max(options, key=lambda option: option.score, default=None)


def of_block(traces: Traces, block: Block, score: float, kin: Sequence[Block] = ()) -> Choice[str] | None:
    """That name, with how sure it is that the block is the party's."""
    found = best(traces, block, kin)
    return replace(found, score=score) if found is not None else None


def _whole_name(traces: Traces, block: Block, at: int) -> Lines:
    """A line of a name with the lines that go on: a legal form of its own, equal large letters, or what the
    document prints elsewhere on one line.
    """
    first = last = at
    while first and _goes_on(traces, block, first - 1):
        first -= 1
    while last + 1 < len(block.names) and _goes_on(traces, block, last):
        last += 1
    return tuple(span for lines in block.names[first : last + 1] for span in lines)


def _goes_on(traces: Traces, block: Block, at: int) -> bool:
    """Whether the name in this line goes on in the next one."""
    upper, lower = block.names[at], block.names[at + 1]
    if address.is_legal_form(joined(lower)):
        return True
    broken = upper[-1].segment is not lower[0].segment and _are_one(upper, lower)
    if broken and address.goes_on(upper[-1].text, _with_form(block, at + 1)):
        return True
    if broken and traces.mentions(joined((*upper, *lower)), outside=[block]):
        return True
    return _height(upper) > TALLER * _height_below(block, at + 1) and _are_one(upper, lower)


def _with_form(block: Block, at: int) -> str:
    """A line of a name, and the company's form below it."""
    text, *others = (joined(lines) for lines in block.names[at : at + 2])
    return " ".join([text, *filter(address.is_legal_form, others)])


def _are_one(upper: Lines, lower: Lines) -> bool:
    """Lines of the same letters, close to each other, the lower one without a label of its own."""
    if ":" in joined(lower):
        return False
    small, large = sorted((_height(upper), _height(lower)))
    gap = lower[0].box.y0 - upper[-1].box.y1
    return large <= 1.12 * small and gap <= 0.7 * small and upper[0].page == lower[0].page


def _height(lines: Lines) -> float:
    return max(span.box.height for span in lines)


def _height_below(block: Block, at: int) -> float:
    """How tall the letters are under a name: those of the address, or of whatever else is there."""
    rest = [*block.names[at + 1 :], *block.address, *block.contacts]
    return min((_height(lines) for lines in rest), default=_height(block.names[at]))


def _formality(traces: Traces, block: Block, at: int, lines: Lines, *, known: Sequence[Block]) -> float:
    text = joined(lines)
    above = block.names[0] if at else None
    formal = 2.0 * address.has_legal_form(text) + 0.8 * traces.domain(text)
    formal += 0.9 * bool(traces.mentions(text, outside=[block])) - 2.0 * address.has_honorific(text)
    formal -= 1.0 * any(_extends(other, text) for other in known if other.address)
    formal += (
        0.8 * address.has_title(text)
        + 1.5 * bool(block.address)
        + 1.0 * (above is not None and _heads(above, lines))
    )
    slogan = 2.5 * prose.is_slogan(text)
    return formal - slogan - (1.5 if len(text) <= 3 else 0.0) - 0.1 * at


def _extends(block: Block, text: str) -> bool:
    """Whether a block gives a fuller name that begins with this one, or ends with its one word."""
    names, own = (fold(joined(lines)) for lines in block.names), fold(text)
    fuller = (name for name in names if len(name) > len(own) + 2)
    return any(name.startswith(own) or (" " not in own and name.endswith(f" {own}")) for name in fuller)


def _heads(above: Lines, lines: Lines) -> bool:
    return lines[0].segment is not above[0].segment and _height(lines) > TALLER * _height(above)


def standing_out(traces: Traces, buyer: Block | None) -> Choice[str] | None:
    """Where no party was found: the name that stands out at the top of the page."""
    sheet = traces.sheet
    taken = {id(span.segment) for span in buyer.spans} if buyer else set()
    weighed = [
        (_prominence(traces, segment), segment)
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
    named = is_name(text) and not address.is_contact(text) and address.likeness(text) < 0.6
    return named and not strangers.is_no_name(sheet, (whole(segment),))


def _prominence(traces: Traces, segment: Segment) -> float:
    page = traces.sheet.layout.pages[0]
    size = min(2.5, segment.height / page.line_height)
    weight = size + 2.0 * (1 - segment.box.y0 / page.height) ** 2
    weight += 1.0 * address.has_legal_form(segment.text) + 1.5 * traces.domain(segment.text)
    return weight - (1.0 if len(segment.text) < 4 else 0.0)


def _clean(text: str) -> str:
    return text.strip(" ,;:|·•-–*")
