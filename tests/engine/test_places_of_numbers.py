"""A document's number is read wherever its label stands: over it, below, behind, or around its date too."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.engine.printing import read

ITEMS = """
Description                                   Qty      Price         Amount
Survey of the roof                              1     400.00         400.00
Gutters cleaned                                 2      50.00         100.00
                                                   Total GBP         500.00
"""
PARTIES = {
    "INVOICE": "Hartwell Roofing Ltd\n3 Mill Lane\nBristol BS2 0AA\n\nBill to\nDr Poole\n14 Castle Street",
    "RECHNUNG": "Hartwig Dach GmbH\nMühlweg 3\n70174 Stuttgart\n\nDr. Lindner\nSchloss 14\n70173 Stuttgart",
    "FACTURE": "Toitures Hardy SARL\n3 rue du Moulin\n33100 Bordeaux\n\nClient\nDr Lindner\n33000 Bordeaux",
    "FACTURA": "Tejados Hernán S.L.\nCalle Molino 3\n28014 Madrid\n\nCliente\nDra. Lindner\n28013 Madrid",
    "FATTURA": "Tetti Ardito srl\nVia Mulino 3\n20121 Milano\n\nSpett.le\nStudio Lindner\n20122 Milano",
}
MAY = dt.date(2024, 5, 3)


def page(title: str, facts: str) -> str:
    return f"{PARTIES[title]}\n\n## {title}\n\n{facts}\n\n{ITEMS}"


@pytest.mark.parametrize(
    ("title", "facts", "number"),
    [
        ("INVOICE", "118                 3 May 2024\n~~ Invoice number     ~~ Invoice date", "118"),
        ("RECHNUNG", "2024-118            03.05.2024\n~~ Rechnungsnummer    ~~ Rechnungsdatum", "2024-118"),
        ("FACTURE", "F-118               03/05/2024\n~~ Numéro de facture  ~~ Date de facture", "F-118"),
        ("FATTURA", "118/2024            03/05/2024\n~~ Numero fattura     ~~ Data fattura", "118/2024"),
        ("INVOICE", "118         Invoice number\n3 May 2024  Invoice date", "118"),
        ("FACTURA", "F-118       Número de factura\n03/05/2024  Fecha de factura", "F-118"),
    ],
)
def test_labels_may_follow_their_values(title, facts, number):
    found = read(page(title, facts))
    assert (found.invoice_number, found.date) == (number, MAY)


@pytest.mark.parametrize(
    ("title", "facts", "number"),
    [
        ("INVOICE", "Invoice number and date: 118, 3 May 2024", "118"),
        ("RECHNUNG", "Rechnungsnummer und Datum: 118 / 03.05.2024", "118"),
        ("FATTURA", "Numero e data fattura\n118 del 03/05/2024", "118"),
        ("INVOICE", "Invoice No / Date\n118 / 3 May 2024", "118"),
        ("RECHNUNG", "Rechnungs-Nr. Datum Kunden-Nr.\n118 03.05.2024 4711", "118"),
    ],
)
def test_labels_may_name_number_and_date_together(title, facts, number):
    found = read(page(title, facts))
    assert (found.invoice_number, found.date) == (number, MAY)


@pytest.mark.parametrize(
    ("title", "facts", "number"),
    [
        ("INVOICE", "Our ref: HR118\nDate: 3 May 2024", "HR118"),
        ("INVOICE", "Reference  HR118\nDate  3 May 2024", "HR118"),
        ("RECHNUNG", "Unser Zeichen: 118/24\nDatum: 03.05.2024", "118/24"),
        ("FACTURE", "Notre référence : FA118\nDate : 03/05/2024", "FA118"),
    ],
)
def test_an_invoices_only_reference_is_its_number(title, facts, number):
    assert read(page(title, facts)).invoice_number == number


def test_a_reference_is_no_number_where_another_is_named_so():
    found = read(page("INVOICE", "Our ref: HR118\nInvoice number: 7\nDate: 3 May 2024"))
    assert found.invoice_number == "7"


def test_the_readers_reference_is_no_number():
    assert read(page("INVOICE", "Your ref: HR118\nDate: 3 May 2024")).invoice_number is None


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ("INVOICE", "Invoice no.  Date\n118  3 May 2024"),
        ("RECHNUNG", "Rechnungsnummer      118\nRechnungsdatum       03.05.2024\nKundennummer         4711"),
        ("FACTURE", "N° facture        Date            N° client\n118               03/05/2024      4711"),
    ],
)
def test_labels_before_or_above_their_values_are_read_as_ever(title, facts):
    found = read(page(title, facts))
    assert (found.invoice_number, found.date) == ("118", MAY)


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ("INVOICE", "Invoice number   7\nInvoice date     3 May 2024\nID               44556"),
        ("FACTURE", "Numéro de facture   7\nDate de facture     03/05/2024\nID                  44556"),
        ("FATTURA", "Numero fattura   7\nData fattura     03/05/2024\nID               44556"),
    ],
)
def test_a_number_of_one_figure_is_the_documents_where_it_is_named_so(title, facts):
    assert read(page(title, facts)).invoice_number == "7"


ADDRESS_BESIDE = """
## TAX INVOICE

                              Invoice Date               Coolamon Sheds Pty Ltd
Tarcoola Wool Co              14 Feb 2025                9 Mirrool Street
PO Box 18                     Invoice Number             TEMORA NSW 2666
HAY NSW 2711                  INV-2291                   AUSTRALIA
                              ABN
                              53 004 085 616
"""


def test_the_postcode_of_an_address_beside_a_label_is_no_number():
    assert read(f"{ADDRESS_BESIDE}\n\n{ITEMS}").invoice_number == "INV-2291"


NAMED_BESIDE = """
Coolamon Sheds Hardware
9 Mirrool Street, 2666 Temora

## CASH BILL

M/s: CASH SALES                          No      : CS 021846
                                         Date    : 18-01-2018
"""


def test_a_number_behind_its_label_and_a_colon_is_of_no_address():
    assert read(f"{NAMED_BESIDE}\n\n{ITEMS}").invoice_number == "CS 021846"
