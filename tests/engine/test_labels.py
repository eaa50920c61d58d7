"""Phrases of the vocabulary are found where they stand, and a scan's slips are forgiven."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.engine import labels, layout
from extraction.engine.document import Document, Source
from tests.engine.drawing import document_of


def kinds(document: Document, language: str = "en") -> list[set[str]]:
    return [set(label.kinds((language,))) for label in labels.find(layout.analyze(document))]


def scanned(document: Document) -> Document:
    page = document.pages[0]
    words = tuple(replace(word, source=Source.OCR) for word in page.words)
    return Document((replace(page, words=words),))


def test_the_longest_phrase_at_a_place_wins():
    assert kinds(document_of((50, 100, "Invoice date: 1 May"))) == [{"header.date"}]


def test_a_label_glued_to_its_value_by_a_colon_is_found():
    (label,) = labels.find(layout.analyze(document_of((50, 100, "InvoiceNo:4711"))))
    assert label.initial
    assert label.colon
    assert not label.final


def test_the_same_word_means_what_the_language_of_the_document_says():
    assert kinds(document_of((50, 100, "Netto")), "de") == [{"totals.subtotal", "columns.amount"}]


def test_a_slip_of_the_scanner_does_not_hide_a_label():
    document = document_of((50, 100, "lnvoice nunber"))
    assert kinds(document) == []
    assert kinds(scanned(document)) == [{"header.invoice_number"}]


def test_a_part_of_a_number_is_no_label():
    assert kinds(document_of((50, 100, "NO-2025-17"))) == []


def test_an_ordinary_sentence_has_no_labels_that_it_does_not_contain():
    assert kinds(document_of((50, 100, "Kind regards and see you soon"))) == []


def test_small_words_inside_a_label_are_passed_over():
    assert kinds(document_of((50, 100, "Numéro de la facture : 4711")), "fr") == [{"header.invoice_number"}]


def test_a_letter_is_a_label_only_in_the_language_of_the_document():
    assert kinds(document_of((50, 100, "N 12")), "fr") == [{"header.number", "columns.position"}]
    assert kinds(document_of((50, 100, "N 12")), "sv") == [set()]


@pytest.mark.parametrize("text", ["Date / Datum", "Datum / Date", "Datum/Date :"])
def test_a_label_in_two_languages_is_the_one_it_is_in_each(text):
    first, second = kinds(document_of((50, 100, text)))
    assert "header.plain_date" in first & second


def test_a_word_behind_another_is_no_second_language():
    assert kinds(document_of((50, 100, "Date / Delivered")))[0] == {"header.other_date"}
