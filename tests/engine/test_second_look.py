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


def slip(total: str, *below: str) -> Document:
    """A scanned slip of a card's terminal, whose amounts stand behind their words."""
    lines = ["HARBOUR INN", "4 Quay Street", "SALE", "AMOUNT 39.42", "TIP 12.00", f"TOTAL {total}", *below]
    placed = [(20.0, 20.0 + 14 * at, line) for at, line in enumerate(lines)]
    page = scan(placed).pages[0]
    return Document((replace(page, width=160.0, height=260.0),))


def test_a_tip_and_what_it_is_added_to_mend_a_total_that_is_one_slip_away():
    invoice = pipeline.of_document(slip("57.42"), options=Options(), reread=unreadable)
    assert invoice.total == Decimal("51.42")


def test_a_total_far_from_amount_and_tip_stays_as_it_is_printed():
    invoice = pipeline.of_document(slip("83.42"), options=Options(), reread=unreadable)
    assert invoice.total == Decimal("83.42")


def test_where_total_and_change_are_a_round_sum_what_was_given_was_misread():
    lines = [
        "HARBOUR INN",
        "4 Quay Street",
        "Tea 38.40",
        "Cake 22.90",
        "TOTAL 61.30",
        "CASH 100.06",
        "CHANGE 38.70",
    ]
    page = scan([(20.0, 20.0 + 14 * at, line) for at, line in enumerate(lines)]).pages[0]
    document = Document((replace(page, width=160.0, height=260.0),))
    invoice = pipeline.of_document(document, options=Options(), reread=unreadable)
    assert invoice.total == Decimal("61.30")


def test_what_was_given_less_the_change_is_found_at_a_second_look():
    lines = [
        "HARBOUR INN",
        "4 Quay Street",
        "Tea 4.10",
        "Cake 8.40",
        "TOTAL 18.50",
        "CASH 20.00",
        "CHANGE 7.50",
    ]
    page = scan([(20.0, 20.0 + 14 * at, line) for at, line in enumerate(lines)]).pages[0]
    document = Document((replace(page, width=160.0, height=260.0),))
    invoice = pipeline.of_document(document, options=Options(), reread=lambda _page, _box: "12.50")
    assert invoice.total == Decimal("12.50")
