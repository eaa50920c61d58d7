"""Which party sells and which buys, decided by comparing whole parties with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.parties import address, blocks, names, tax_ids
from extraction.engine.parties.blocks import Block
from extraction.engine.parties.rows import ROLES, joined

FIRST = 1.0  # what it counts to be the first whole party on the page


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """What was chosen for one party; `block` is where it was found."""

    name: Choice[str] | None = None
    address: Choice[str] | None = None
    tax_id: Choice[str] | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    seller: PartyChoice
    buyer: PartyChoice


@dataclass(frozen=True, slots=True)
class _Weighed:
    block: Block
    role: str | None
    weight: float


def decide(sheet: Sheet) -> Parties:
    """Seller and buyer of a document."""
    found = [_weighed(sheet, block, found) for found in [blocks.find(sheet)] for block in found]
    seller = _seller(found)
    buyer = _buyer(found, seller)
    return Parties(_seller_choice(sheet, found, seller, buyer), _buyer_choice(sheet, seller, buyer))


def _weighed(sheet: Sheet, block: Block, others: Sequence[Block]) -> _Weighed:
    role = block.role or _role_beside(sheet, block)
    weight = _by_role(role) + _by_place(sheet, block) + _by_company(sheet, block)
    if not block.address or not block.names:
        weight -= 1.0
    weight += 1.0 * block.one_line + 3.0 * block.letterhead
    if any(_under(block, other) for other in others if other.one_line and other is not block):
        weight -= 1.5
    if role is None and block.names and _is_address(block) and not any(_before(o, block) for o in others):
        weight += FIRST
    return _Weighed(block, role, weight)


def _before(other: Block, block: Block) -> bool:
    """Whether another whole party comes first: higher on the page, or at its left."""
    if other is block or not other.names or not _is_address(other) or other.role is not None:
        return False
    height = block.spans[0].box.height
    if other.page != block.page or abs(other.box.y0 - block.box.y0) > 2 * height:
        return (other.page, other.box.y0) < (block.page, block.box.y0)
    return other.box.x0 < block.box.x0


def _by_role(role: str | None) -> float:
    return {"party.seller": 3.0, "party.buyer": -4.0, "party.delivery": -4.0}.get(role or "", 0.0)


def _by_place(sheet: Sheet, block: Block) -> float:
    """Sellers stand at the top of the first page, or in the footer."""
    page = sheet.page(block.page)
    depth = block.box.y0 / page.height
    first = block.page == sheet.layout.pages[0].number
    return (0.8 * (1 - depth) if first else -0.6) + (0.8 if depth > 0.85 else 0.0)


def _by_company(sheet: Sheet, block: Block) -> float:
    """Sellers say how to reach, tax and pay them, and show their name in logos, sites and footers."""
    text = " ".join(joined(lines) for lines in block.contacts)
    weight = 0.4 * bool(block.contacts) + 0.15 * len(block.contacts) + 0.8 * bool(address.sites(text))
    weight += 0.5 * block.bank + 0.4 * bool(block.tax)
    if not block.names:
        return weight
    name = joined(block.names[0])
    page = sheet.page(block.page)
    best = max((joined(lines) for lines in block.names), key=address.has_legal_form)
    weight += 0.25 * address.has_legal_form(best) - 0.9 * address.has_honorific(name)
    weight += 0.3 * names.owns_a_domain(sheet, best) + 1.3 * names.owns_a_domain(sheet, best, site=True)
    weight += 1.3 * any(names.has_monogram(sheet, joined(lines)) for lines in block.names)
    weight += 0.5 * min(2, names.mentions(sheet, best, outside=block)) ** 0.5
    tallest = max(span.box.height for lines in block.names for span in lines)
    return float(weight + 0.5 * min(2.0, max(0.0, tallest / page.line_height - 1.1)))


def _under(block: Block, sender: Block) -> bool:
    """Whether a block stands right under a sender's line, as in the window of an envelope."""
    if block.page != sender.page or not block.names:
        return False
    gap = block.box.y0 - sender.box.y1
    return -1 <= gap <= 6 * sender.box.height and abs(block.box.x0 - sender.box.x0) <= 3 * sender.box.height


def _role_beside(sheet: Sheet, block: Block) -> str | None:
    """The role that a label left of the block or above its first line gives it."""
    first = (block.names or block.address)[0][0]
    page = sheet.page(block.page)
    for support in sheet.supports(first):
        gap = first.box.x0 - support.label.span.box.x1
        plain = support.strength >= 0.5 and support.label.whole and gap <= 14 * page.line_height
        for role in ROLES:
            if plain and role in support.kinds:
                return role
    return None


def _seller(found: Sequence[_Weighed]) -> _Weighed | None:
    fitting = [w for w in found if w.role not in ("party.buyer", "party.delivery")]
    return max(fitting, key=lambda w: w.weight, default=None)


def _buyer(found: Sequence[_Weighed], seller: _Weighed | None) -> _Weighed | None:
    others = [w for w in found if w is not seller and not _same_party(w, seller)]
    labelled = [w for w in others if w.role == "party.buyer"]
    if labelled:
        return min(labelled, key=lambda w: (not w.block.names, not w.block.address))
    unlabelled = [w for w in others if w.role is None and w.block.names and _is_address(w.block)]
    standing = [w for w in unlabelled if not w.block.one_line]
    return min(standing, key=lambda w: (not w.block.complete, w.block.page, w.block.box.y0), default=None)


def _same_party(one: _Weighed, other: _Weighed | None) -> bool:
    return other is not None and names.same(one.block.names, other.block.names)


def _seller_choice(
    sheet: Sheet, found: Sequence[_Weighed], seller: _Weighed | None, buyer: _Weighed | None
) -> PartyChoice:
    rival = max((w.weight for w in found if w is not seller and w.role is None), default=-2.0)
    margin = seller.weight - rival if seller else 0.0
    name = names.of_seller(sheet, seller.block if seller else None, buyer.block if buyer else None, margin)
    chosen = seller.block if seller else None
    if chosen is not None and not chosen.address:
        chosen = _with_address(found, seller, name) or chosen
    place = _address(chosen, margin)
    tax_id = tax_ids.of_seller(sheet, chosen, buyer.block if buyer else None)
    return PartyChoice(name, place, tax_id, _country(place, tax_id))


def _with_address(
    found: Sequence[_Weighed], seller: _Weighed | None, name: Choice[str] | None
) -> Block | None:
    """The best block that has the address the chosen one lacks."""
    fitting = [
        w
        for w in found
        if w is not seller and w.block.address and w.role not in ("party.buyer", "party.delivery")
    ]
    same = [
        w for w in fitting if name and w.block.names and fuzz.ratio(joined(w.block.names[0]), name.value) > 80
    ]
    best = max(same or fitting, key=lambda w: w.weight, default=None)
    return best.block if best else None


def _buyer_choice(sheet: Sheet, seller: _Weighed | None, buyer: _Weighed | None) -> PartyChoice:
    if buyer is None:
        return PartyChoice()
    block = buyer.block
    name = names.of_block(sheet, block, 1.0 if buyer.role else 0.6)
    place = _address(block, 1.0)
    tax_id = tax_ids.of_buyer(sheet, block, seller.block if seller else None)
    return PartyChoice(name, place, tax_id, _country(place, tax_id))


def _address(block: Block | None, margin: float) -> Choice[str] | None:
    if (
        block is None
        or not block.address
        or not any(address.likeness(joined(lines)) >= 0.5 for lines in block.address)
    ):
        return None
    sure = 0.5 + 0.1 * min(3.0, max(0.0, margin)) + 0.2 * block.complete
    spans = tuple(span for lines in block.address for span in lines)
    return Choice(block.address_text, spans, sure, margin=margin)


def _is_address(block: Block) -> bool:
    """One line that is plainly a place, or two that may be."""
    plainest = max((address.likeness(joined(lines)) for lines in block.address), default=0.0)
    return plainest >= 0.8 or (plainest >= 0.5 and len(block.address) > 1)


def _country(place: Choice[str] | None, tax_id: Choice[str] | None) -> str | None:
    named = address.country_within(place.value) if place else None
    if named is not None or tax_id is None:
        return named
    return tax_ids.country_of(tax_id.value)
