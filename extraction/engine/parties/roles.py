"""Which party sells and which buys, decided by comparing whole parties with each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.parties import address, blocks, kinship, names, strangers, tax_ids, weighing
from extraction.engine.parties.block import Block
from extraction.engine.parties.evidence import is_address
from extraction.engine.parties.kinship import Face
from extraction.engine.parties.rows import joined
from extraction.engine.parties.tax_ids import Printed
from extraction.engine.parties.traces import Traces
from extraction.engine.parties.weighing import Weighed

NO_RIVAL = -2.0  # the weight of a party that is not there
PROOFS = (
    "labelled_seller", "owns_domain", "owns_site", "has_monogram", "signed", "mentioned", "has_tax_id",
    "beside_belongings", "heads_receipt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """What was chosen for one party, and the country it is in."""

    name: Choice[str] | None = None
    address: Choice[str] | None = None
    tax_id: Choice[str] | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    seller: PartyChoice
    buyer: PartyChoice


@dataclass(frozen=True, slots=True)
class _Seller:
    """The block that sells, the others that speak of the same party, and its lead over the next: 0 to 1."""

    weighed: Weighed
    kin: tuple[Weighed, ...]
    lead: float

    @property
    def blocks(self) -> list[Block]:
        return [w.block for w in (self.weighed, *self.kin)]


def decide(sheet: Sheet) -> Parties:
    """Seller and buyer of a document."""
    traces = Traces(sheet)
    found = weighing.weigh(traces, blocks.find(sheet))
    seller = _seller(sheet, found)
    buyer = _buyer(found, seller)
    numbers = tuple(tax_ids.printed(sheet))
    return Parties(
        _seller_choice(traces, found, seller, buyer, numbers), _buyer_choice(traces, seller, buyer, numbers)
    )


def proven(parties: Parties) -> Parties:
    """Without a seller that nothing speaks for but that its name could be one."""
    seller = parties.seller
    known = seller.address or seller.tax_id
    if known or seller.name is None or address.has_legal_form(seller.name.value):
        return parties
    return replace(parties, seller=replace(seller, name=None))


def _seller(sheet: Sheet, found: Sequence[Weighed]) -> _Seller | None:
    known = (w for w in weighing.by_weight(found) if not strangers.is_stranger(sheet, w.block))
    first = next(known, None)
    if first is None:
        return None
    face, others = kinship.face(first.block), [w for w in found if w is not first and w.may_sell]
    kin = tuple(w for w in others if kinship.alike(face, kinship.face(w.block)) or _is_fuller(w, face))
    rival = next((w for w in known if w not in kin and w.role is None), None)
    ahead = first.weight - (rival.weight if rival else NO_RIVAL)
    return _Seller(first, kin, 1 - exp(-max(0.0, ahead)))


def _is_fuller(weighed: Weighed, face: Face) -> bool:
    """Whether a sender's line gives the name that a logo shows the end of."""
    own = kinship.face(weighed.block).names[:1]
    return weighed.block.one_line and any(kinship.ends_in(full, n) for full in own for n in face.names)


def _buyer(found: Sequence[Weighed], seller: _Seller | None) -> Weighed | None:
    own = [id(block) for block in seller.blocks] if seller else []
    others = [w for w in found if id(w.block) not in own]
    labelled = [w for w in others if w.role == "party.buyer"]
    if labelled:
        return min(labelled, key=lambda w: (not w.block.names, not w.block.address))
    unlabelled = [w for w in others if w.role is None and w.block.names and is_address(w.block)]
    standing = [w for w in unlabelled if not w.block.one_line]
    return min(standing, key=lambda w: (not w.block.complete, w.block.page, w.block.box.y0), default=None)


def _seller_choice(
    traces: Traces,
    found: Sequence[Weighed],
    seller: _Seller | None,
    buyer: Weighed | None,
    numbers: Sequence[Printed],
) -> PartyChoice:
    other = buyer.block if buyer else None
    if seller is None:
        tax_id = tax_ids.of_seller(traces.sheet, numbers, [], other)
        return PartyChoice(names.standing_out(traces, other), None, tax_id, _country(None, tax_id))
    located = _located(found, seller, buyer)
    place = _address(located, seller.lead)
    own = [*([located] if located else []), *seller.blocks]
    tax_id = tax_ids.of_seller(traces.sheet, numbers, own, other)
    return PartyChoice(_seller_name(traces, seller, other), place, tax_id, _country(place, tax_id))


def _seller_name(traces: Traces, seller: _Seller, buyer: Block | None) -> Choice[str] | None:
    block, *kin = seller.blocks
    if block.letterhead and not block.names:
        return None
    score = _sureness(seller)
    named = names.of_block(traces, block, score, [] if block.letterhead else kin)
    if named is None:
        return names.standing_out(traces, buyer)
    return replace(named, margin=seller.lead)


def _sureness(seller: _Seller) -> float:
    """How plainly a party sells: by what proves it, not by its lead alone."""
    known = seller.weighed.evidence
    proof = max(min(1.0, known.get(name, 0.0)) for name in PROOFS)
    return 0.35 + 0.3 * seller.lead + 0.25 * proof + 0.1 * known.get("has_legal_form", 0.0)


def _located(found: Sequence[Weighed], seller: _Seller, buyer: Weighed | None) -> Block | None:
    """The block with the seller's address: its own, else one of its kin, else the likeliest that is nobody
    else's.
    """
    own = [w for w in (seller.weighed, *seller.kin) if is_address(w.block)]
    if own:
        return min(own, key=lambda w: (*_lacks(w.block), w is not seller.weighed, -w.weight)).block
    others = [w for w in weighing.by_weight(found) if is_address(w.block) and w is not buyer]
    others.sort(key=lambda w: not w.block.complete)
    on_slip = seller.weighed.block.letterhead
    return next((w.block for w in others if _is_nobodys(w) and (w.block.complete or not on_slip)), None)


def _is_nobodys(weighed: Weighed) -> bool:
    """Whether an address stands under no name, or under a heading or a sentence alone."""
    said = weighed.evidence.get("name_holds_label") or weighed.evidence.get("speaks_in_sentences")
    return not weighed.block.names or bool(said)


def _lacks(block: Block) -> tuple[bool, bool]:
    """What an address is without: a postcode, a street."""
    return not block.complete, any(address.is_box(joined(lines)) for lines in block.address)


def _buyer_choice(
    traces: Traces, seller: _Seller | None, buyer: Weighed | None, numbers: Sequence[Printed]
) -> PartyChoice:
    if buyer is None:
        return PartyChoice()
    block = buyer.block
    name = names.of_block(traces, block, 1.0 if buyer.role else 0.6)
    place = _address(block, 1.0)
    tax_id = tax_ids.of_buyer(traces.sheet, numbers, block, seller.weighed.block if seller else None)
    return PartyChoice(name, place, tax_id, _country(place, tax_id))


def _address(block: Block | None, lead: float) -> Choice[str] | None:
    if block is None or not any(address.likeness(joined(lines)) >= 0.5 for lines in block.address):
        return None
    sure = 0.5 + 0.3 * lead + 0.2 * block.complete
    spans = tuple(span for lines in block.address for span in lines)
    return Choice(block.address_text, spans, sure, margin=lead)


def _country(place: Choice[str] | None, tax_id: Choice[str] | None) -> str | None:
    """Where a party is: in the country that its address tells, else in that of its tax number, which also
    tells an Italian province with its postcode from an American state.
    """
    named = address.country_within(place.value) if place else None
    numbered = tax_ids.country_of(tax_id.value) if tax_id else None
    return numbered if named is None or (named, numbered) == ("US", "IT") else named
