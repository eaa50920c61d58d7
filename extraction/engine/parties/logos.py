"""A name in large letters right over somebody else's address, as a logo over the window of an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extraction.engine.parties import address, kinship, traces
from extraction.engine.parties.block import Block, Lines
from extraction.engine.parties.rows import is_name, joined

LARGER = 1.3  # than the letters of the address below it
PLACE = 0.8  # how much a line is like a place that is no name

_HOUSE = re.compile(r"\d[\d/-]*\s?[a-z]?$", re.IGNORECASE)


def apart(found: Sequence[Block]) -> Iterator[Block]:
    """The blocks, each logo that has an address elsewhere without the one that it stands over."""
    for block in found:
        if _is_over_address(block) and any(_is_home(other, block) for other in found):
            yield Block(names=block.names[:1])
            yield _below(block)
        else:
            yield block


def _is_over_address(block: Block) -> bool:
    if block.role or block.letterhead or not (block.names and block.address) or _goes_on(block):
        return False
    return _height(block.names[0]) > LARGER * max(map(_height, [*block.names[1:], *block.address]))


def _goes_on(block: Block) -> bool:
    """Whether a street follows the name: a logo's neighbour begins with another name."""
    return bool(_HOUSE.search(joined([*block.names[1:], *block.address][0])))


def _is_home(other: Block, block: Block) -> bool:
    """Whether a party is the one of the logo, by its name or its site, and has an address of its own."""
    if other is block or other.role or not other.complete or other.address_text == block.address_text:
        return False
    head = joined(block.names[0])
    if other.names:
        own = kinship.Face((head,), None)
        return kinship.alike(own, kinship.Face(kinship.face(other).names, None))
    told = " ".join(joined(lines) for lines in other.contacts)
    return any(traces.is_made_of(host, head) for host in address.hosts(told))


def _below(block: Block) -> Block:
    """Who stands below the logo; the first line may be a name that looks faintly like a place."""
    names, places = block.names[1:], block.address
    first = joined(places[0])
    if not names and len(places) > 1 and address.likeness(first) < PLACE and is_name(first):
        names, places = places[:1], places[1:]
    return Block(
        names=names,
        address=places,
        tax=block.tax,
        contacts=block.contacts,
        bank=block.bank,
        complete=block.complete,
    )


def _height(lines: Lines) -> float:
    return max(span.box.height for span in lines)
