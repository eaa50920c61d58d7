"""Of several invoices in one PDF the first is read; a single one is never taken for several."""

from __future__ import annotations

from extraction.engine import pipeline
from extraction.engine.invoice import Invoice
from extraction.engine.options import Options
from tests.invoices import composed
from tests.invoices.joined import together

LEAST_SPLIT = 0.65  # of the pairs below 0.77 are split; most others have their numbers in titles


def read(pdf: bytes) -> Invoice:
    return pipeline.extract(pdf, options=Options())


def names_several(invoice: Invoice) -> bool:
    return any(warning.code == "multiple_invoices" for warning in invoice.warnings)


def is_split(seed: int) -> bool:
    """Whether the second of two invoices of one company's language is left out, its pages named."""
    first = composed.compose(seed, kind="invoice")
    second = composed.compose(seed + 500, kind="invoice", language=first.choices["language"])
    answer = read(together(first.pdf, second.pdf))
    return names_several(answer) and answer.pages_processed == first.marks[-1].page


def test_two_invoices_are_mostly_parted_where_the_second_begins():
    parted = [is_split(seed) for seed in range(7000, 7030)]
    assert sum(parted) / len(parted) >= LEAST_SPLIT


def test_one_invoice_is_never_taken_for_several():
    assert not [seed for seed in range(7000, 7025) if names_several(read(composed.compose(seed).pdf))]
