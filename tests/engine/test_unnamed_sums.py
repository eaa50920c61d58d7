"""Sums whose labels nobody knows are known by what they add up to."""

from __future__ import annotations

from tests.engine.sums import ITEMS, read, values


def test_the_figures_below_the_items_are_named_by_their_arithmetic():
    found = read(
        ITEMS
        + """
                        Wuzzle             500.00
                        Frobnitz           100.00
                        Quux               600.00
"""
    )
    assert values(found, "subtotal", "tax", "total") == ["500.00", "100.00", "600.00"]


def test_a_sum_of_the_items_under_an_unknown_name_is_the_subtotal():
    found = read(
        ITEMS
        + """
                        Wuzzle             500.00
                        VAT 20%            100.00
                        Total              600.00
"""
    )
    assert values(found, "subtotal", "tax", "total") == ["500.00", "100.00", "600.00"]


def test_shipping_between_the_sums_is_not_taken_for_their_tax():
    found = read(
        ITEMS
        + """
                        Wuzzle             500.00
                        Shipping            10.00
                        Total              510.00
"""
    )
    assert values(found, "subtotal", "tax", "shipping", "total") == ["500.00", None, "10.00", "510.00"]


def test_a_total_alone_leaves_the_subtotal_empty():
    found = read(
        ITEMS
        + """
                        Total              500.00
                        inclusive VAT 20%   83.33
"""
    )
    assert values(found, "subtotal", "tax", "total") == [None, "83.33", "500.00"]


def test_figures_that_add_up_to_nothing_stay_without_a_name():
    found = read(
        ITEMS
        + """
                        Wuzzle             123.00
                        Frobnitz            17.00
"""
    )
    assert values(found, "subtotal", "tax") == [None, None]


def test_a_rate_beside_an_amount_proves_the_sums_around_it():
    found = read("""
                        Wuzzle             500.00
                        Frobnitz 21 %      105.00
                        Quux               605.00
""")
    assert values(found, "subtotal", "tax", "total", "tax_rate") == ["500.00", "105.00", "605.00", "0.21"]


def test_a_charge_without_a_known_name_is_what_lacks_between_subtotal_and_total():
    found = read(
        ITEMS
        + """
                        Subtotal           500.00
                        Small order fee      3.00
                        VAT 20%            100.60
                        Total              603.60
"""
    )
    assert values(found, "subtotal", "tax", "charge", "total") == ["500.00", "100.60", "3.00", "603.60"]
    assert found.balanced is True


def test_without_a_total_the_sum_that_was_paid_less_the_change_is_the_total():
    found = read("""
Bread                      2.35
Cheese                    10.00
SUBTOTAL                  12.35
CASH                      20.00
CHANGE                     7.65
""")
    assert values(found, "total") == ["12.35"]


def test_a_net_amount_and_its_tax_name_the_amount_that_is_both_together():
    found = read("""
                        Net                500.00
                        VAT                100.00
                        Quux               600.00
""")
    assert values(found, "subtotal", "tax", "total") == ["500.00", "100.00", "600.00"]


def test_a_bare_amount_below_an_adjustment_of_nothing_is_the_total():
    found = read(
        ITEMS
        + """
                        Subtotal           500.00
                        Adjustments          0.00

                                           500.00
"""
    )
    assert values(found, "subtotal", "total") == ["500.00", "500.00"]


def test_an_amount_below_the_row_of_a_tax_is_the_total_where_it_is_both_together():
    found = read(
        """
Descrizione            Quantità    Prezzo     %IVA    Importo
Sedia                      3       100,00    22,00     300,00
Tavolo                     1       200,00    22,00     200,00

            RIEPILOGHI IVA E TOTALI
Esigibilità    %IVA    Spese       Totale imponibile   Totale imposta
Immediata     22,00                           500,00           110,00

   Bollo       Sconto          Arr.     Totale documento
                                                           610,00
"""
    )
    assert values(found, "tax", "total") == ["110.00", "610.00"]
