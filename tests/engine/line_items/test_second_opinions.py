"""Where words alone leave doubt, ruling lines and arithmetic are asked."""

from dataclasses import replace
from decimal import Decimal

from extraction.engine import layout, line_items
from extraction.engine.document import Box, Cell, Document, Page, Source
from tests.engine.drawing import words_at
from tests.engine.line_items.tables import find, line, page, rows

TITLES = ("Description", "Qty", "Unit Price", "Amount")


def test_ruling_lines_join_what_stands_at_several_heights():
    words = (
        *words_at(60, 100, "Description"),
        *words_at(540, 140, "Amount"),
        *line(170, "Advice", "120.00"),
        *line(190, "Travel", "30.00"),
    )
    bands = ((90, 160), (160, 185), (185, 210))
    table = tuple(
        tuple(Cell("", Box(x0, y0, x1, y1)) for x0, x1 in ((40, 400), (400, 600))) for y0, y1 in bands
    )
    laid_out = layout.analyze(Document((Page(1, 620, 800, words),)))
    assert line_items.find(laid_out).rows == ()
    found = line_items.find(laid_out, tables=lambda _page: (table,))
    assert [(row.item.description, row.amount) for row in found.rows] == [
        ("Advice", Decimal("120.00")),
        ("Travel", Decimal("30.00")),
    ]


def test_ruling_lines_are_not_asked_about_a_table_that_adds_up():
    asked: list[int] = []
    table = page(
        TITLES, ("Screws", "100", "0.05", "5.00"), ("Cable", "3", "12.50", "37.50"), ("Total", "42.50")
    )
    line_items.find(layout.analyze(Document((table,))), tables=lambda number: asked.append(number) or ())
    assert asked == []


def test_a_decimal_mark_that_an_ocr_lost_is_put_back_where_the_row_multiplies_then():
    table = page(TITLES, ("Screws", "100", "0.05", "5.00"), ("Cable", "3", "1250", "37.50"))
    scanned = replace(table, words=tuple(replace(word, source=Source.OCR) for word in table.words))
    assert find(scanned).rows[1].item.unit_price == Decimal("12.50")
    assert find(table).rows[1].item.unit_price == Decimal(1250)


def test_sums_of_kinds_below_rows_that_multiply_are_not_the_rows():
    repairs = page(
        TITLES,
        ("Brake pads, front", "1.00", "64.95", "64.95"),
        ("Brake rotor", "2.00", "58.40", "116.80"),
        ("Fitting, road test", "1.80", "128.00", "230.40"),
        *[("",)] * 9,
        ("Parts", "181.75"),
        ("Labor", "230.40"),
        ("Shop supplies", "17.92"),
        ("Subtotal", "430.07"),
    )
    assert [row[0] for row in rows(repairs)][:3] == ["Brake pads, front", "Brake rotor", "Fitting, road test"]
