"""Rows of tills: amounts beside and below names, quantities before and under them, sums by rate behind."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

from extraction.engine import layout, pipeline
from extraction.engine.document import Document, Source
from extraction.engine.line_items import tills
from extraction.engine.options import Options
from tests.engine.line_items import typed
from tests.invoices.sheet import Sheet

HEAD = ("Harbour Bakery", "Quay Street 4", "20121 Milano", "Tel 02 4960 3110", "")

Row = tuple[str | None, str | None, str | None, str | None]


def rows(*lines: str) -> list[Row]:
    """Name, quantity, price and amount of each row read off a slip with these lines below its head."""
    sheet = Sheet((220.0, 360.0), family="Courier")
    for at, line in enumerate((*HEAD, *lines)):
        for text, x in _parts(line):
            sheet.text(14 + 4.2 * x, 30 + 10 * at, text, size=7)
    found = pipeline.extract(sheet.finished(), options=Options())
    return [
        (item.description, _text(item.quantity), _text(item.unit_price), _text(item.amount))
        for item in found.line_items
    ]


def _parts(line: str) -> list[tuple[str, int]]:
    """The runs of a line that two blanks part, each with its place."""
    found, at = [], 0
    for part in line.split("  "):
        if part.strip():
            found.append((part.strip(), at + len(part) - len(part.lstrip())))
        at += len(part) + 2
    return found


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def test_single_rows_stand_beside_rows_whose_factors_stand_below():
    found = rows(
        "Cheese 24 months              68,50",
        "Biscuits                      32,00",
        "Olives green",
        "    2 x 38,00                 76,00",
        "TOTAL                        176,50",
    )
    assert found == [
        ("Cheese 24 months", None, None, "68.5"),
        ("Biscuits", None, None, "32"),
        ("Olives green", "2", "38", "76"),
    ]


def test_numbers_of_bills_and_tables_above_the_rows_are_no_rows():
    found = rows(
        "Rechnung Nr. 89903       Tisch  2",
        "1  Espresso                    2,90",
        "2  Pils                        9,60",
        "2  Labskaus                   29,00",
        "SUMME                         41,50",
    )
    assert [row[0] for row in found] == ["Espresso", "Pils", "Labskaus"]


def test_what_was_bought_by_rate_of_tax_is_no_row_again():
    found = rows(
        "BUTTER             1 x 7,99    7,99",
        "WATER              1 x 2,19    2,19",
        "CHEESE             2 x 6,79   13,58",
        "TAXABLE A                      2,19",
        "TAXABLE C                     21,57",
        "SUM PLN                       23,76",
    )
    assert [row[3] for row in found] == ["7.99", "2.19", "13.58"]


def test_a_column_of_cents_between_name_and_amount_is_the_price():
    found = rows(
        "2 Vol-au-vent         20,00   40,00",
        "3 Dame blanche         8,50   25,50",
        "1 Spa rood             2,90    2,90",
        "TOTAL                         68,40",
    )
    assert found[0] == ("Vol-au-vent", "2", "20", "40")
    assert found[1] == ("Dame blanche", "3", "8.5", "25.5")


def test_a_sign_of_multiplying_makes_a_single_number_before_a_name_its_quantity():
    found = rows(
        "TICKET 813398       Vend. 02",
        "2 x Coffee                     3,60",
        "Olive bread                    2,90",
        "Eclair                         3,10",
        "TOTAL                          9,60",
    )
    assert found[0] == ("Coffee", "2", None, "3.6")


def test_a_figure_behind_amounts_that_the_tax_table_explains_is_no_part_of_them():
    found = rows(
        "2x Apple juice      2,90       5,80  1",
        "2x Cappuccino       3,90       7,80  1",
        "4x Pretzel          1,90       7,60  2",
        "SUM                           21,20",
        "1: 19,00 %   11,43    2,17    13,60",
        "2:  7,00 %    7,10    0,50     7,60",
    )
    assert found == [
        ("Apple juice", "2", "2.9", "5.8"),
        ("Cappuccino", "2", "3.9", "7.8"),
        ("Pretzel", "4", "1.9", "7.6"),
    ]


def test_the_word_for_a_quantity_before_its_factors_is_no_part_of_them():
    found = rows(
        "SCREWS",
        "   Qty 2 x 14.90              29.80",
        "POTTING MIX",
        "   Qty 3 x 11.48              34.44",
        "TOTAL                         64.24",
    )
    assert found == [("SCREWS", "2", "14.9", "29.8"), ("POTTING MIX", "3", "11.48", "34.44")]


def test_the_town_above_a_blank_line_names_no_row():
    found = rows(
        "Bun",
        "   2 st * 32,00               64,00",
        "Coffee                        38,00",
        "TOTAL                        102,00",
    )
    assert [row[0] for row in found] == ["Bun", "Coffee"]


def scanned(*lines: str) -> list[Row]:
    """The rows of a slip that a reader of scans gave these words of."""
    typed_page = typed.document("\n".join((*HEAD, *lines))).pages[0]
    words = tuple(replace(word, source=Source.OCR, confidence=0.95) for word in typed_page.words)
    page = replace(typed_page, words=words, source=Source.OCR)
    found = pipeline.of_document(Document((page,)), options=Options(), reread=lambda _page, _box: None)
    return [
        (item.description, _text(item.quantity), _text(item.unit_price), _text(item.amount))
        for item in found.line_items
    ]


COLUMNS = (
    "COTTON BUD 200S    2   3.90   0.00     7.80",
    "GARGLE 120ML           17.80  0.00    53.40",
    "VITAMIN C 15S      1  22.50   0.00    22.50",
    "TOTAL                                 83.70",
)


def test_a_quantity_that_the_reader_of_a_scan_lost_is_what_the_price_goes_into():
    assert scanned(*COLUMNS)[1] == ("GARGLE 120ML", "3", "17.8", "53.4")


def test_no_quantity_is_made_up_where_nothing_was_lost():
    assert rows(*COLUMNS)[1][1] is None


def test_cents_that_the_reader_of_a_scan_set_apart_belong_to_their_amount():
    found = scanned("Parking                17,40", "TPS 5 %                 0,87", "TOTAL          18, 27 $")
    assert found == [("Parking", None, None, "17.4")]


def test_a_slip_of_hundreds_of_rows_is_read_in_the_time_of_its_rows():
    prices = [Decimal(100 + each % 700) / 100 for each in range(400)]
    lines = [f"Article {each:<12}{price:>10.2f}" for each, price in enumerate(prices)]
    page = layout.analyze(
        typed.document("\n".join((*lines, f"TOTAL               {sum(prices):>10.2f}")))
    ).pages[0]
    began = time.thread_time()
    assert len(tills.find(page, mark=None).rows) == 400
    assert time.thread_time() - began < 5  # each line looked at all the others once for each of them: 17 s


def test_a_pumps_litres_price_and_amount_stand_under_each_other():
    found = rows(
        "PUMP 3",
        "Diesel",
        "  Litres           30.10",
        "  Unit price       1.500",
        "  Amount                     45.15",
        "Screen wash                   4.20",
        "TOTAL                        49.35",
    )
    assert found == [("Diesel", "30.1", "1.5", "45.15"), ("Screen wash", None, None, "4.2")]


def test_one_fuel_alone_is_a_row():
    found = rows(
        "Super E10",
        "Preis              1,799",
        "Menge              20,50 l",
        "Betrag                      36,88",
        "Netto 30,99",
        "MwSt 19%                     5,89",
        "Summe EUR                   36,88",
    )
    assert found == [("Super E10", "20.5", "1.799", "36.88")]


def test_lines_whose_numbers_do_not_multiply_are_no_stack():
    found = rows(
        "Quantity discount            30,10",
        "Unit price label              1,50",
        "Amount                       45,00",
        "TOTAL                        76,60",
    )
    assert len(found) == 3


def test_a_point_in_the_middle_multiplies():
    found = rows(
        "Smoked trout                 64,00",
        "2 stk. · 32,00",
        "Rye bread                    28,50",
        "1 stk. · 28,50",
        "I alt                        92,50",
    )
    assert found == [("Smoked trout", "2", "32", "64"), ("Rye bread", "1", "28.5", "28.5")]


def test_counts_before_names_have_their_prices_with_the_amounts_below():
    found = rows(
        "2x Fried haddock", "@4.50        9.00 B", "3x Peas", "@1.10        3.30 B", "TOTAL        12.30"
    )
    assert found == [("Fried haddock", "2", "4.5", "9"), ("Peas", "3", "1.1", "3.3")]
