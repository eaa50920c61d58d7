"""Where the sums of a scan do not add up, a second reading may put one of them right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extraction.engine import pipeline
from extraction.engine.document import Box, Document, Source
from extraction.engine.options import Options
from tests.engine.drawing import document_of

SUMS = [
    (300.0, 400.0, "Subtotal"), (420.0, 400.0, "100.00"),
    (300.0, 415.0, "VAT 20%"), (420.0, 415.0, "20.00"),
    (300.0, 430.0, "Total"), (420.0, 430.0, "128.00"),
]  # fmt: skip


def scan(placed: list[tuple[float, float, str]]) -> Document:
    page = document_of(*placed).pages[0]
    words = tuple(replace(word, source=Source.OCR, confidence=0.9) for word in page.words)
    return Document((replace(page, words=words, source=Source.OCR),))


def unreadable(_page: int, _box: Box) -> None:
    return None


def read_again(text: str):
    def reread(page: int, box: Box) -> str:
        return text if box.y0 > 425 else "?"

    return reread


def test_a_reading_that_makes_the_sums_balance_is_taken():
    invoice = pipeline.of_document(scan(SUMS), options=Options(), reread=read_again("120.00\n"))
    assert invoice.total == Decimal("120.00")
    assert all(check.passed for check in invoice.checks)


@pytest.mark.parametrize("again", ["124.00", "150.00", "l2O", ""])
def test_any_other_reading_changes_nothing(again):
    unlike = [*SUMS[:-1], (420.0, 430.0, "124.00")]
    invoice = pipeline.of_document(scan(unlike), options=Options(), reread=read_again(again))
    assert invoice.total == Decimal("124.00")
    assert "totals_do_not_balance" in [warning.code for warning in invoice.warnings]


def test_a_text_layer_is_not_read_again():
    def reread(page: int, box: Box) -> str:
        raise AssertionError("asked about a text layer")

    assert pipeline.of_document(document_of(*SUMS), options=Options(), reread=reread).total == Decimal(
        "128.00"
    )


@pytest.mark.parametrize("read", ["128.00", "12000"])
def test_a_total_one_slip_from_what_the_others_come_to_is_mended(read):
    slipped = [*SUMS[:-1], (420.0, 430.0, read)]
    invoice = pipeline.of_document(scan(slipped), options=Options(), reread=unreadable)
    assert invoice.total == Decimal("120.00")
    assert invoice.evidence["total"].alternatives[0].value in ("128.00", "12000")


def test_nothing_is_mended_where_two_sums_could_have_slipped():
    both = [
        (300.0, 400.0, "Subtotal"), (420.0, 400.0, "100.00"),
        (300.0, 415.0, "VAT"), (420.0, 415.0, "18.00"),
        (300.0, 430.0, "Total"), (420.0, 430.0, "168.00"),
    ]  # fmt: skip
    invoice = pipeline.of_document(scan(both), options=Options(), reread=unreadable)
    assert (invoice.subtotal, invoice.total) == (Decimal("100.00"), Decimal("168.00"))


def test_a_text_layer_is_not_mended():
    assert pipeline.of_document(document_of(*SUMS), options=Options()).total == Decimal("128.00")
