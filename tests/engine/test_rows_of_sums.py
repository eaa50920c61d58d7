"""Sums side by side under their heads, what is due below them, and amounts that nothing vouches for."""

from __future__ import annotations

from tests.engine.sums import ITEMS, read, values


def test_heads_at_the_left_of_their_cells_name_amounts_at_the_right():
    found = read(
        ITEMS
        + """
Net amount              VAT (20%)                Total amount
            EUR 500.00            EUR 100.00                  EUR 600.00
"""
    )
    assert values(found, "subtotal", "tax", "total") == ["500.00", "100.00", "600.00"]


def test_a_row_of_heads_may_name_what_was_due_before_and_what_is_due_now():
    found = read(
        ITEMS
        + """
Grand total          Includes tax 25%         Previous balance         Please pay
            500.00             100.00                      48.20             548.20
"""
    )
    assert values(found, "tax", "total", "amount_due") == ["100.00", "500.00", "548.20"]


def test_the_same_amount_under_another_name_right_below_the_total_is_due():
    found = read(
        ITEMS
        + """
                        Subtotal           500.00
                        VAT 20%            100.00
                        Invoice total      600.00
                        Please pay         600.00
"""
    )
    assert values(found, "total", "amount_due") == ["600.00", "600.00"]


def test_a_total_alone_says_nothing_of_what_is_due():
    found = read(
        ITEMS
        + """
                        Subtotal           500.00
                        VAT 20%            100.00
                        Total              600.00
"""
    )
    assert values(found, "total", "amount_due") == ["600.00", None]


def test_the_named_subtotal_goes_before_the_base_of_the_tax_table():
    found = read(
        ITEMS
        + """
                        Rate     Base      VAT
                        20%    450.00    90.00
                        Subtotal           500.00
                        Discount           -50.00
                        VAT 20%             90.00
                        Total              540.00
"""
    )
    assert values(found, "subtotal", "discount", "tax", "total") == ["500.00", "50.00", "90.00", "540.00"]


def test_an_unnamed_charge_below_the_items_is_no_tax_and_the_sum_with_it_no_total():
    found = read(
        ITEMS
        + """
                        Wuzzle             500.00
                        Frobnitz             5.95
                        Quux               505.95
                        Blarg              101.19
                        Plugh              607.14
"""
    )
    assert values(found, "subtotal", "total") == ["500.00", "607.14"]
    assert found.tax is None or str(found.tax.value) == "101.19"


def test_an_unnamed_amount_that_a_printed_rate_makes_of_the_total_is_its_tax():
    found = read(
        """
Description             Qty     Rate      Amount
Chair                   3       25 %      300.00
Table                   1       25 %      200.00

                        Subtotal           500.00
                        Discount           -20.00
                        Frobnitz           120.00
                        Total              600.00
"""
    )
    assert values(found, "subtotal", "discount", "tax", "total") == ["500.00", "20.00", "120.00", "600.00"]


def test_a_discount_on_a_credit_note_takes_from_what_is_given_back():
    found = read(
        """
CREDIT NOTE
Description             Qty     Price      Amount
Chair                   -3      100.00      -300.00
Table                   -1      200.00      -200.00

                        Subtotal           -500.00
                        Discount             20.00
                        VAT 20%             -96.00
                        Total              -576.00
"""
    )
    assert values(found, "subtotal", "discount", "tax", "total") == ["-500.00", "-20.00", "-96.00", "-576.00"]


def test_numbers_of_accounts_below_an_unnamed_total_are_no_larger_sum():
    found = read(
        ITEMS
        + """
                        Wuzzle             500.00
                        Frobnitz           100.00
                        Quux               600.00
Account 4711 20815
"""
    )
    assert values(found, "subtotal", "tax", "total") == ["500.00", "100.00", "600.00"]
