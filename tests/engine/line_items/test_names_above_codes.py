"""Names above the row of their code, quantity and price, in tables whose titles name no description."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.engine.printing import read

FACTS = "Hartwell Roofing Ltd\n3 Mill Lane\nBristol BS2 0AA\n\nInvoice number: 2024-118\nDate: 3 May 2024\n\n"
ENGLISH = """
Item code         Qty       Unit price        Amount
Roofing slate, blue
RS-100             10            4.50          45.00
Copper nails
CN-20               3            2.00           6.00

                              Total            51.00
"""
WITH_TITLES_OF_BOTH = ENGLISH.replace("Item code ", "Description\nCode      ")
GERMAN = """
Art.-Nr.          Menge     Einzelpreis      Gesamt
Schieferplatte blau
4711-100           10            4,50          45,00
Kupfernägel
4712-20             3            2,00           6,00

                              Gesamt           51,00
"""
FRENCH = """
Référence         Qté       P.U. HT          Montant HT
Ardoise bleue
RS100              10            4,50          45,00
Clous en cuivre
CN200               3            2,00           6,00

                              Total TTC        51,00
"""
SPANISH = """
Código            Cantidad  Precio           Importe
Pizarra azul
PZ-100             10            4,50          45,00
Clavos de cobre
CL-200              3            2,00           6,00

                              Total            51,00
"""


@pytest.mark.parametrize(
    ("table", "names", "codes"),
    [
        (ENGLISH, ["Roofing slate, blue", "Copper nails"], ["RS-100", "CN-20"]),
        (WITH_TITLES_OF_BOTH, ["Roofing slate, blue", "Copper nails"], ["RS-100", "CN-20"]),
        (GERMAN, ["Schieferplatte blau", "Kupfernägel"], ["4711-100", "4712-20"]),
        (FRENCH, ["Ardoise bleue", "Clous en cuivre"], ["RS100", "CN200"]),
        (SPANISH, ["Pizarra azul", "Clavos de cobre"], ["PZ-100", "CL-200"]),
    ],
)
def test_the_name_is_above_and_the_code_in_the_row(table, names, codes):
    items = read(FACTS + table).line_items
    assert [item.description for item in items] == names
    assert [item.product_code for item in items] == codes
    assert [item.amount for item in items] == [Decimal(45), Decimal(6)]


def test_words_below_the_title_of_codes_still_belong_to_it():
    table = ENGLISH.replace("Item code ", "Item      ").replace("Roofing", "code\nRoofing", 1)
    assert [item.amount for item in read(FACTS + table).line_items] == [Decimal(45), Decimal(6)]
