"""Three companies that sell to each other, of three countries."""

from __future__ import annotations

from tests.engine.arrangements import Company

JOINERY = Company(
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
OFFICES = Company(
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
CRAFT = Company(
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
PAIRS = ((JOINERY, OFFICES), (OFFICES, CRAFT), (CRAFT, JOINERY))
