"""Of several invoices in one PDF the first is read; a single one is never taken for several."""

from __future__ import annotations

from itertools import islice

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


def names_its_number(page: composed.Composed) -> bool:
    """Whether the number stands under a plain label of its own, or in a title or a sentence."""
    return page.choices.get("number shown", "fact") in ("fact", "marked")


def pairs(count: int) -> list[int]:
    """Seeds of pairs that both name their numbers; a page that names none cannot be told from the next."""
    return list(islice((seed for seed in range(7000, 7500) if all(map(names_its_number, of(seed)))), count))


def of(seed: int) -> tuple[composed.Composed, composed.Composed]:
    first = composed.compose(seed, kind="invoice")
    return first, composed.compose(seed + 500, kind="invoice", language=first.choices["language"])


def is_split(seed: int) -> bool:
    """Whether the second of two invoices of one company's language is left out, its pages named."""
    first, second = of(seed)
    answer = read(together(first.pdf, second.pdf))
    return names_several(answer) and answer.pages_processed == first.marks[-1].page


def test_two_invoices_are_mostly_parted_where_the_second_begins():
    parted = [is_split(seed) for seed in pairs(30)]
    assert sum(parted) / len(parted) >= LEAST_SPLIT


def test_one_invoice_is_never_taken_for_several():
    assert not [seed for seed in range(7000, 7025) if names_several(read(composed.compose(seed).pdf))]
