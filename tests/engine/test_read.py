"""A document is read page by page, each by whoever can read it."""

from __future__ import annotations

import pytest

from extraction.engine.document import Document, Source
from extraction.engine.errors import NothingToRead, TooManyPages
from extraction.engine.options import Options
from extraction.engine.read import open_document
from tests import invoices
from tests.engine import papers

ACME = invoices.draw(invoices.acme())


def document_of(data: bytes, **options: int) -> Document:
    with open_document(data, options=Options(**options)) as reading:
        return reading.document


def test_a_printed_page_is_read_by_its_text():
    (page,) = document_of(ACME).pages
    assert page.source is Source.TEXT
    assert "INV-2026-0847" in {word.text for word in page.words}


@pytest.mark.slow
def test_a_scan_between_printed_pages_is_looked_at():
    scan = papers.picture(invoices.as_png(ACME))
    pdf = papers.drawn(papers.text("Cover letter"), scan, papers.text("General terms"))
    first, second, third = document_of(pdf).pages
    assert [page.source for page in (first, second, third)] == [Source.TEXT, Source.OCR, Source.TEXT]
    assert [page.number for page in (first, second, third)] == [1, 2, 3]
    assert "$1,217.81" in {word.text for word in second.words}


@pytest.mark.slow
def test_words_of_a_scanned_page_stand_where_those_of_the_printed_one_do():
    (printed,) = document_of(papers.drawn(papers.text("Invoice 4711", "Total 12.00"))).pages
    picture = invoices.as_png(papers.drawn(papers.text("Invoice 4711", "Total 12.00")))
    (scanned,) = document_of(papers.drawn(papers.picture(picture))).pages
    assert (scanned.width, scanned.height) == pytest.approx((printed.width, printed.height), abs=1)
    there = {word.text: word.box for word in scanned.words}
    for word in printed.words:
        assert there[word.text].center_x == pytest.approx(word.box.center_x, abs=3)
        assert there[word.text].center_y == pytest.approx(word.box.center_y, abs=3)


@pytest.mark.slow
def test_a_scanners_own_poor_text_is_read_anew():
    hidden = tuple(f"TotaI l,2I7.8l line {n}" for n in range(8))
    pdf = papers.drawn(papers.picture(invoices.as_png(ACME), hidden=hidden))
    words = {word.text for word in document_of(pdf).pages[0].words}
    assert "$1,217.81" in words
    assert "l,2I7.8l" not in words


def test_an_empty_page_among_others_has_no_words():
    pages = document_of(papers.drawn(papers.text("Invoice 42"), lambda _page: None)).pages
    assert [len(page.words) for page in pages] == [2, 0]


def test_a_document_without_any_text_says_so():
    with pytest.raises(NothingToRead):
        document_of(papers.drawn(lambda _page: None))


@pytest.mark.slow
def test_a_blank_scan_says_so():
    with pytest.raises(NothingToRead):
        document_of(invoices.as_scan(papers.drawn(lambda _page: None), dpi=100))


def test_pages_hidden_by_a_false_count_are_read_where_they_are_allowed():
    whole = papers.drawn(papers.text("Page one"), papers.text("Page two"))
    lying = whole.replace(b"/Count 2", b"/Count 1")
    assert lying != whole
    assert [[word.text for word in page.words] for page in document_of(lying).pages] == [
        ["Page", "one"],
        ["Page", "two"],
    ]
    with pytest.raises(TooManyPages):
        document_of(lying, max_pages=1)


@pytest.mark.slow
def test_a_picture_is_one_page():
    assert len(document_of(invoices.as_scan(ACME), max_pages=1).pages) == 1


def test_tables_are_there_for_printed_pages_only():
    with open_document(invoices.draw(invoices.example(5, layout="ruled")), options=Options()) as reading:
        assert reading.tables(1)
    with open_document(invoices.draw(invoices.example(5, layout="banner")), options=Options()) as reading:
        assert reading.tables(1) == ()


@pytest.mark.slow
@pytest.mark.parametrize("make", [lambda: ACME, lambda: invoices.as_photo(ACME)], ids=["print", "photo"])
def test_the_same_bytes_are_read_the_same_way(make):
    data = make()
    assert document_of(data) == document_of(data)
