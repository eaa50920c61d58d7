"""A document's currency is what is printed, settled by where it comes from."""

from __future__ import annotations

import pytest

from extraction.engine import pipeline
from extraction.engine.document import Source
from extraction.engine.options import Options
from tests.engine.drawing import document_of


@pytest.mark.parametrize(
    ("language", "title", "code"), [("da", "Fakturadato", "DKK"), ("sv", "Fakturadatum", "SEK")]
)
def test_crowns_are_those_of_the_country_whose_language_is_spoken(language, title, code):
    document = document_of((50, 50, f"{title}: 2024-05-03"), (50, 300, "Total"), (300, 300, "120,00 kr"))
    assert pipeline.of_document(document, options=Options(language=language)).currency == code


def test_sums_without_any_mark_are_in_the_money_of_a_country_that_is_proven():
    document = document_of((50, 50, "VAT no: DE136695976"), (50, 300, "Total"), (300, 300, "120.00"))
    invoice = pipeline.of_document(document, options=Options())
    assert invoice.currency == "EUR"
    assert invoice.evidence["currency"].source is Source.DERIVED


def test_without_mark_and_country_there_is_no_currency():
    document = document_of((50, 50, "Invoice no: 5"), (50, 300, "Total"), (300, 300, "120.00"))
    assert pipeline.of_document(document, options=Options()).currency is None
