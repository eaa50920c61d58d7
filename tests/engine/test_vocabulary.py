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


def test_fourteen_languages_are_known():
    assert set(vocabulary.load().languages) == {
        "en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "cs", "fi", "lt", "ms"
    }  # fmt: skip


@pytest.mark.parametrize("language", vocabulary.load().languages)
def test_every_language_says_where_it_is_spoken_and_of_what_its_labels_are_made(language):
    known = vocabulary.load()
    assert known.countries[language]
    assert {kind for kind, of_language in known.phrases if of_language == language} >= {
        f"words.{part}" for part in ("document", "number", "code", "date", "issue", "due", "link")
    }


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("Belegnummer", "header.invoice_number", "de"),
        ("Nr. faktury", "header.invoice_number", "pl"),
        ("Credit memo #", "header.invoice_number", "en"),
        ("Data fattura", "header.date", "it"),
        ("Datum splatnosti", "header.due_date", "cs"),
        ("Laskun numero", "header.invoice_number", "fi"),
        ("Sąskaitos faktūros numeris", "header.invoice_number", "lt"),
        ("Nombor invois", "header.invoice_number", "ms"),
    ],
)
def test_labels_are_made_of_words(text, kind, language):
    assert Meaning(kind, language) in vocabulary.load().meanings[vocabulary.key(text)]


def test_a_phrase_is_found_whatever_its_case_accents_blanks_and_stops():
    meanings = vocabulary.load().meanings
    assert Meaning("header.invoice_number", "de") in meanings[vocabulary.key("Rechnungs-Nr.:")]
    assert Meaning("header.due_date", "fr") in meanings[vocabulary.key("Date d’échéance")]
    assert Meaning("header.invoice_number", "en") in meanings[vocabulary.key("INVOICENO")]


def test_every_phrase_is_written_as_it_is_compared():
    for texts in vocabulary.load().phrases.values():
        for text in texts:
            assert vocabulary.key(text) == "".join(c for c in text if c.isalnum() or c == "#"), text
