"""A document's currency is what is printed, settled by where it comes from."""

from __future__ import annotations

import pytest

from extraction.engine import pipeline
from extraction.engine.options import Options
from tests.engine.drawing import document_of, sketch


@pytest.mark.parametrize(
    ("language", "title", "code"), [("da", "Fakturadato", "DKK"), ("sv", "Fakturadatum", "SEK")]
)
def test_crowns_are_those_of_the_country_whose_language_is_spoken(language, title, code):
    document = document_of((50, 50, f"{title}: 2024-05-03"), (50, 300, "Total"), (300, 300, "120,00 kr"))
    assert pipeline.of_document(document, options=Options(language=language)).currency == code


def test_the_country_alone_names_no_currency():
    document = document_of((50, 50, "VAT no: DE136695976"), (50, 300, "Total"), (300, 300, "120.00"))
    assert pipeline.of_document(document, options=Options()).currency is None


@pytest.mark.parametrize(
    ("line", "code"),
    [("ABN 51 184 442 071", "AUD"), ("GST 15%", "NZD"), ("GST @ 5%", "CAD"), ("Sales tax", "USD")],
)
def test_dollars_are_told_apart_by_registers_and_taxes(line, code):
    document = document_of((50, 50, "Invoice no: 5"), (50, 300, "Total $120.00"), (50, 330, line))
    assert pipeline.of_document(document, options=Options()).currency == code


def test_a_letter_before_the_number_of_an_article_is_no_currency():
    document = document_of((50, 50, "Invoice no: 5"), (50, 200, "R52150"), (50, 300, "Total 120.00"))
    assert pipeline.of_document(document, options=Options()).currency is None


def test_without_mark_and_country_there_is_no_currency():
    document = document_of((50, 50, "Invoice no: 5"), (50, 300, "Total"), (300, 300, "120.00"))
    assert pipeline.of_document(document, options=Options()).currency is None


def test_a_sign_apart_from_its_amount_names_the_currency():
    document = document_of((50, 50, "Harbour Cabs"), (50, 300, "Fare £"), (300, 300, "120.00"))
    assert pipeline.of_document(document, options=Options()).currency == "GBP"


def test_a_word_of_a_street_is_no_currency():
    document = document_of((50, 50, "LANTERN CAD. NO:45/A"), (50, 300, "Total"), (300, 300, "120.00"))
    assert pipeline.of_document(document, options=Options()).currency is None


ITALIAN = """
Cedente                             Cessionario
Denominazione: OFFICINE LARIO SRL   Denominazione: BAR ROMA SNC
Indirizzo: VIA MONTE 4              Indirizzo: VIALE MARE 8
Comune: COLICO Provincia: CO        Comune: LA SPEZIA Provincia: AL
Cap: 23823 Nazione: IT              Cap: 19121 Nazione: IT

FATTURA
Numero fattura: 14                  Data fattura: 31-05-2025
Totale documento                    120,00
"""


def test_an_italian_province_before_a_postcode_is_no_american_state():
    assert pipeline.of_document(sketch(ITALIAN), options=Options()).currency == "EUR"


def test_a_sign_may_head_a_column_beside_that_of_the_cents():
    document = document_of(
        (50, 50, "Invoice no: 5"), (300, 200, "£ p"), (50, 300, "Total"), (290, 300, "120.00")
    )
    assert pipeline.of_document(document, options=Options()).currency == "GBP"
