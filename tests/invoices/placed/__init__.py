"""Papers whose seller stands wherever chance puts it; as often as a company it is a person, a shop, a brand.

page = placed.place(7)
page.document, page.truth          # its words, and who sells at which address under which tax number
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from extraction.engine.document import Document, Page
from tests.invoices.composed import deal
from tests.invoices.composed.picking import Pick
from tests.invoices.composed.voice import LANGUAGES, Voice, countries
from tests.invoices.placed import payees, rest
from tests.invoices.placed.paper import HEIGHT, WIDTH, Paper
from tests.invoices.placed.sellers import NOWHERE, SELLERS
from tests.invoices.placed.words import CALLED
from tests.invoices.spec import Company

TAX_IN_BLOCK = ("block", "block", "first in block", "bare", "label above")
TAX_PLACES = ("none", *TAX_IN_BLOCK, "facts", "bank", "foot", "top")
LABELS = ("none", "none", "both", "buyer", "buyer")


@dataclass(frozen=True)
class Placed:
    document: Document
    truth: dict[str, Any]


def place(seed: int) -> Placed:
    """The paper of a seed."""
    pick = Pick(seed)
    language = pick.of("language", LANGUAGES)
    country = pick.of("country", [c for c, world in countries().items() if world["language"] == language])
    voice = Voice(pick, language=language, country=country)
    made = deal.made_up(pick, voice, kind="invoice")
    paper = Paper(pick, voice, made, _called(pick, voice, made.seller), made.buyer)
    pick.of("tax", TAX_PLACES)
    pick.of("labels", LABELS)
    room = SELLERS[pick.of("seller", sorted(SELLERS))](paper)
    pick.of("payee", payees.NAMING if pick.choices["seller"] == NOWHERE else payees.OFTEN)
    rest.draw(paper, room)
    return Placed(Document((Page(1, WIDTH, HEIGHT, tuple(paper.words)),)), _truth(paper))


def _called(pick: Pick, voice: Voice, seller: Company) -> Company:
    """A seller with a company's form, or without one."""
    kind = pick.of("called", ("company", "company", "person", "trading", "brand"))
    rng = pick.rng("called so")
    if kind == "person":
        return replace(seller, name=f"{rng.choice(voice.words['first'])} {rng.choice(voice.words['last'])}")
    if kind == "trading":
        return replace(seller, name=rng.choice(CALLED["trading"][voice.language]))
    return replace(seller, name=rng.choice(CALLED["brands"])) if kind == "brand" else seller


def _truth(paper: Paper) -> dict[str, Any]:
    seller = paper.seller
    stands = paper.pick.choices["seller"] != NOWHERE
    vendor = {"name": seller.name}
    if stands:
        vendor["address"] = ", ".join(seller.address_lines)
    if paper.pick.choices["tax"] not in ("none", *(() if stands else TAX_IN_BLOCK)):
        vendor["tax_id"] = seller.tax_id
    return {"vendor": vendor, "invoice_number": paper.deal.number}
