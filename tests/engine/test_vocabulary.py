"""The words of invoices are data, one file per language."""

from __future__ import annotations

import pytest

from extraction.engine import vocabulary
from extraction.engine.vocabulary import Meaning

KINDS = {
    *(f"header.{entry}" for entry in ("invoice_number", "date", "due_date", "payment_terms")),
    *(f"party.{entry}" for entry in ("seller", "buyer", "tax_id")),
    *(f"totals.{entry}" for entry in ("total", "subtotal", "tax")),
    *(f"columns.{entry}" for entry in ("description", "amount", "quantity", "unit_price")),
    "title.invoice",
    "text.stop_words",
}


@pytest.mark.parametrize("language", vocabulary.load().languages)
def test_every_language_has_words_for_what_every_invoice_says(language):
    known = {kind for kind, of_language in vocabulary.load().phrases if of_language == language}
    assert known >= KINDS


def test_ten_languages_are_known():
    assert set(vocabulary.load().languages) == {"en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da"}


def test_a_phrase_is_found_whatever_its_case_accents_blanks_and_stops():
    meanings = vocabulary.load().meanings
    assert Meaning("header.invoice_number", "de") in meanings[vocabulary.key("Rechnungs-Nr.:")]
    assert Meaning("header.due_date", "fr") in meanings[vocabulary.key("Date d’échéance")]
    assert Meaning("header.invoice_number", "en") in meanings[vocabulary.key("INVOICENO")]


def test_every_phrase_is_written_as_it_is_compared():
    for texts in vocabulary.load().phrases.values():
        for text in texts:
            assert vocabulary.key(text) == "".join(c for c in text if c.isalnum() or c == "#"), text
