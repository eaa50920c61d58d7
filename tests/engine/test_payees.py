"""Who sells is known from whom one pays, and from who signs, where the page's head names the buyer alone."""

from __future__ import annotations

import pytest

from extraction.engine import parties
from tests.engine.drawing import sheet_of
from tests.engine.printing import read

ENGLISH = """
## INVOICE
Marlowe Dental Practice
14 Castle Street
Bristol BS1 3XD

Invoice No: 2024-118            Date: 3 May 2024

Description                                   Qty      Price         Amount
Survey of the roof                              1     400.00         400.00
Gutters cleaned                                 2      50.00         100.00
                                                   Total GBP         500.00

"""
GERMAN = """
Praxis Dr. Lindner
Schlossstraße 14
70173 Stuttgart

## Rechnung
Rechnungsnummer: 2024-118
Datum: 03.05.2024

Bezeichnung                                  Menge     Preis         Betrag
Dach geprüft                                    1     400,00         400,00
Rinne gereinigt                                 2      50,00         100,00
                                                   Gesamt EUR        500,00

"""
FRENCH = """
## FACTURE
Cabinet Lindner
14 rue du Château
33000 Bordeaux

Facture n° 2024-118
Date : 03/05/2024

Désignation                                   Qté      P.U.         Montant
Visite de la toiture                            1     400,00         400,00
Gouttières nettoyées                            2      50,00         100,00
                                                   Total TTC EUR     500,00

"""
SPANISH = """
## FACTURA
Clínica Lindner
Calle Castillo 14
28013 Madrid

Factura nº 2024-118
Fecha: 03/05/2024

Descripción                                  Cantidad  Precio        Importe
Revisión del tejado                             1     400,00         400,00
Limpieza de canalones                           2      50,00         100,00
                                                   Total EUR         500,00

"""
DUTCH = """
## FACTUUR
Praktijk Lindner
Kasteelstraat 14
3511 AB Utrecht

Factuurnummer: 2024-118
Factuurdatum: 03-05-2024

Omschrijving                                 Aantal    Prijs         Bedrag
Dak nagekeken                                   1     400,00         400,00
Goten schoongemaakt                             2      50,00         100,00
                                                   Totaal EUR        500,00

"""

ENDS = [
    (ENGLISH, "For and on behalf of\nHartwell Roofing Ltd", "Hartwell Roofing Ltd"),
    (ENGLISH, "For and on behalf of Hartwell Roofing", "Hartwell Roofing"),
    (ENGLISH, "Bank details\nAccount name: Hartwell Roofing\nSort code: 20-11-33", "Hartwell Roofing"),
    (ENGLISH, "Please make payment to: Hartwell Roofing, sort code 20-11-33.", "Hartwell Roofing"),
    (ENGLISH, "Make all cheques payable to Hartwell Roofing within 14 days.", "Hartwell Roofing"),
    (ENGLISH, "For HARTWELL ROOFING\n\n\nAuthorised Signatory", "HARTWELL ROOFING"),
    (ENGLISH, "Yours sincerely,\n\nEliza Hartwell\nHartwell Interiors", "Hartwell Interiors"),
    (GERMAN, "Mit freundlichen Grüßen\n\nDachdecker Hartwig", "Dachdecker Hartwig"),
    (GERMAN, "Mit freundlichen Grüßen\nHartwig Dach GmbH\ni. A. Jens Vogel", "Hartwig Dach GmbH"),
    (GERMAN, "Kontoinhaber: Jens Hartwig\nIBAN: DE89 3704 0044 0532 0130 00", "Jens Hartwig"),
    (FRENCH, "Règlement par virement\nTitulaire du compte : Toitures Hardy", "Toitures Hardy"),
    (FRENCH, "Chèque à l'ordre de Toitures Hardy", "Toitures Hardy"),
    (SPANISH, "Titular de la cuenta: Tejados Hernán\nIBAN: ES91 2100 0418 4502 0005 1332", "Tejados Hernán"),
    (DUTCH, "Te betalen op NL91 ABNA 0417 1643 00 t.n.v. Dakwerken Harms", "Dakwerken Harms"),
]


@pytest.mark.parametrize(("page", "end", "seller"), ENDS)
def test_who_is_paid_or_signs_sells_where_only_the_buyer_has_an_address(page, end, seller):
    assert read(page + end).vendor.name == seller


def test_cheques_name_the_seller_beside_a_labelled_buyer():
    page = ENGLISH.replace("Marlowe", "Bill to\nMarlowe")
    assert read(page + "Make all checks payable to Hartwell Roofing").vendor.name == "Hartwell Roofing"


@pytest.mark.parametrize("label", ["Please make payment to:", "Remit payment to:", "Kind regards"])
def test_whoever_is_paid_or_signs_may_have_an_address_there(label):
    end = f"{label}\nHartwell Roofing\n3 Mill Lane\nBristol BS2 0AA"
    seller = read(ENGLISH + end).vendor
    assert (seller.name, seller.address) == ("Hartwell Roofing", "3 Mill Lane, Bristol BS2 0AA")


def test_an_accounts_holder_may_stand_in_a_table():
    end = "Bank              Northern Bank\nAccount name      Hartwell Roofing\nAccount no        44556677"
    assert read(ENGLISH + end).vendor.name == "Hartwell Roofing"


BARE = "Hartwell Roofing\n3 Mill Lane\nBristol BS2 0AA\n\n"
ITEMS = ENGLISH.partition("Bristol BS1 3XD")[2]


@pytest.mark.parametrize(
    ("buyer", "end"),
    [
        ("Dear Ms Poole,", "Kind regards\nJane Vickers"),
        ("Jane Poole", "Account name: J Vickers"),
        ("To: Jane Poole", "Account name: J Vickers"),
        ("Sehr geehrte Frau Poole,", "Mit freundlichen Grüßen\nJens Vogel"),
    ],
)
def test_a_letterhead_without_more_sells_where_somebody_else_is_addressed(buyer, end):
    assert read(BARE + buyer + ITEMS + end).vendor.name == "Hartwell Roofing"


def test_the_owner_of_a_shop_is_paid_for_it():
    page = ENGLISH.replace("Marlowe Dental", "Hartwell Dental") + "Account name: Eliza Hartwell"
    assert read(page).vendor.name == "Hartwell Dental Practice"


def test_the_holder_of_an_account_is_not_the_seller_where_another_party_may_be():
    seller = "Hartwell Roofing\n3 Mill Lane\nBristol BS2 0AA\nTel 0117 496 0123\n\n"
    assert read(seller + ENGLISH + "Account name: Jane Poole").vendor.name == "Hartwell Roofing"


def test_the_bank_that_is_paid_is_not_the_seller():
    page = ENGLISH + "Beneficiary: Northern Bank plc"
    assert read(page).vendor.name != "Northern Bank plc"


@pytest.mark.parametrize(
    ("slogan", "name"),
    [
        ("We keep you dry", "Hartwell Roofing"),
        ("Wir machen Ihr Dach dicht", "Dachdecker Hartwig"),
        ("Votre toit, notre métier", "Toitures Hardy"),
        ("Tu tejado en buenas manos", "Tejados Hernán"),
    ],
)
def test_a_slogan_in_large_letters_over_a_name_is_none(slogan, name):
    head = f"## {slogan}\n{name}\n3 Mill Lane\nBristol BS2 0AA\n\nBill to\n"
    assert read(head + ENGLISH.replace("## INVOICE\n", "")).vendor.name == name


@pytest.mark.parametrize("letterhead", ["Alice Tools AB", ""])
@pytest.mark.parametrize(
    ("paid", "pays"),
    [
        ("Saaja", "Maksaja"),
        ("Account holder", "Customer"),
        ("Kontoinhaber", "Kunde"),
        ("Kontohavare", "Kund"),
    ],
)
def test_who_is_paid_and_who_pays_under_each_other_on_a_slip_are_two(paid, pays, letterhead):
    buyer = ("Bob Bau Oy", "Gartenweg 7", "54321 Altdorf")
    head = [(50, 40, letterhead), *((50, 100 + 13 * row, text) for row, text in enumerate(buyer))]
    small_print = [(50, 640, "Alice Tools AB"), (50, 653, "VAT no. FI28810208")]
    payment = [(50, 703, paid), (150, 703, "Alice Tools AB"), (50, 716, pays)]
    slip = [(150, 716 + 13 * row, text) for row, text in enumerate(buyer)]
    seller = parties.decide(sheet_of(*head, *small_print, *payment, *slip, (530, 770, "1/1"))).seller
    assert seller.name is not None
    assert (seller.name.value, seller.address) == ("Alice Tools AB", None)
