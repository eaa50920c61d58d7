"""Where no title is known, rows are found because their numbers multiply or add up."""

from tests.engine.line_items.tables import page, rows

SCREWS = ("Screws M8", "100", "0.05", "5.00")
CABLE = ("Copper cable", "3", "12.50", "37.50")


def test_rows_that_multiply_need_no_titles():
    assert rows(page(SCREWS, CABLE, ("", "Total", "42.50"))) == [SCREWS, CABLE]


def test_titles_in_unknown_words_do_not_matter():
    assert rows(page(("Xylo", "Zork", "Quux", "Blarg"), SCREWS, CABLE, ("", "Total", "42.50"))) == [
        SCREWS,
        CABLE,
    ]


def test_a_currency_tells_the_price_from_the_quantity():
    table = page(("Advice", "$ 60.00", "4.00", "240.00"), ("Travel", "$ 5.00", "2.00", "10.00"))
    assert rows(table) == [("Advice", "4.00", "60.00", "240.00"), ("Travel", "2.00", "5.00", "10.00")]


def test_a_discounted_row_between_rows_that_multiply_is_kept():
    discounted = ("Sale item", "10", "2.00", "18.00")
    assert rows(page(SCREWS, discounted, CABLE)) == [SCREWS, discounted, CABLE]


def test_a_receipt_is_known_by_its_sum():
    table = page(
        ("Milk", "1.20"),
        ("Bread", "2.30"),
        ("Butter", "1.99"),
        ("Total", "5.49"),
        ("Cash", "10.00"),
        ("Change", "4.51"),
    )
    assert rows(table) == [
        ("Milk", None, None, "1.20"),
        ("Bread", None, None, "2.30"),
        ("Butter", None, None, "1.99"),
    ]


def test_numbers_that_prove_nothing_are_no_items():
    assert rows(page(("Room", "17.00"), ("Phone", "55.12"), ("Desk", "3.00"))) == []
