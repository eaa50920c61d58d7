"""Fits the weights of the evidence that makes a party the seller, on invoices drawn for it.

    .venv/bin/python -m tests.invoices.train [--composed 1000] [--placed 1200] [--keep 0.5] [--write]

Of the parties on a page, the seller's should weigh most (`fitting`). Layouts weigh alike, however many
fillings they have. Half of what the weights were stays, so that what is drawn anew moves none of them far:
the mean of two fits reads other people's papers better than either. The documents that accuracy is measured
on have no part in it. Prints how often the seller weighs most, before and after, on layouts kept apart by
fifths.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extraction.engine import parties, read
from extraction.engine.document import Document
from extraction.engine.evaluate import rules
from extraction.engine.options import Options
from extraction.engine.parties import blocks, weighing
from extraction.engine.parties.block import Block
from extraction.engine.parties.rows import joined
from extraction.engine.parties.traces import Traces
from tests.engine import arrangements, companies
from tests.invoices import composed, designs, placed
from tests.invoices.fitting import Page, fit, kept_apart, rows, share
from tests.invoices.fitting import sheet as as_sheet

WEIGHTS = Path(parties.__file__).with_name("weights.toml")
DESIGN, ARRANGEMENT, COMPOSED, OFFICE, PLACED = 2.0, 1.0, 0.2, 0.04, 0.07  # what a layout of each counts
RECEIPTS = 5  # every fifth composed page is a till's
OFFICES = 0.4  # for each composed page
LOOKED_AT = 10_000  # seeds below this one are for tests


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--composed", type=int, default=1000, help="composed pages to learn from")
    options.add_argument("--placed", type=int, default=1200, help="pages with the seller anywhere")
    options.add_argument("--keep", type=float, default=0.5, help="how much stays of what the weights are")
    options.add_argument(
        "--write", action="store_true", help="write the weights to where the engine reads them"
    )
    chosen = options.parse_args()
    start = weighing.weights("start")
    names = list(start)
    pages = [
        *_designs(names),
        *_arrangements(names),
        *_composed(names, chosen.composed),
        *_offices(names, int(OFFICES * chosen.composed)),
        *_placed(names, chosen.placed),
    ]
    before = np.array(list(start.values()))
    print(f"{len(pages)} pages of {len({page.layout for page in pages})} layouts")
    apart = share(pages, kept_apart(pages, before))
    print(f"before {share(pages, lambda _page: before):.3f}, kept apart {apart:.3f}")
    after = fit(pages, before)
    print(f"after  {share(pages, lambda _page: after):.3f}")
    known = np.array([weighing.weights()[name] for name in names])
    fitted = rows(names, chosen.keep * known + (1 - chosen.keep) * after)
    print(fitted)
    if chosen.write:
        kept = WEIGHTS.read_text(encoding="utf-8").partition("[seller]\n")
        WEIGHTS.write_text(kept[0] + kept[1] + fitted, encoding="utf-8")


def _designs(names: Sequence[str]) -> Iterator[Page]:
    every = list(designs.every())
    fillings = Counter(design.layout for design in every)
    for design in every:
        found = _page(names, design.document, design.truth, design.layout, DESIGN / fillings[design.layout])
        if found is not None:
            yield found


def _arrangements(names: Sequence[str]) -> Iterator[Page]:
    for name in sorted(arrangements.ALL):
        for seller, buyer in companies.PAIRS:
            paper = arrangements.drawn(name, seller, buyer)
            found = _page(
                names,
                paper.document(),
                {"vendor": {"name": paper.name}},
                name,
                ARRANGEMENT / len(companies.PAIRS),
            )
            if found is not None:
                yield found


def _composed(names: Sequence[str], count: int) -> Iterator[Page]:
    for seed in range(count):
        page = composed.compose(seed, kind="receipt" if seed % RECEIPTS == 0 else None)
        yield from _read(names, page, f"composed {seed}", COMPOSED)


def _offices(names: Sequence[str], count: int) -> Iterator[Page]:
    for seed in range(LOOKED_AT, LOOKED_AT + count):
        yield from _read(names, composed.compose(seed, office=True), f"office {seed}", OFFICE)


def _read(names: Sequence[str], page: composed.Composed, name: str, weight: float) -> Iterator[Page]:
    with read.open_document(page.pdf, options=Options()) as reading:
        found = _page(names, reading.document, page.truth, name, weight)
    if found is not None:
        yield found


def _placed(names: Sequence[str], count: int) -> Iterator[Page]:
    for seed in range(LOOKED_AT, LOOKED_AT + count):
        page = placed.place(seed)
        found = _page(names, page.document, page.truth, f"placed {seed}", PLACED)
        if found is not None:
            yield found


def _page(
    names: Sequence[str], document: Document, truth: dict[str, Any], name: str, weight: float
) -> Page | None:
    is_stated, vendor = rules.stated(truth, "vendor.name")
    sheet = as_sheet(document)
    parties = [party for party in weighing.weigh(Traces(sheet), blocks.find(sheet)) if party.may_sell]
    if not is_stated or not vendor or not parties:
        return None
    evidence = np.array([[party.evidence.get(name, 0.0) for name in names] for party in parties])
    return Page(
        name, weight, evidence, np.array([float(_is_called(truth, p.block, vendor)) for p in parties])
    )


def _is_called(truth: dict[str, Any], block: Block, vendor: str) -> bool:
    called = [joined(lines) for lines in block.names]
    return any(rules.is_right(truth, "vendor.name", vendor, name) for name in (*called, " ".join(called)))


if __name__ == "__main__":
    main()
