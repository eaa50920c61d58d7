"""How much of a table is still read when one kind of evidence is taken away, on drawn invoices.

Each floor is a little below what was measured; one that breaks means that a change leans on the
evidence that this test removes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import pytest

from extraction.engine import layout, line_items
from extraction.engine.document import Document
from extraction.engine.invoice import LineItem
from extraction.engine.options import Options
from extraction.engine.read import open_document
from tests import invoices
from tests.engine.line_items import stress
from tests.invoices import Item, Spec

CELLS = ("description", "quantity", "unit_price", "amount")
SEEDS = range(2)
PRINTED_TOGETHER = {"banner", "receipt"}  # layouts without columns for quantity and price


@lru_cache(maxsize=1)
def documents() -> tuple[tuple[Spec, Document], ...]:
    return tuple(_drawn())


def _drawn() -> Iterator[tuple[Spec, Document]]:
    for name in invoices.LAYOUTS:
        for language in ("en", "de", "fr", "es"):
            for seed in SEEDS:
                spec = replace(invoices.example(seed, language=language), layout=name)
                with open_document(invoices.draw(spec), options=Options()) as reading:
                    yield spec, reading.document


def share_read(spoil: stress.Spoil, *, left_out: str | None = None) -> float:
    """The F1 over the cells of all documents; the column left out is expected to stay empty."""
    right = wanted = got = 0
    for number, (spec, document) in enumerate(documents()):
        if left_out and spec.layout in PRINTED_TOGETHER:
            continue
        spoiled = spoil(document, spec, random.Random(number))
        found = line_items.find(layout.analyze(spoiled)).line_items
        cells = [name for name in CELLS if name != left_out]
        wanted += len(cells) * len(spec.items)
        got += sum(getattr(item, name) is not None for item in found for name in CELLS)
        right += sum(_right(item, want, cells) for want in spec.items if (item := _pick(found, want)))
    return 2 * right / (wanted + got)


def _pick(found: tuple[LineItem, ...], want: Item) -> LineItem | None:
    """The row of an item: the one with its amount, best with its description."""
    same = [item for item in found if item.amount == want.amount]
    return max(same, key=lambda item: item.description == want.description, default=None)


def _right(item: LineItem, want: Item, cells: list[str]) -> int:
    return sum(getattr(item, name) == getattr(want, name) for name in cells)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "left_out", "floor"),
    [
        (stress.as_it_is, None, 0.99),
        (stress.without_titles, None, 0.98),
        (stress.with_unknown_titles, None, 0.98),
        (stress.with_half_of_the_titles_unknown, None, 0.98),
        (stress.with_mistyped_titles, None, 0.98),
        (stress.without_prices, "unit_price", 0.98),
        (stress.without_quantities, "quantity", 0.98),
        (stress.with_numbers_below, None, 0.96),
        (stress.with_slips, None, 0.97),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_most_cells_are_read(spoil, left_out, floor):
    share = share_read(spoil, left_out=left_out)
    assert share >= floor, f"{share:.3f}"
