"""Papers whose seller stands wherever chance puts it; as often as a company it is a person, a shop, a brand.

page = placed.place(7)
page.document, page.truth          # its words, and who sells at which address under which tax number
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extraction.engine.document import Document, Page
from tests.invoices.composed import deal
from tests.invoices.composed.picking import Pick
from tests.invoices.composed.voice import LANGUAGES, Voice, countries
from tests.invoices.placed import rest
from tests.invoices.placed.paper import HEIGHT, WIDTH, Paper
from tests.invoices.placed.sellers import SELLERS
from tests.invoices.spec import Company

TAX_PLACES = (
    "none",
    "block",
    "block",
    "first in block",
    "bare",
    "label above",
    "facts",
    "bank",
    "foot",
    "top",
)
LABELS = ("none", "none", "both", "buyer", "buyer")
_CALLED = tomllib.loads(Path(__file__).with_name("called.toml").read_text("utf-8"))


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
    rest.draw(paper, room)
    return Placed(Document((Page(1, WIDTH, HEIGHT, tuple(paper.words)),)), _truth(paper))


def _called(pick: Pick, voice: Voice, seller: Company) -> Company:
    """A seller with a company's form, or without one."""
    kind = pick.of("called", ("company", "company", "person", "trading", "brand"))
    rng = pick.rng("called so")
    if kind == "person":
        return replace(seller, name=f"{rng.choice(voice.words['first'])} {rng.choice(voice.words['last'])}")
    if kind == "trading":
        return replace(seller, name=rng.choice(_CALLED["trading"][voice.language]))
    return replace(seller, name=rng.choice(_CALLED["brands"])) if kind == "brand" else seller


def _truth(paper: Paper) -> dict[str, Any]:
    seller = paper.seller
    vendor = {"name": seller.name, "address": ", ".join(seller.address_lines)}
    if not paper.prints("none"):
        vendor["tax_id"] = seller.tax_id
    return {"vendor": vendor, "invoice_number": paper.deal.number}
