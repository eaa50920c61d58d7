"""A row of titles finds the table; each amount is a row."""

from decimal import Decimal

from extraction.engine import layout, line_items
from tests.engine.drawing import sketch
from tests.engine.line_items.tables import find, page, rows

TITLES = ("Description", "Qty", "Unit Price", "Amount")
SCREWS = ("Screws M8", "100", "0.05", "5.00")
CABLE = ("Copper cable", "3", "12.50", "37.50")
SUM = ("", "Subtotal", "42.50")


def test_each_amount_under_the_titles_is_a_row():
    assert rows(page(TITLES, SCREWS, CABLE, SUM)) == [SCREWS, CABLE]


def test_titles_are_known_in_ten_languages():
    for titles in (
        ("Bezeichnung", "Menge", "Einzelpreis", "Betrag"),
        ("Désignation", "Quantité", "Prix unitaire", "Montant HT"),
        ("Descripción", "Cantidad", "Precio", "Importe"),
        ("Descrizione", "Quantità", "Prezzo", "Importo"),
        ("Omschrijving", "Aantal", "Prijs", "Bedrag"),
        ("Descrição", "Quantidade", "Preço unitário", "Valor"),
        ("Nazwa", "Ilość", "Cena netto", "Wartość netto"),
        ("Beskrivning", "Antal", "À pris", "Belopp"),
        ("Beskrivelse", "Antal", "Stykpris", "Beløb"),
    ):
        assert rows(page(titles, SCREWS, CABLE)) == [SCREWS, CABLE], titles


def test_a_column_that_is_not_printed_stays_empty():
    table = page(
        ("Description", "Amount"), ("Advice", "120.00"), ("Travel", "30.00"), ("", "Total", "150.00")
    )
    assert rows(table) == [("Advice", None, None, "120.00"), ("Travel", None, None, "30.00")]


def test_the_rows_end_at_the_sums():
    after = ("Bank fee", "1", "9.00", "9.00")
    assert rows(page(TITLES, SCREWS, CABLE, SUM, ("", "Total", "42.50"), after))[:2] == [SCREWS, CABLE]
    assert len(rows(page(TITLES, SCREWS, CABLE, SUM, ("", "VAT 20%", "8.50"), ("", "Total", "51.00")))) == 2


def test_a_sum_of_a_group_does_not_end_the_table():
    lamp = ("Lamp", "3", "10.00", "30.00")
    assert rows(
        page(TITLES, SCREWS, CABLE, SUM, lamp, ("", "Subtotal", "30.00"), ("", "Total", "72.50"))
    ) == [
        SCREWS,
        CABLE,
        lamp,
    ]


def test_a_row_with_a_discount_adds_up():
    for discount in ("10%", "20.00"):
        titles = ("Description", "Qty", "Price", "Discount", "Amount")
        (row,) = find(page(titles, ("Chair", "2", "100.00", discount, "180.00"))).rows
        assert row.balanced, discount


def test_amounts_of_tax_are_no_rates():
    titles = ("Description", "Qty", "Price", "VAT", "Amount")
    found = find(
        page(titles, ("Chair", "2", "100.00", "40.00", "200.00"), ("Lamp", "1", "80.00", "16.00", "80.00"))
    )
    assert [row.item.tax_rate for row in found.rows] == [None, None]


def test_an_item_may_be_called_like_a_charge():
    shipping = ("Shipping", "1", "7.50", "7.50")
    assert rows(page(TITLES, CABLE, shipping, ("", "Total", "45.00"))) == [CABLE, shipping]


def test_a_last_row_that_is_the_sum_of_the_others_is_left_out():
    table = page(
        ("Description", "Amount"), ("Advice", "120.00"), ("Travel", "30.00"), ("All in all", "150.00")
    )
    assert [row[0] for row in rows(table)] == ["Advice", "Travel"]


def test_repeated_titles_continue_the_table_on_the_next_page():
    first, second = page(TITLES, SCREWS), page(TITLES, CABLE, SUM, number=2)
    assert rows(first, second) == [SCREWS, CABLE]


def test_a_table_goes_on_over_pages_without_its_titles():
    first, second = page(TITLES, SCREWS), page(CABLE, SUM, number=2)
    assert rows(first, second) == [SCREWS, CABLE]


def test_a_sum_carried_forward_is_no_row():
    first = page(TITLES, SCREWS, ("Carried forward", "5.00"))
    second = page(TITLES, ("Brought forward", "5.00"), CABLE, SUM, number=2)
    assert [row[0] for row in rows(first, second)] == ["Screws M8", "Copper cable"]


def test_arithmetic_corrects_a_title_that_says_something_else():
    table = page(("Description", "Qty", "Amount", "Price"), SCREWS, CABLE)
    assert rows(table) == [SCREWS, CABLE]


def test_a_last_column_of_prices_without_one_of_amounts_holds_the_amounts():
    table = page(("Description", "Qty", "Price"), ("Advice", "2", "120.00"), ("Travel", "1", "30.00"))
    assert rows(table) == [("Advice", "2", None, "120.00"), ("Travel", "1", None, "30.00")]


def test_the_unit_may_stand_with_the_quantity():
    (item,) = find(page(TITLES, ("Advice", "2 h", "60.00", "120.00"))).line_items
    assert (item.quantity, item.unit) == (Decimal(2), "h")


def test_rates_are_fractions():
    titles = ("Description", "Qty", "Unit Price", "VAT %", "Amount")
    first, second = find(
        page(titles, ("Advice", "2", "60.00", "20%", "120.00"), ("Book", "1", "9.00", "5.5%", "9.00"))
    ).rows
    assert first.item.tax_rate == Decimal("0.2")
    assert second.item.tax_rate == Decimal("0.055")


def test_each_cell_says_where_it_was_read():
    row = find(page(TITLES, SCREWS, CABLE)).rows[1]
    amount = row.cells["amount"]
    assert (amount.text, amount.page, amount.label) == ("37.50", 1, "Amount")
    assert amount.box.x1 == 570
    assert amount.confidence > 0.9


def test_rows_that_add_up_are_believed_more_than_others():
    proven = find(page(TITLES, SCREWS, CABLE, SUM))
    unproven = find(page(("Description", "Amount"), ("Advice", "120.00"), ("Travel", "30.00")))
    assert proven.printed_sum == Decimal("42.50")
    assert proven.score > 0.95
    assert unproven.score <= 0.5


def test_a_row_that_does_not_multiply_says_so():
    table = find(page(TITLES, SCREWS, ("Copper cable", "3", "12.50", "40.00")))
    assert [row.balanced for row in table.rows] == [True, False]
    assert table.rows[0].cells["amount"].confidence > table.rows[1].cells["amount"].confidence


def test_a_document_without_a_table_has_no_items():
    assert find(page(("Dear customer",), ("thank you for your visit",))).rows == ()
    assert find().rows == ()


def test_a_table_of_nothing_but_charges_has_no_items():
    page = sketch(
        """
Description                     Amount
Shipping                          5.00
Discount                         -2.00
Total                             3.00
"""
    )
    assert line_items.find(layout.analyze(page), mark=".").rows == ()
