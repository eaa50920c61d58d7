"""A tax table is read as one object, whatever the order of its columns and wherever it stands."""

from __future__ import annotations

import pytest

from extraction.engine import layout, understanding
from extraction.engine.options import Options
from extraction.engine.totals import Totals
from tests.engine.drawing import sketch

TWO_RATES = {("0.1", "100.00", "10.00"), ("0.22", "200.00", "44.00")}


def read(text: str) -> Totals:
    return understanding.understand(layout.analyze(sketch(text)), options=Options()).totals


def rows(found: Totals) -> set[tuple[str, str, str]]:
    return {(str(row.rate), str(row.base), str(row.amount)) for row in found.taxes}


def values(found: Totals, *fields: str) -> list[str | None]:
    return [str(choice.value) if (choice := getattr(found, field)) else None for field in fields]


ITEMS = """
Descrizione        Quantità     Prezzo    Importo
Libri              10           10,00     100,00
Sedie              2            100,00    200,00
"""
SUMS = """
                   Totale imponibile      300,00
                   Totale imposta          54,00
                   Totale documento       354,00
"""


@pytest.mark.parametrize(
    "table",
    [
        "Aliquota   Imponibile   Imposta\n10%   100,00   10,00\n22%   200,00   44,00",
        "Imposta   Aliquota   Imponibile\n10,00   10%   100,00\n44,00   22%   200,00",
        "Imponibile   IVA %   Imposta   Totale\n100,00   10   10,00   110,00\n200,00   22   44,00   244,00",
        "IVA 10% su 100,00     10,00\nIVA 22% su 200,00     44,00",
        "Riepilogo IVA\nA 10,00%   100,00   10,00   110,00\nB 22,00%   200,00   44,00   244,00",
    ],
)
def test_the_columns_of_a_tax_table_may_come_in_any_order(table):
    found = read(ITEMS + "\n" + table + "\n" + SUMS)
    assert rows(found) == TWO_RATES
    assert values(found, "subtotal", "tax", "total", "tax_rate") == ["300.00", "54.00", "354.00", None]


def test_the_sum_row_of_the_table_gives_the_sums_of_the_invoice():
    found = read(
        ITEMS
        + """
Aliquota     Imponibile    Imposta    Lordo
10%          100,00        10,00      110,00
22%          200,00        44,00      244,00
             300,00        54,00      354,00
Da pagare                             354,00
"""
    )
    assert rows(found) == TWO_RATES
    assert values(found, "subtotal", "tax", "total") == ["300.00", "54.00", "354.00"]


def test_a_table_beside_the_sums_is_kept_apart_from_them():
    found = read(
        ITEMS
        + """
Aliquota     Imponibile    Imposta        Totale imponibile    300,00
10%          100,00        10,00          Totale imposta        54,00
22%          200,00        44,00          Totale documento     354,00
"""
    )
    assert rows(found) == TWO_RATES
    assert values(found, "subtotal", "tax", "total") == ["300.00", "54.00", "354.00"]


def test_a_rate_that_nothing_was_taxed_at_does_not_make_two_rates():
    found = read("""
Net total                        200.00
VAT                               40.00
Invoice total                    240.00
VAT analysis    Net    VAT    Gross
20%          200.00    40.00    240.00
5%           0.00      0.00     0.00
0%           0.00      0.00     0.00
""")
    assert values(found, "tax", "total", "tax_rate") == ["40.00", "240.00", "0.2"]


def test_the_last_rows_of_a_till_receipt_are_not_its_total():
    found = read("""
Brot                       2,50 B
Milch                      7,50 B
Shampoo                    4,36 A
SUMME            EUR      14,36
Geg. EC-Karte EUR         14,36
MWST          Netto    MwSt     Brutto
A 19,00%      3,66     0,70     4,36
B  7,00%      9,35     0,65     10,00
""")
    assert rows(found) == {("0.19", "3.66", "0.70"), ("0.07", "9.35", "0.65")}
    assert values(found, "tax", "total", "tax_rate") == ["1.35", "14.36", None]


def test_all_tax_added_up_from_rows_is_marked_as_derived():
    found = read("""
SUMME            EUR      14,36
MWST          Netto    MwSt     Brutto
A 19,00%      3,66     0,70     4,36
B  7,00%      9,35     0,65     10,00
""")
    assert found.tax is not None
    assert found.tax.source == "derived"


def test_the_only_rate_of_a_receipt_gives_its_net_and_its_tax():
    found = read("""
Fish                     6.00
Chips                    6.00
TOTAL                   12.00
Card                    12.00
VAT Rate   Net    VAT   Gross
20%       10.00  2.00  12.00
""")
    assert values(found, "subtotal", "tax", "total", "tax_rate") == ["10.00", "2.00", "12.00", "0.2"]


def test_central_and_state_tax_are_two_taxes_of_one_rate_together():
    found = read("""
Description             Qty     Rate      Amount
Printer paper           10      100.00    1,000.00
                             Taxable Value      1,000.00
                             CGST @ 9%          90.00
                             SGST @ 9%          90.00
                             Grand Total        1,180.00
""")
    assert values(found, "tax", "tax_rate", "total") == ["180.00", "0.18", "1180.00"]
    assert len(found.taxes) == 2


def test_a_row_that_repeats_a_tax_under_the_same_name_counts_once():
    found = read("""
                 Net total                      200.00
                 VAT 20% on 200.00               40.00
                 Invoice total                  240.00
VAT rate     Net      VAT
20%          200.00   40.00
""")
    assert len(found.taxes) == 1
    assert values(found, "tax", "tax_rate") == ["40.00", "0.2"]


def test_a_number_of_a_row_that_comes_close_by_chance_is_no_rate():
    table = "Codice   Imponibile   Aliquota   Imposta\n1   551,58   5,50   30,34"
    (row,) = read(f"{table}\n\n     Totale   581,92").taxes
    assert str(row.rate) == "0.055"
