"""Fifty rules are no burden to a document: measured on pages as they are composed."""

import time

import pytest

from extraction import page_words
from extraction.engine import pipeline, transcript
from extraction.engine.options import Options
from extraction.memory import beside, sheets, upright
from extraction.memory.saying import Beside
from tests.invoices import composed

LABELS = [
    "Invoice number",
    "Our ref.",
    "Date",
    "Due",
    "Total amount",
    "Order no.",
    "VAT",
    "Net amount",
    "IBAN",
    "Terms",
]
PATHS = ["invoice_number", "date", "total", "payment.iban", "payment_terms"]


@pytest.fixture(scope="module")
def pages():
    examined = pipeline.examine(composed.compose(4).pdf, options=Options())
    return page_words.pack(transcript.of(examined.pages))


def test_fifty_rules_of_one_vendor_take_some_milliseconds(pages):
    rules = [(path, Beside(label)) for path in PATHS for label in LABELS]
    assert len(rules) == 50
    best = min(_seconds(pages, rules) for _ in range(5))
    print(f"{1000 * best:.1f} ms")
    assert best < 0.05


def _seconds(packed, rules):
    begun = time.process_time()
    sheet = sheets.lay_out(upright.pages(page_words.unpacked(packed)))
    for path, saying in rules:
        beside.find(sheet, path, saying)
    return time.process_time() - begun
