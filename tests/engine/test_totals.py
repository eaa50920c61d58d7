"""The sums are chosen together: labels name them, and what balances wins."""

from __future__ import annotations

from decimal import Decimal

from extraction.engine import totals
from extraction.engine.totals import Totals
from tests.engine.drawing import sheet_of


def sums(*rows: tuple[str, ...]) -> Totals:
    """The totals of rows of cells, set in columns 120 apart."""
    placed = [
        (300.0 + 120 * column, 400.0 + 15 * row, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    return totals.choose(sheet_of(*placed))


def values(found: Totals, *fields: str) -> list[Decimal | None]:
    return [choice.value if (choice := getattr(found, field)) else None for field in fields]


def test_subtotal_tax_and_total_are_read_beside_their_labels():
    found = sums(("Subtotal", "100.00"), ("VAT 20%", "20.00"), ("Total", "120.00"))
    assert values(found, "subtotal", "tax", "total", "tax_rate") == [
        Decimal("100.00"), Decimal("20.00"), Decimal("120.00"), Decimal("0.2"),
    ]  # fmt: skip
    assert found.balanced is True


def test_what_is_not_printed_stays_empty():
    assert values(sums(("Total", "120.00")), "subtotal", "tax", "tax_rate") == [None, None, None]


def test_with_and_without_tax_are_told_apart_whatever_the_word_for_sum():
    found = sums(
        ("Total sales (excluding GST)", "", "2.00"),
        ("Total GST", "", "0.12"),
        ("Total sales (inclusive of GST)", "", "2.12"),
    )
    assert values(found, "subtotal", "tax", "total") == [Decimal("2.00"), Decimal("0.12"), Decimal("2.12")]


def test_one_row_of_the_tax_table_is_not_taken_for_the_sums():
    found = sums(
        ("VAT 7%", "6.59", "0.46"),
        ("VAT 19%", "100.00", "19.00"),
        ("Net", "106.59"),
        ("VAT", "19.46"),
        ("Total", "126.05"),
    )
    assert values(found, "subtotal", "tax", "total", "tax_rate") == [
        Decimal("106.59"), Decimal("19.46"), Decimal("126.05"), None,
    ]  # fmt: skip
    assert [(row.rate, row.base, row.amount) for row in found.taxes] == [
        (Decimal("0.07"), Decimal("6.59"), Decimal("0.46")),
        (Decimal("0.19"), Decimal("100.00"), Decimal("19.00")),
    ]


def test_two_taxes_on_one_base_are_one_tax_together():
    found = sums(("Subtotal", "100.00"), ("CGST 9%", "9.00"), ("SGST 9%", "9.00"), ("Grand total", "118.00"))
    assert values(found, "tax", "total") == [Decimal("18.00"), Decimal("118.00")]


def test_what_is_left_to_pay_is_not_the_total():
    found = sums(("Total", "120.00"), ("Amount paid", "20.00"), ("Balance due", "100.00"))
    assert values(found, "total", "amount_paid", "amount_due") == [
        Decimal("120.00"), Decimal("20.00"), Decimal("100.00"),
    ]  # fmt: skip


def test_discount_and_shipping_are_part_of_the_sum():
    found = sums(
        ("Subtotal", "100.00"),
        ("Discount", "-10.00"),
        ("Shipping", "5.00"),
        ("VAT", "19.00"),
        ("Total", "114.00"),
    )
    assert values(found, "discount", "shipping", "total") == [
        Decimal("10.00"),
        Decimal("5.00"),
        Decimal("114.00"),
    ]
    assert found.balanced is True


def test_a_receipt_rounded_to_five_cents_costs_the_rounded_total():
    found = sums(("TOTAL AMT", "60.31"), ("ROUNDING ADJ", "-0.01"), ("RM", "60.30"), ("CASH", "70.30"))
    assert values(found, "total") == [Decimal("60.30")]


def test_sums_that_do_not_balance_are_told_so():
    assert sums(("Subtotal", "100.00"), ("VAT", "20.00"), ("Total", "130.00")).balanced is False


def test_a_tax_that_the_sum_already_holds_leaves_no_net_subtotal():
    found = sums(("Subtotal", "120.00"), ("Total", "120.00"), ("Including VAT 20%", "20.00"))
    assert values(found, "subtotal", "tax", "total") == [None, Decimal("20.00"), Decimal("120.00")]


def test_a_credit_note_keeps_its_sign():
    found = sums(("Subtotal", "-100.00"), ("VAT 20%", "-20.00"), ("Total", "-120.00"))
    assert values(found, "subtotal", "tax", "total") == [
        Decimal("-100.00"),
        Decimal("-20.00"),
        Decimal("-120.00"),
    ]


def test_a_tax_withheld_leaves_the_total_and_lessens_what_is_due():
    found = sums(
        ("Base imponible", "1.000,00"),
        ("IVA 21%", "210,00"),
        ("Total factura", "1.210,00"),
        ("Retención IRPF 15%", "-150,00"),
        ("Total a pagar", "1.060,00"),
    )
    assert values(found, "tax", "total", "amount_due") == [
        Decimal("210.00"), Decimal("1210.00"), Decimal("1060.00"),
    ]  # fmt: skip


def test_a_tax_withheld_before_the_only_total_is_part_of_the_sum():
    found = sums(
        ("Base imponible", "1.000,00"),
        ("IVA 21%", "210,00"),
        ("Retención IRPF 15%", "-150,00"),
        ("Total a pagar", "1.060,00"),
    )
    assert values(found, "subtotal", "tax", "total") == [
        Decimal("1000.00"), Decimal("210.00"), Decimal("1060.00"),
    ]  # fmt: skip


def test_a_previous_balance_is_no_part_of_the_invoice_but_of_what_is_due():
    found = sums(
        ("Previous balance", "50.00"),
        ("Subtotal", "100.00"),
        ("VAT 20%", "20.00"),
        ("Total this invoice", "120.00"),
        ("Total amount due", "170.00"),
    )
    assert values(found, "total", "amount_due") == [Decimal("120.00"), Decimal("170.00")]


def test_a_rounding_of_a_cent_or_two_is_read_where_it_makes_the_sum_exact():
    found = sums(("Subtotal", "10.02"), ("GST 6%", "0.60"), ("Rounding", "-0.02"), ("Total", "10.60"))
    assert values(found, "rounding", "total") == [Decimal("-0.02"), Decimal("10.60")]


def test_taxes_side_by_side_are_one_tax_together():
    found = sums(("Net", "VAT (22%)", "VAT (4%)", "Total"), ("3071.26", "25.58", "118.20", "3215.04"))
    assert values(found, "subtotal", "tax", "total") == [
        Decimal("3071.26"), Decimal("143.78"), Decimal("3215.04"),
    ]  # fmt: skip


def test_a_net_amount_below_the_tax_is_the_total():
    found = sums(("Gross amount", "47.80"), ("GST 6%", "2.86"), ("Net amount", "50.66"))
    assert values(found, "tax", "total") == [Decimal("2.86"), Decimal("50.66")]


def test_a_total_that_includes_tax_may_say_how_much():
    found = sums(("Total includes GST of", "10.00"), ("TOTAL AUD", "110.00"))
    assert values(found, "tax", "total") == [Decimal("10.00"), Decimal("110.00")]


def test_the_amount_that_the_rate_makes_the_tax_of_is_the_subtotal():
    found = sums(
        ("Zwischensumme", "202,76"),
        ("abzgl. Sondernachlass", "-14,73"),
        ("zzgl. Versandkosten", "5,80"),
        ("Netto", "193,83"),
        ("MwSt. 19 %", "36,83"),
        ("Gesamtbetrag", "230,66"),
    )
    assert values(found, "subtotal", "tax", "total") == [
        Decimal("193.83"), Decimal("36.83"), Decimal("230.66"),
    ]  # fmt: skip


def test_change_given_back_is_not_what_was_paid():
    found = sums(("TOTAL", "12.35"), ("CASH", "20.00"), ("CHANGE", "7.65"))
    assert values(found, "total", "amount_paid") == [Decimal("12.35"), None]


def test_a_total_after_each_group_of_charges_may_be_the_subtotal():
    found = sums(
        ("Total electricity charges", "88.67"),
        ("VAT 5%", "4.43"),
        ("Total charges this period", "93.10"),
    )
    assert values(found, "subtotal", "tax", "total") == [
        Decimal("88.67"), Decimal("4.43"), Decimal("93.10"),
    ]  # fmt: skip


def test_an_amount_set_a_line_lower_than_its_label_is_still_named_by_it():
    found = totals.choose(
        sheet_of(
            (300, 400, "Subtotal"), (420, 414, "100.00"),
            (300, 428, "VAT 20%"), (420, 442, "20.00"),
            (300, 456, "Total"), (420, 470, "120.00"),
        )
    )  # fmt: skip
    assert values(found, "subtotal", "tax", "total") == [
        Decimal("100.00"),
        Decimal("20.00"),
        Decimal("120.00"),
    ]


def test_labels_may_stand_below_their_amounts():
    found = sums(("100.00", "20.00", "120.00"), ("Subtotal", "VAT 20%", "Total"))
    assert values(found, "subtotal", "tax", "total") == [
        Decimal("100.00"),
        Decimal("20.00"),
        Decimal("120.00"),
    ]


def test_a_deduction_under_any_name_leads_from_the_total_to_what_is_due():
    found = sums(
        ("Total inkl moms", "26 587,50"),
        ("Wuzzle (30 %)", "-5 569,00"),
        ("Att betala", "21 018,50"),
    )
    assert values(found, "total", "amount_due") == [Decimal("26587.50"), Decimal("21018.50")]


def test_a_rate_said_of_the_total_is_no_row_of_a_tax():
    found = sums(("Netto", "100,00"), ("Moms", "25,00"), ("Summa inkl 25% moms", "125,00"))
    assert values(found, "tax", "total", "tax_rate") == [Decimal("25.00"), Decimal("125.00"), Decimal("0.25")]
    assert [row.amount for row in found.taxes] == [None]


def test_words_that_may_lead_to_a_day_lead_to_the_total_where_an_amount_follows():
    assert values(sums(("TOTAL DUE ON THIS BILL", "$6,977.00")), "total") == [Decimal("6977.00")]
