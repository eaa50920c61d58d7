"""How much speaks for a block being the seller.

What a piece of evidence counts is data (`weights.toml`), so that it can be looked at, and fitted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from extraction.engine.candidates import Sheet
from extraction.engine.parties import address, evidence, kinship, rows
from extraction.engine.parties.block import OTHERS, Block
from extraction.engine.parties.evidence import Evidence, Placed
from extraction.engine.parties.rows import ROLES, joined
from extraction.engine.parties.traces import Traces
from extraction.engine.spans import Span

_SHARED = (
    "labelled_seller",
    "has_site",
    "has_bank",
    "has_tax_id",
    "in_footer",
    "beside_belongings",
    "signed",
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A block with what speaks for its being the seller, and the sum of it."""

    block: Block
    role: str | None
    evidence: Evidence
    weight: float

    @property
    def may_sell(self) -> bool:
        return self.role not in OTHERS


def weigh(traces: Traces, found: Sequence[Block]) -> list[Weighed]:
    """Every block of a document compared with the others."""
    placed = [evidence.place(traces.sheet, block) for block in found]
    return _pooled([_weighed(traces, own, placed) for own in placed])


def _pooled(found: Sequence[Weighed]) -> list[Weighed]:
    """What is known of a party in one place is known of it in every other."""
    named = [(w, kinship.face(w.block)) for w in found if w.block.names]
    kin = {id(w): [v for v, own in named if v is not w and kinship.alike(face, own)] for w, face in named}
    return [_with_kin(w, kin[id(w)]) if kin.get(id(w)) else w for w in found]


def _with_kin(weighed: Weighed, kin: Sequence[Weighed]) -> Weighed:
    shared = _SHARED if weighed.role is not None else (*_SHARED, "labelled_buyer")
    most = {name: max((w.evidence.get(name, 0.0) for w in kin), default=0.0) for name in shared}
    shown = {**weighed.evidence, **{n: max(v, weighed.evidence.get(n, 0.0)) for n, v in most.items()}}
    return replace(weighed, evidence=shown, weight=total(shown))


def total(shown: Evidence) -> float:
    """The weighted sum of pieces of evidence."""
    known = weights()
    return sum([known[name] * value for name, value in shown.items()])


@lru_cache(maxsize=2)
def weights(table: str = "seller") -> Mapping[str, float]:
    """What each piece of evidence counts; in the table "start", what it counted before any was fitted."""
    text = files("extraction.engine.parties").joinpath("weights.toml").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in tomllib.loads(text)[table].items()}


def _weighed(traces: Traces, own: Placed, found: Sequence[Placed]) -> Weighed:
    sheet, block = traces.sheet, own.block
    role = block.role or _role_beside(sheet, own)
    shown = {
        **evidence.of_role(role or _role_elsewhere(traces, block)),
        **evidence.of(traces, own, found, role=role),
    }
    return Weighed(block, role, shown, total(shown))


def _role_elsewhere(traces: Traces, block: Block) -> str | None:
    """The role that a party without a label has where its name stands again, as on a slip to pay with."""
    named = (joined(lines) for lines in block.names[:1])
    return "party.buyer" if any(traces.bought(name, outside=[block]) for name in named) else None


def _role_beside(sheet: Sheet, own: Placed) -> str | None:
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


def by_weight(found: Sequence[Weighed]) -> Iterator[Weighed]:
    """The blocks that may sell, the likeliest first."""
    return iter(sorted((w for w in found if w.may_sell), key=lambda w: -w.weight))
