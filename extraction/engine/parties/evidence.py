"""What speaks for a block being the seller: each piece of evidence a number under its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extraction.engine.candidates import Sheet
from extraction.engine.document import Box
from extraction.engine.layout import PageLayout
from extraction.engine.parties import address, belongings, kinship, prose
from extraction.engine.parties.block import Block
from extraction.engine.parties.rows import ROLES, joined
from extraction.engine.parties.traces import Traces
from extraction.engine.spans import Span

LOW = 0.7  # where a footer may begin, as a share of the page

Evidence = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where it stands: worked out once, since each is compared with every other."""

    block: Block
    page: PageLayout
    box: Box
    is_address: bool
    below: frozenset[str]  # what paragraphs in its column tell


def place(sheet: Sheet, block: Block) -> Placed:
    page, box = sheet.page(block.page), block.box
    return Placed(block, page, box, is_address(block), belongings.below(sheet, page, box))


def of(traces: Traces, own: Placed, found: Sequence[Placed], *, role: str | None) -> Evidence:
    """What a block shows among the others, by the role that its label gives it."""
    sheet = traces.sheet
    return {
        **_of_place(sheet, own),
        **_of_company(own),
        **_of_shape(own, found, role),
        **_of_surroundings(sheet, own, found, role),
        **(_of_name(traces, own) if own.block.names else {}),
        **_of_account(traces, own),
    }


def of_role(role: str | None) -> Evidence:
    return {f"labelled_{known.partition('.')[2]}": float(role == known) for known in ROLES}


def _of_place(sheet: Sheet, own: Placed) -> Evidence:
    """Sellers stand at the top of the first page, or in the footer."""
    depth = own.box.y0 / own.page.height
    low = depth > LOW and bool(own.block.names) and own.is_address
    first = own.page.number == sheet.layout.pages[0].number
    return {
        "height_on_first_page": (1 - depth) * first,
        "on_later_page": float(not first),
        "in_footer": float(depth > 0.85),
        "beside_belongings": float(len(belongings.beside(sheet, own.page, own.box))) if low else 0.0,
    }


def _of_account(traces: Traces, own: Placed) -> Evidence:
    """A name in the small print over an account's number, and nowhere else, is the bank's."""
    block, low = own.block, own.box.y0 / own.page.height > LOW
    name = joined(block.names[0]) if block.names else ""
    reached = (block.contacts or block.tax) and not address.is_bank(name)
    if not (low and name and block.address) or reached:
        return {"holds_account": 0.0}
    known = traces.domain(name) or traces.mentions(name, outside=[block])
    held = address.is_bank(name) or "party.bank" in own.below
    return {"holds_account": float(held and not known)}


def _of_company(own: Placed) -> Evidence:
    """Sellers say how to reach, tax and pay them."""
    block = own.block
    text = " ".join(joined(lines) for lines in block.contacts)
    return {
        "has_contacts": float(bool(block.contacts)),
        "contact_lines": float(len(block.contacts)),
        "has_site": float(bool(address.sites(text))),
        "has_bank": float(block.bank),
        "has_tax_id": float(bool(block.tax)),
        "belongings_below": float(len(own.below)),
    }


def _of_shape(own: Placed, found: Sequence[Placed], role: str | None) -> Evidence:
    block = own.block
    senders = (other for other in found if other.block.one_line and other is not own)
    whole = role is None and bool(block.names) and own.is_address
    return {
        "lacks_name_or_address": float(not block.address or not block.names),
        "on_one_line": float(block.one_line),
        "heads_receipt": float(block.letterhead),
        "under_sender_line": float(any(_under(own, sender) for sender in senders)),
        "first_whole_party": float(whole and not any(_before(other, own) for other in found)),
    }


def _of_surroundings(sheet: Sheet, own: Placed, found: Sequence[Placed], role: str | None) -> Evidence:
    """What tells a party from other text, and the party in an envelope's window from its sender."""
    block, page, box = own.block, own.page, own.box
    whole = role is None and bool(block.names) and own.is_address
    bare = not (block.contacts or block.tax or block.bank)
    x, y = box.x0 / page.width, box.y0 / page.height
    return {
        "among_items": float(y < LOW and _below_items(sheet, own)),
        "at_right": box.center_x / page.width,
        "topmost": float(all(box.y0 <= line.box.y1 for line in page.lines[:1])),
        "in_window": float(whole and bare and x < 0.45 and 0.1 < y < 0.33),
        "whole": float(whole),
        "paid": float(block.paid),
        "bare_beside_payee": float(whole and bare and _stands_for_buyer(sheet, own, found)),
        "complete_address": float(block.complete),
        "whole_beside_known_buyer": float(
            whole and any(other.block.role == "party.buyer" for other in found)
        ),
    }


def _stands_for_buyer(sheet: Sheet, own: Placed, found: Sequence[Placed]) -> bool:
    """Whether a party alone with its address is the only one, and somebody of another name is paid."""
    face = kinship.face(own.block)
    paid = [kinship.face(other.block) for other in found if other.block.paid]
    if not paid or any(kinship.share_word(face, other) for other in paid):
        return False
    others = (other for other in found if other is not own and other.block.names and not other.block.paid)
    known = any(other.block.role == "party.buyer" or _is_somebody(sheet, other) for other in others)
    return not known and not prose.greets_another(sheet, own.block.names[0])


def _is_somebody(sheet: Sheet, other: Placed) -> bool:
    """Whether a party has an address, or is named over the items."""
    if is_address(other.block):
        return True
    every = [joined(lines) for lines in other.block.names]
    plain = any(not prose.is_prose(sheet, name) and not prose.is_slogan(name) for name in every)
    return plain and not _below_items(sheet, other)


def _below_items(sheet: Sheet, own: Placed) -> bool:
    """Whether a block stands below the head of the items."""
    return any(page == own.page.number and top < own.box.y0 for page, top in sheet.item_heads)


def _of_name(traces: Traces, own: Placed) -> Evidence:
    """Sellers show their name in logos, web sites, signatures and footers, and in large letters."""
    block = own.block
    every = [joined(lines) for lines in block.names]
    best = max(every, key=address.has_legal_form)
    tallest = max(span.box.height for lines in block.names for span in lines)
    larger = tallest / own.page.line_height - 1.1
    return {
        "has_legal_form": float(address.has_legal_form(best) and not any(map(address.has_honorific, every))),
        "is_bank": float(address.is_bank(best) or address.is_authority(best)),
        "has_honorific": float(any(map(address.has_honorific, every))),
        "owns_domain": traces.domain(best),
        "owns_site": traces.domain(best, site=True),
        "has_monogram": float(any(map(traces.monogram, every))),
        "mentioned": min(2, traces.mentions(best, outside=[block])) ** 0.5,
        "signed": float(traces.signed(best, outside=[block])),
        "speaks_in_sentences": float(prose.is_prose(traces.sheet, best)),
        "large_letters": min(2.0, max(0.0, larger)),
        "name_has_digits": float(any(map(str.isdigit, best))),
        "name_holds_label": float(any(_holds_label(traces.sheet, span) for span in block.names[0])),
        "words_in_name": min(6.0, len(best.split())),
        "further_names": min(3.0, len(every) - 1.0),
        "bold": float(all(word.bold for span in block.names[0] for word in span.words)),
    }


def _holds_label(sheet: Sheet, span: Span) -> bool:
    return any(span.start <= label.span.start < span.end for label in sheet.labels.of(span.segment))


def _under(own: Placed, sender: Placed) -> bool:
    """Whether a block stands right under a sender's line, as in the window of an envelope."""
    if own.page is not sender.page or not own.block.names:
        return False
    gap, height = own.box.y0 - sender.box.y1, sender.box.height
    return -1 <= gap <= 6 * height and abs(own.box.x0 - sender.box.x0) <= 3 * height


def _before(other: Placed, own: Placed) -> bool:
    """Whether another whole party comes first: higher on the page, or at its left."""
    if other is own or not other.block.names or not other.is_address or other.block.role is not None:
        return False
    height = own.block.spans[0].box.height
    if other.page is not own.page or abs(other.box.y0 - own.box.y0) > 2 * height:
        return (other.page.number, other.box.y0) < (own.page.number, own.box.y0)
    return other.box.x0 < own.box.x0


def is_address(block: Block) -> bool:
    """One line that is plainly a place, or two that may be."""
    plainest = max((address.likeness(joined(lines)) for lines in block.address), default=0.0)
    return plainest >= 0.8 or (plainest >= 0.5 and len(block.address) > 1)
