"""How much speaks for a block being the seller: each piece of evidence a number under its name.

What a piece counts is data (`weights.toml`), so that it can be looked at, and fitted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from extraction.engine.candidates import Sheet
from extraction.engine.document import Box
from extraction.engine.layout import PageLayout
from extraction.engine.parties import address, kinship, prose, rows
from extraction.engine.parties.block import Block
from extraction.engine.parties.rows import ROLES, joined
from extraction.engine.parties.traces import Traces
from extraction.engine.spans import Span

COLUMN = 10.0  # line heights below a party in which its column may go on
_OF_PAPER = ("header.", "columns.", "totals.", "title.", "party.buyer", "party.delivery")
LOW = 0.7  # where a footer may begin, as a share of the page
_BELONGINGS = frozenset({"party.contact", "party.tax_id", "party.bank", "party.register"})

_SHARED = (
    "labelled_seller",
    "has_site",
    "has_bank",
    "has_tax_id",
    "in_footer",
    "beside_belongings",
    "signed",
)

Evidence = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A block with what speaks for its being the seller, and the sum of it."""

    block: Block
    role: str | None
    evidence: Evidence
    weight: float

    @property
    def may_sell(self) -> bool:
        return self.role not in ("party.buyer", "party.delivery")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block and where it stands: worked out once, since each is compared with every other."""

    block: Block
    page: PageLayout
    box: Box
    is_address: bool
    below: frozenset[str]  # what paragraphs in its column tell


def weigh(traces: Traces, found: Sequence[Block]) -> list[Weighed]:
    """Every block of a document compared with the others."""
    placed = [_placed(traces.sheet, block) for block in found]
    return _pooled([_weighed(traces, own, placed) for own in placed])


def _placed(sheet: Sheet, block: Block) -> _Placed:
    page, box = sheet.page(block.page), block.box
    return _Placed(block, page, box, is_address(block), _belongings_below(sheet, page, box))


def _pooled(found: Sequence[Weighed]) -> list[Weighed]:
    """What is known of a party in one place is known of it in every other."""
    named = [(w, kinship.face(w.block)) for w in found if w.block.names]
    kin = {id(w): [v for v, own in named if v is not w and kinship.alike(face, own)] for w, face in named}
    return [_with_kin(w, kin[id(w)]) if kin.get(id(w)) else w for w in found]


def _with_kin(weighed: Weighed, kin: Sequence[Weighed]) -> Weighed:
    shared = _SHARED if weighed.role is not None else (*_SHARED, "labelled_buyer")
    most = {name: max((w.evidence.get(name, 0.0) for w in kin), default=0.0) for name in shared}
    evidence = {**weighed.evidence, **{n: max(v, weighed.evidence.get(n, 0.0)) for n, v in most.items()}}
    return replace(weighed, evidence=evidence, weight=total(evidence))


def total(evidence: Evidence) -> float:
    """The weighted sum of pieces of evidence."""
    known = weights()
    return sum([known[name] * value for name, value in evidence.items()])


@lru_cache(maxsize=2)
def weights(table: str = "seller") -> Mapping[str, float]:
    """What each piece of evidence counts; in the table "start", what it counted before any was fitted."""
    text = files("extraction.engine.parties").joinpath("weights.toml").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in tomllib.loads(text)[table].items()}


def _weighed(traces: Traces, own: _Placed, found: Sequence[_Placed]) -> Weighed:
    sheet, block = traces.sheet, own.block
    role = block.role or _role_beside(sheet, own)
    evidence = {
        **_of_role(role or _role_elsewhere(traces, block)),
        **_of_place(sheet, own),
        **_of_company(own),
        **_of_shape(own, found, role),
        **_of_surroundings(sheet, own, found, role),
        **(_of_name(traces, own) if block.names else {}),
        **_of_account(traces, own),
    }
    return Weighed(block, role, evidence, total(evidence))


def _role_elsewhere(traces: Traces, block: Block) -> str | None:
    """The role that a party without a label has where its name stands again, as on a slip to pay with."""
    named = (joined(lines) for lines in block.names[:1])
    return "party.buyer" if any(traces.bought(name, outside=[block]) for name in named) else None


def _of_role(role: str | None) -> Evidence:
    return {f"labelled_{known.partition('.')[2]}": float(role == known) for known in ROLES}


def _of_place(sheet: Sheet, own: _Placed) -> Evidence:
    """Sellers stand at the top of the first page, or in the footer."""
    depth = own.box.y0 / own.page.height
    low = depth > LOW and bool(own.block.names) and own.is_address
    first = own.page.number == sheet.layout.pages[0].number
    return {
        "height_on_first_page": (1 - depth) * first,
        "on_later_page": float(not first),
        "in_footer": float(depth > 0.85),
        "beside_belongings": float(len(_belongings_beside(sheet, own))) if low else 0.0,
    }


def _of_account(traces: Traces, own: _Placed) -> Evidence:
    """A name in the small print over an account's number, and nowhere else, is the bank's."""
    block, low = own.block, own.box.y0 / own.page.height > LOW
    name = joined(block.names[0]) if block.names else ""
    reached = (block.contacts or block.tax) and not address.is_bank(name)
    if not (low and name and block.address) or reached:
        return {"holds_account": 0.0}
    known = traces.domain(name) or traces.mentions(name, outside=[block])
    held = address.is_bank(name) or "party.bank" in own.below
    return {"holds_account": float(held and not known)}


def _belongings_beside(sheet: Sheet, own: _Placed) -> set[str]:
    """What columns at the height of a footer's block tell: how to reach, tax and pay somebody."""
    height = own.page.line_height
    top, bottom = own.box.y0 - 1.5 * height, own.box.y1 + 0.5 * height
    beside = (s for s in own.page.segments if s.box.y0 >= top and s.box.y1 <= bottom)
    kinds = (sheet.kinds(label) for s in beside for label in sheet.labels.of(s)[:1] if label.initial)
    return {kind for some in kinds for kind in some} & _BELONGINGS


def _belongings_below(sheet: Sheet, page: PageLayout, box: Box) -> frozenset[str]:
    """What paragraphs under a party, in its column, tell: how to reach, tax and pay it."""
    told, aside = set[str](), 0.5 * page.line_height
    for segment in page.segments:
        if segment.box.y0 <= box.y1 or abs(segment.box.x0 - box.x0) > aside:
            continue
        if segment.box.y0 - box.y1 >= COLUMN * page.line_height:
            continue
        label = next(iter(sheet.labels.of(segment)), None)
        kinds = sheet.kinds(label) if label and label.initial else frozenset()
        if any(kind.startswith(_OF_PAPER) for kind in kinds - _BELONGINGS) and not kinds & _BELONGINGS:
            break
        told |= kinds & _BELONGINGS
    return frozenset(told)


def _of_company(own: _Placed) -> Evidence:
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


def _of_shape(own: _Placed, found: Sequence[_Placed], role: str | None) -> Evidence:
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


def _of_surroundings(sheet: Sheet, own: _Placed, found: Sequence[_Placed], role: str | None) -> Evidence:
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


def _stands_for_buyer(sheet: Sheet, own: _Placed, found: Sequence[_Placed]) -> bool:
    """Whether a party alone with its address is the only one, and somebody of another name is paid."""
    face = kinship.face(own.block)
    paid = [kinship.face(other.block) for other in found if other.block.paid]
    if not paid or any(kinship.share_word(face, other) for other in paid):
        return False
    others = (other for other in found if other is not own and other.block.names and not other.block.paid)
    known = any(other.block.role == "party.buyer" or _is_somebody(sheet, other) for other in others)
    return not known and not prose.greets_another(sheet, own.block.names[0])


def _is_somebody(sheet: Sheet, other: _Placed) -> bool:
    """Whether a party has an address, or is named over the items."""
    if is_address(other.block):
        return True
    every = [joined(lines) for lines in other.block.names]
    plain = any(not prose.is_prose(sheet, name) and not prose.is_slogan(name) for name in every)
    return plain and not _below_items(sheet, other)


def _below_items(sheet: Sheet, own: _Placed) -> bool:
    """Whether a block stands below the head of the items."""
    return any(page == own.page.number and top < own.box.y0 for page, top in sheet.item_heads)


def _of_name(traces: Traces, own: _Placed) -> Evidence:
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


def _role_beside(sheet: Sheet, own: _Placed) -> str | None:
    """The role that a label left of the block or above its first line gives it."""
    first = (own.block.names or own.block.address)[0][0]
    top = min(own.block.spans, key=lambda span: span.box.y0)
    for value in dict.fromkeys((first, top)):
        for support in sheet.supports(value):
            gap = value.box.x0 - support.label.span.box.x1
            whole = support.label.whole or rows.is_all_labels(sheet, support.label.span.segment)
            plain = support.strength >= 0.5 and whole and gap <= 14 * own.page.line_height
            for role in ROLES:
                if plain and role in support.kinds and not _is_answered(sheet, support.label.span, value):
                    return role
    return None


def _is_answered(sheet: Sheet, label: Span, below: Span) -> bool:
    """Whether a label above a party has its own company beside it ("Issued by   Acorn Ltd")."""
    if below.segment.line <= label.segment.line:
        return False
    beside = (s for s in sheet.line_of(label.segment).segments if s.box.x0 > label.box.x1)
    value = next(beside, None)
    reach = 10 * sheet.page(label.page).line_height
    return value is not None and value.box.x0 - label.box.x1 < reach and address.has_legal_form(value.text)


def _under(own: _Placed, sender: _Placed) -> bool:
    """Whether a block stands right under a sender's line, as in the window of an envelope."""
    if own.page is not sender.page or not own.block.names:
        return False
    gap, height = own.box.y0 - sender.box.y1, sender.box.height
    return -1 <= gap <= 6 * height and abs(own.box.x0 - sender.box.x0) <= 3 * height


def _before(other: _Placed, own: _Placed) -> bool:
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


def by_weight(found: Sequence[Weighed]) -> Iterator[Weighed]:
    """The blocks that may sell, the likeliest first."""
    return iter(sorted((w for w in found if w.may_sell), key=lambda w: -w.weight))
