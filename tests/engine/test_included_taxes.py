"""The tax that a total includes is read where its name follows its amount, or its amount is in brackets."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.printing import read

ENGLISH = """
Hartwell Roofing Ltd
3 Mill Lane
Bristol BS2 0AA

Bill to
Marlowe Dental Practice
14 Castle Street
Bristol BS1 3XD

## INVOICE
Invoice number: 2024-118
Date: 3 May 2024

Description                                   Qty      Price         Amount
Survey of the roof                              1     400.00         400.00
Gutters cleaned                                 2      50.00         100.00

                                                   Total GBP         500.00
"""
GERMAN = """
Hartwig Dach GmbH
Mühlweg 3
70174 Stuttgart

Dr. Lindner
Schlossstraße 14
70173 Stuttgart

## RECHNUNG
Rechnungsnummer: 2024-118
Datum: 03.05.2024

Bezeichnung                                  Menge     Preis         Betrag
Dach geprüft                                    1     400,00         400,00
Rinne gereinigt                                 2      50,00         100,00

                                                   Gesamt EUR        500,00
"""
FRENCH = """
Toitures Hardy SARL
3 chemin du Moulin
33100 Bordeaux

Client
Cabinet Lindner
33000 Bordeaux

## FACTURE
Facture n° : 2024-118
Date : 03/05/2024

Désignation                                   Qté      P.U.         Montant
Visite de la toiture                            1     400,00         400,00
Gouttières nettoyées                            2      50,00         100,00

                                                   Total TTC         500,00
"""
SPANISH = """
Tejados Hernán S.L.
Calle Molino 3
28014 Madrid

Cliente
Clínica Lindner
28013 Madrid

## FACTURA
Factura nº 2024-118
Fecha: 03/05/2024

Descripción                                  Cant.     Precio        Importe
Revisión del tejado                             1     400,00         400,00
Limpieza de canalones                           2      50,00         100,00

                                                   Total             500,00
"""


@pytest.mark.parametrize(
    ("page", "line", "tax"),
    [
        (ENGLISH, "incl. £83.33 VAT", "83.33"),
        (ENGLISH, "(incl. 83.33 VAT)", "83.33"),
        (ENGLISH, "of which £83.33 is VAT", "83.33"),
        (ENGLISH, "Includes £83.33 VAT", "83.33"),
        (ENGLISH, "including 83.33 VAT (20%)", "83.33"),
        (ENGLISH, "(includes £83.33 20% VAT)", "83.33"),
        (ENGLISH, "(includes £83.33 20%\n" + " " * 51 + "VAT)", "83.33"),
        (GERMAN, "inkl. 79,83 € MwSt.", "79.83"),
        (GERMAN, "(enthält 79,83 € 19%\n" + " " * 51 + "MwSt.)", "79.83"),
        (GERMAN, "enthält 79,83 € USt.", "79.83"),
        (GERMAN, "inkl. 19 % MwSt. (79,83 €)", "79.83"),
        (GERMAN, "Im Betrag sind 79,83 € MwSt. enthalten.", "79.83"),
        (FRENCH, "dont 83,33 € de TVA", "83.33"),
        (SPANISH, "incluye 86,78 € de IVA", "86.78"),
    ],
)
def test_a_tax_is_named_behind_its_amount(page, line, tax):
    found = read(page + " " * 51 + line)
    assert (found.total, found.tax) == (Decimal("500.00"), Decimal(tax))


def test_other_parts_of_a_total_are_no_tax():
    assert read(ENGLISH + " " * 51 + "incl. £83.33 delivery").tax is None
