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
from extraction.engine.parties import address, kinship, prose
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


def weigh(traces: Traces, found: Sequence[Block]) -> list[Weighed]:
    """Every block of a document compared with the others."""
    return _pooled([_weighed(traces, block, found) for block in found])


def _pooled(found: Sequence[Weighed]) -> list[Weighed]:
    """What is known of a party in one place is known of it in every other."""
    named = [(w, kinship.face(w.block)) for w in found if w.block.names]
    kin = {id(w): [v for v, own in named if v is not w and kinship.alike(face, own)] for w, face in named}
    return [_with_kin(w, kin.get(id(w), [])) for w in found]


def _with_kin(weighed: Weighed, kin: Sequence[Weighed]) -> Weighed:
    shared = _SHARED if weighed.role is not None else (*_SHARED, "labelled_buyer")
    most = {name: max((w.evidence.get(name, 0.0) for w in kin), default=0.0) for name in shared}
    evidence = {**weighed.evidence, **{n: max(v, weighed.evidence.get(n, 0.0)) for n, v in most.items()}}
    return replace(weighed, evidence=evidence, weight=total(evidence))


def total(evidence: Evidence) -> float:
    """The weighted sum of pieces of evidence."""
    known = weights()
    return sum(known[name] * value for name, value in evidence.items())


@lru_cache(maxsize=2)
def weights(table: str = "seller") -> Mapping[str, float]:
    """What each piece of evidence counts; in the table "start", what it counted before any was fitted."""
    text = files("extraction.engine.parties").joinpath("weights.toml").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in tomllib.loads(text)[table].items()}


def _weighed(traces: Traces, block: Block, found: Sequence[Block]) -> Weighed:
    sheet = traces.sheet
    role = block.role or _role_beside(sheet, block)
    evidence = {
        **_of_role(role),
        **_of_place(sheet, block),
        **_of_company(sheet, block),
        **_of_shape(block, found, role),
        **_of_surroundings(sheet, block, found, role),
        **(_of_name(traces, block) if block.names else {}),
        **_of_account(traces, block),
    }
    return Weighed(block, role, evidence, total(evidence))


def _of_role(role: str | None) -> Evidence:
    return {f"labelled_{known.partition('.')[2]}": float(role == known) for known in ROLES}


def _of_place(sheet: Sheet, block: Block) -> Evidence:
    """Sellers stand at the top of the first page, or in the footer."""
    depth = block.box.y0 / sheet.page(block.page).height
    low = depth > LOW and bool(block.names) and is_address(block)
    first = block.page == sheet.layout.pages[0].number
    return {
        "height_on_first_page": (1 - depth) * first,
        "on_later_page": float(not first),
        "in_footer": float(depth > 0.85),
        "beside_belongings": float(len(_belongings_beside(sheet, block))) if low else 0.0,
    }


def _of_account(traces: Traces, block: Block) -> Evidence:
    """A name in the small print over an account's number, and nowhere else, is the bank's."""
    low = block.box.y0 / traces.sheet.page(block.page).height > LOW
    name = joined(block.names[0]) if block.names else ""
    reached = (block.contacts or block.tax) and not address.is_bank(name)
    if not (low and name and block.address) or reached:
        return {"holds_account": 0.0}
    known = traces.domain(name) or traces.mentions(name, outside=[block])
    held = address.is_bank(name) or "party.bank" in _belongings_below(traces.sheet, block)
    return {"holds_account": float(held and not known)}


def _belongings_beside(sheet: Sheet, block: Block) -> set[str]:
    """What columns at the height of a footer's block tell: how to reach, tax and pay somebody."""
    height = sheet.page(block.page).line_height
    top, bottom = block.box.y0 - 1.5 * height, block.box.y1 + 0.5 * height
    beside = (s for s in sheet.page(block.page).segments if s.box.y0 >= top and s.box.y1 <= bottom)
    kinds = (sheet.kinds(label) for s in beside for label in sheet.labels.of(s)[:1] if label.initial)
    return {kind for some in kinds for kind in some} & _BELONGINGS


def _belongings_below(sheet: Sheet, block: Block) -> set[str]:
    """What paragraphs under a party, in its column, tell: how to reach, tax and pay it."""
    page, box, told = sheet.page(block.page), block.box, set[str]()
    for segment in page.segments:
        down = (segment.box.y0 - box.y1) / page.line_height
        if not 0 < down < COLUMN or abs(segment.box.x0 - box.x0) > 0.5 * page.line_height:
            continue
        label = next(iter(sheet.labels.of(segment)), None)
        kinds = sheet.kinds(label) if label and label.initial else frozenset()
        if any(kind.startswith(_OF_PAPER) for kind in kinds - _BELONGINGS) and not kinds & _BELONGINGS:
            break
        told |= kinds & _BELONGINGS
    return told


def _of_company(sheet: Sheet, block: Block) -> Evidence:
    """Sellers say how to reach, tax and pay them."""
    text = " ".join(joined(lines) for lines in block.contacts)
    return {
        "has_contacts": float(bool(block.contacts)),
        "contact_lines": float(len(block.contacts)),
        "has_site": float(bool(address.sites(text))),
        "has_bank": float(block.bank),
        "has_tax_id": float(bool(block.tax)),
        "belongings_below": float(len(_belongings_below(sheet, block))),
    }


def _of_shape(block: Block, found: Sequence[Block], role: str | None) -> Evidence:
    senders = (other for other in found if other.one_line and other is not block)
    whole = role is None and bool(block.names) and is_address(block)
    return {
        "lacks_name_or_address": float(not block.address or not block.names),
        "on_one_line": float(block.one_line),
        "heads_receipt": float(block.letterhead),
        "under_sender_line": float(any(_under(block, sender) for sender in senders)),
        "first_whole_party": float(whole and not any(_before(other, block) for other in found)),
    }


def _of_surroundings(sheet: Sheet, block: Block, found: Sequence[Block], role: str | None) -> Evidence:
    """What tells a party from other text, and the party in an envelope's window from its sender."""
    page, box = sheet.page(block.page), block.box
    whole = role is None and bool(block.names) and is_address(block)
    bare = not (block.contacts or block.tax or block.bank)
    x, y = box.x0 / page.width, box.y0 / page.height
    return {
        "among_items": float(_below_items(sheet, block) and y < LOW),
        "at_right": box.center_x / page.width,
        "topmost": float(all(box.y0 <= line.box.y1 for line in page.lines[:1])),
        "in_window": float(whole and bare and x < 0.45 and 0.1 < y < 0.33),
        "whole": float(whole),
        "complete_address": float(block.complete),
        "whole_beside_known_buyer": float(whole and any(other.role == "party.buyer" for other in found)),
    }


def _below_items(sheet: Sheet, block: Block) -> bool:
    """Whether a block stands below the head of the items."""
    own, height = block.page, block.box.y0
    return any(page == own and top < height for page, top in sheet.item_heads)


def _of_name(traces: Traces, block: Block) -> Evidence:
    """Sellers show their name in logos, web sites, signatures and footers, and in large letters."""
    every = [joined(lines) for lines in block.names]
    best = max(every, key=address.has_legal_form)
    tallest = max(span.box.height for lines in block.names for span in lines)
    larger = tallest / traces.sheet.page(block.page).line_height - 1.1
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


def _role_beside(sheet: Sheet, block: Block) -> str | None:
    """The role that a label left of the block or above its first line gives it."""
    first = (block.names or block.address)[0][0]
    page = sheet.page(block.page)
    for support in sheet.supports(first):
        gap = first.box.x0 - support.label.span.box.x1
        plain = support.strength >= 0.5 and support.label.whole and gap <= 14 * page.line_height
        for role in ROLES:
            if plain and role in support.kinds and not _is_answered(sheet, support.label.span, first):
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


def _under(block: Block, sender: Block) -> bool:
    """Whether a block stands right under a sender's line, as in the window of an envelope."""
    if block.page != sender.page or not block.names:
        return False
    gap = block.box.y0 - sender.box.y1
    return -1 <= gap <= 6 * sender.box.height and abs(block.box.x0 - sender.box.x0) <= 3 * sender.box.height


def _before(other: Block, block: Block) -> bool:
    """Whether another whole party comes first: higher on the page, or at its left."""
    if other is block or not other.names or not is_address(other) or other.role is not None:
        return False
    height = block.spans[0].box.height
    if other.page != block.page or abs(other.box.y0 - block.box.y0) > 2 * height:
        return (other.page, other.box.y0) < (block.page, block.box.y0)
    return other.box.x0 < block.box.x0


def is_address(block: Block) -> bool:
    """One line that is plainly a place, or two that may be."""
    plainest = max((address.likeness(joined(lines)) for lines in block.address), default=0.0)
    return plainest >= 0.8 or (plainest >= 0.5 and len(block.address) > 1)


def by_weight(found: Sequence[Weighed]) -> Iterator[Weighed]:
    """The blocks that may sell, the likeliest first."""
    return iter(sorted((w for w in found if w.may_sell), key=lambda w: -w.weight))
