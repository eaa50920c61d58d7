"""Who sells is read wherever the seller stands, and whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.engine import pipeline, render
from extraction.engine.evaluate.tally import Tally
from extraction.engine.options import Options
from tests.invoices import placed

SEEDS = range(200)  # none of those that weights are fitted to
FLOORS = {"vendor.name": 0.94, "vendor.address": 0.93, "vendor.tax_id": 0.9, "invoice_number": 0.95}


@pytest.fixture(scope="module")
def tally() -> Tally:
    counted = Tally()
    for seed in SEEDS:
        page = placed.place(seed)
        found = pipeline.of_document(page.document, options=Options())
        counted.add(Path("placed"), page.truth, render.document(found, evidence=True))
    return counted


@pytest.mark.parametrize("name", FLOORS)
def test_sellers_are_read_at_most_places(tally, name):
    assert tally.fields[name].right / tally.fields[name].n >= FLOORS[name]


def test_few_of_them_are_somebody_else(tally):
    names = tally.fields["vendor.name"]
    assert names.wrong / names.n <= 0.055
