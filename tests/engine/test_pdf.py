"""The words of a PDF stand where a person sees them, whatever the file does with its pages."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from extraction.engine.document import Box, Page, Word
from extraction.engine.errors import TooManyPages
from extraction.engine.pdf import PdfFile
from tests import hostile, invoices
from tests.engine import papers


def page_of(pdf: bytes, number: int = 1) -> Page:
    page = layer_of(pdf, number)
    assert page is not None
    return page


def layer_of(pdf: bytes, number: int = 1) -> Page | None:
    file = PdfFile(pdf)
    try:
        return file.words(number)
    finally:
        file.close()


def texts(pdf: bytes) -> list[str]:
    return [word.text for word in page_of(pdf).words]


def word(pdf: bytes, text: str) -> Word:
    (found,) = (word for word in page_of(pdf).words if word.text == text)
    return found


def test_words_have_their_place_in_points_from_the_top_left():
    box = word(papers.drawn(papers.text("Total 1,217.81", x=100, top=200)), "Total").box
    assert box.x0 == pytest.approx(100, abs=2)
    assert box.center_y == pytest.approx(208, abs=4)
    assert 8 < box.height < 16


def test_a_page_turned_by_its_file_is_read_as_it_is_shown():
    upright = papers.drawn(papers.text("Total", x=100, top=200))
    page = page_of(papers.with_rotation(upright, 90))
    assert (page.width, page.height, page.rotation) == (600, 800, 270)
    assert page.words[0].box.center_x == pytest.approx(114, abs=4)
    assert page.words[0].box.center_y == pytest.approx(208, abs=4)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_printed_sideways_is_set_upright(turn: int):
    def sideways(paper: Any) -> None:
        paper.translate(300, 400)
        paper.rotate(-turn)
        paper.drawString(-50, 20, "Invoice above")
        paper.drawString(-50, -20, "Total below")

    page = page_of(papers.drawn(sideways))
    places = {word.text: word.box for word in page.words}
    assert page.rotation == (360 - turn) % 360
    assert places["Invoice"].center_y < places["Total"].center_y
    assert places["Invoice"].x1 <= places["above"].x0 + 0.1


def test_a_hyphen_at_the_end_of_a_line_is_read_as_one():
    page = papers.drawn(papers.text("Payment by bank trans-", "fer within 14 days", "Total 12.00"))
    assert texts(page)[3:] == ["trans-", "fer", "within", "14", "days", "Total", "12.00"]


def test_print_along_the_margin_is_left_out():
    def page(paper: Any) -> None:
        papers.text("Invoice 42 of today", "Total 12.00")(paper)
        paper.translate(20, 300)
        paper.rotate(90)
        paper.drawString(0, 0, "Court of Register")

    assert texts(papers.drawn(page)) == ["Invoice", "42", "of", "today", "Total", "12.00"]


def test_text_beside_the_page_is_left_out():
    def page(paper: Any) -> None:
        papers.text("Total 12.00")(paper)
        paper.drawString(700, 100, "999.00")

    assert texts(papers.drawn(page)) == ["Total", "12.00"]


def test_a_cropped_page_begins_at_its_crop():
    whole = papers.drawn(papers.text("Total", x=100, top=200))
    page = page_of(papers.with_cropbox(whole, (50, 0, 600, 700)))
    assert (page.width, page.height) == (550, 700)
    assert page.words[0].box.x0 == pytest.approx(50, abs=2)
    assert page.words[0].box.center_y == pytest.approx(108, abs=4)


def test_letters_set_apart_are_one_word():
    def page(paper: Any) -> None:
        paper.drawString(72, 700, "R E C H N U N G", charSpace=1)
        paper.drawString(72, 600, "1 x A")

    assert texts(papers.drawn(page)) == ["RECHNUNG", "1", "x", "A"]


def test_columns_without_a_space_between_them_are_words_apart():
    def page(paper: Any) -> None:
        paper.drawString(72, 700, "12.00")
        paper.drawString(120, 700, "24.00")

    assert texts(papers.drawn(page)) == ["12.00", "24.00"]


def test_a_word_drawn_twice_for_weight_is_one_word():
    def page(paper: Any) -> None:
        for shift in (0, 0.3):
            paper.drawString(72 + shift, 700, "Total")

    assert texts(papers.drawn(page)) == ["Total"]


def test_bold_words_are_known_by_their_font():
    page = page_of(invoices.draw(invoices.acme()))
    bold = {word.text for word in page.words if word.bold}
    assert {"Acme", "INVOICE", "Total", "$1,217.81"} <= bold
    assert "Subtotal" not in bold


def test_a_letter_beyond_the_basic_plane_is_one_letter():
    pdf = papers.with_letters_meaning({"A": "D835DC00", "B": "0042"}, "AB")
    assert texts(pdf) == ["\U0001d400B"]


def test_text_of_a_font_that_means_nothing_is_no_text_layer():
    private = {letter: f"E0{ord(letter):02X}" for letter in "Invoce42"}
    assert layer_of(papers.with_letters_meaning(private, "Invoice42")) is None


def test_text_of_a_font_with_shifted_letters_is_no_text_layer():
    plain = "abcdefghijklmnopqrstuvwxyz"
    shifted = {letter: f"00{ord(plain[(i + 3) % 26]):02X}" for i, letter in enumerate(plain)}
    shown = " ".join(["invoice", "customer", "quantity", "amount", "total", "delivery"] * 4)
    assert layer_of(papers.with_letters_meaning(shifted, shown, size=6)) is None


def test_the_invisible_text_that_a_scanner_put_over_its_scan_is_not_believed():
    scan = invoices.as_png(invoices.draw(invoices.acme()), dpi=72)
    hidden = tuple(f"line {n} of a poor reading" for n in range(10))
    assert layer_of(papers.drawn(papers.picture(scan, hidden=hidden))) is None


def strips(*, below: bool) -> bytes:
    """A page that a scanner stored in six strips, and what it read off them, on or below them."""
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=(595, 842), invariant=True)
    grey = ImageReader(Image.new("L", (60, 20), 200))
    layer = paper.beginText(40, 700)
    layer.setTextRenderMode(0 if below else 3)
    for line in range(12):
        layer.textLine(f"Invo1ce number 4{line} of Harb0ur Bakery")
    if below:
        paper.drawText(layer)
    for strip in range(6):
        paper.drawImage(grey, 0, 842 / 6 * strip, 595, 842 / 6)
    if not below:
        paper.drawText(layer)
    paper.save()
    return stream.getvalue()


@pytest.mark.parametrize("below", [False, True])
def test_text_on_or_under_a_scan_in_strips_is_not_believed(below: bool):
    assert layer_of(strips(below=below)) is None


def test_text_without_ink_on_a_slip_in_the_middle_of_a_sheet_is_not_believed():
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=(595, 842), invariant=True)
    paper.drawImage(ImageReader(Image.new("L", (60, 120), 230)), 200, 420, 200, 400)
    layer = paper.beginText(210, 800)
    layer.setTextRenderMode(3)
    for line in range(20):
        layer.textLine(f"T0TAL  {line},5O")
    paper.drawText(layer)
    paper.save()
    assert layer_of(stream.getvalue()) is None


def test_print_over_a_full_page_of_letterhead_is_believed():
    paper = invoices.as_png(papers.drawn(lambda _page: None), dpi=30)

    def page(sheet: Any) -> None:
        papers.picture(paper)(sheet)
        papers.text(*(f"Position {n} at 12.00 each" for n in range(10)))(sheet)

    assert "Position" in texts(papers.drawn(page))


def test_pages_are_counted_to_the_limit_and_no_further():
    assert PdfFile(hostile.many_pages(3), max_pages=3).page_count == 3
    with pytest.raises(TooManyPages) as refused:
        PdfFile(hostile.many_pages(4), max_pages=3)
    assert refused.value.limit == 3


def test_the_engine_has_a_limit_of_its_own():
    with pytest.raises(TooManyPages):
        PdfFile(hostile.many_pages(201))


def test_tables_are_found_by_their_rulings_in_the_place_of_their_words():
    spec = invoices.example(5, layout="ruled", items=2)
    pdf = invoices.draw(spec)
    cells = [cell for table in PdfFile(pdf).tables(1) for row in table for cell in row if cell]
    inside = [[word.text for word in page_of(pdf).words if _is_inside(word, cell.box)] for cell in cells]
    assert spec.items[0].description.split() in inside


def _is_inside(word: Word, box: Box) -> bool:
    return box.x0 <= word.box.x0 <= word.box.x1 <= box.x1 and box.y0 <= word.box.center_y <= box.y1


def test_what_was_filled_into_a_form_is_read_where_it_stands():
    def form(paper: Any) -> None:
        papers.text("Invoice number")(paper)
        paper.acroForm.textfield(name="number", value="INV-4711", x=300, y=600, width=150, height=20)

    box = word(papers.drawn(form), "INV-4711").box
    assert 300 <= box.x0 <= box.x1 <= 450
    assert 180 <= box.y0 <= box.y1 <= 200


def test_a_stamp_put_on_a_page_is_read():
    pdf = papers.with_stamp(papers.drawn(papers.text("Invoice 42")), "PAID", at=(300, 600, 360, 620))
    assert texts(pdf) == ["Invoice", "42", "PAID"]


def test_white_text_on_white_paper_is_left_out():
    def page(paper: Any) -> None:
        papers.text("Total 12.00")(paper)
        paper.setFillColorRGB(1, 1, 1)
        paper.drawString(72, 600, "Total 99.00")

    assert texts(papers.drawn(page)) == ["Total", "12.00"]


def test_white_text_on_a_coloured_field_is_read():
    def page(paper: Any) -> None:
        paper.setFillColorRGB(0, 0, 0.5)
        paper.rect(60, 690, 200, 30, stroke=0, fill=1)
        paper.setFillColorRGB(1, 1, 1)
        paper.drawString(72, 700, "Total 12.00")

    assert texts(papers.drawn(page)) == ["Total", "12.00"]


def test_text_without_ink_on_a_printed_page_is_left_out():
    def page(paper: Any) -> None:
        papers.text("Total 12.00")(paper)
        hidden = paper.beginText(72, 600)
        hidden.setTextRenderMode(3)
        hidden.textLine("Total 99.00")
        paper.drawText(hidden)

    assert texts(papers.drawn(page)) == ["Total", "12.00"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_form_on_a_turned_page_is_read(turn: int):
    def form(paper: Any) -> None:
        papers.text("Invoice number of this form")(paper)
        paper.acroForm.textfield(name="number", value="INV-4711", x=300, y=600, width=150, height=20)

    assert "INV-4711" in texts(papers.with_rotation(papers.drawn(form), turn))
