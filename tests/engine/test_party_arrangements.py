"""Whatever way an invoice places its parties, the seller's name, address and tax number are the seller's."""

from __future__ import annotations

import pytest

from extraction.engine import understanding
from extraction.engine.options import Options
from tests.engine.arrangements import ALL, Company, drawn

_JOINERY = Company(
    name="Harbour Joinery Ltd",
    street="14 Quay Street",
    city="Bristol BS1 4DF",
    country="United Kingdom",
    tax_id="GB331343342",
    vat="VAT No",
    to="Invoice to",
    title="INVOICE",
    phone="+44 117 496 0142",
    mail="hello@harbourjoinery.example",
    site="www.harbourjoinery.example",
    brand="Harbour",
)
_OFFICES = Company(
    name="Nordwind Bürotechnik GmbH",
    street="Lindenallee 14",
    city="20095 Hamburg",
    country="",
    tax_id="DE990260963",
    vat="USt-IdNr.",
    to="Rechnung an",
    title="Rechnung",
    phone="040 5550142",
    mail="post@nordwind.example",
    site="www.nordwind.example",
    brand="nordwind",
    slogan="Alles fürs Büro",
    person="Petra Sommer",
)
_CRAFT = Company(
    name="Ateliers Beaumont SARL",
    street="12 rue des Tanneurs",
    city="69002 Lyon",
    country="France",
    tax_id="FR34977981232",
    vat="N° TVA",
    to="Facturé à",
    title="FACTURE",
    phone="04 72 55 01 42",
    mail="contact@beaumont.example",
    site="www.beaumont.example",
    brand="Beaumont",
    slogan="Artisan depuis 1954",
    person="Camille Aubert",
)
_PAIRS = ((_JOINERY, _OFFICES), (_OFFICES, _CRAFT), (_CRAFT, _JOINERY))


@pytest.mark.parametrize(("seller", "buyer"), _PAIRS, ids=("en", "de", "fr"))
@pytest.mark.parametrize("name", sorted(ALL))
def test_the_seller_is_read_whole(name, seller, buyer):
    paper = drawn(name, seller, buyer)
    found = understanding.understand(paper.document(), options=Options()).parties.seller
    values = [choice.value if choice else None for choice in (found.name, found.address, found.tax_id)]
    assert values == [paper.name, paper.address, paper.tax_id]
