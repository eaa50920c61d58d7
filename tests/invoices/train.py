"""Fits the weights of the evidence that makes a party the seller, on invoices drawn for it.

    .venv/bin/python -m tests.invoices.train [--composed 1000] [--write]

A conditional logit: of the parties on a page, the seller's should weigh most. What each piece of evidence
counts is drawn towards the weights it starts from, so that evidence too rare to learn keeps its weight.
Layouts weigh alike, however many fillings they have. The documents that accuracy is measured on have no
part in it. Prints how often the seller weighs most, before and after, on layouts kept apart by fifths.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extraction.engine import labels, language, layout, parties, read
from extraction.engine.candidates import Sheet
from extraction.engine.document import Document
from extraction.engine.evaluate import rules
from extraction.engine.options import Options
from extraction.engine.parties import blocks, weighing
from extraction.engine.parties.block import Block
from extraction.engine.parties.rows import joined
from extraction.engine.parties.traces import Traces
from tests.engine import arrangements, companies
from tests.invoices import composed, designs

WEIGHTS = Path(parties.__file__).with_name("weights.toml")
PULL = 0.001  # towards the weights at the start
COMPOSED = 0.2  # what a composed page counts beside a design
RECEIPTS = 5  # every fifth composed page is a till's
STEPS, RATE = 1500, 0.05

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Page:
    """A page's parties: their evidence (parties x kinds of evidence), and which of them are the seller."""

    layout: str
    weight: float
    evidence: Vector
    sells: Vector


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--composed", type=int, default=1000, help="composed pages to learn from")
    options.add_argument(
        "--write", action="store_true", help="write the weights to where the engine reads them"
    )
    chosen = options.parse_args()
    start = weighing.weights("start")
    names = list(start)
    pages = [*_designs(names), *_arrangements(names), *_composed(names, chosen.composed)]
    before = np.array(list(start.values()))
    print(f"{len(pages)} pages of {len({page.layout for page in pages})} layouts")
    print(f"before {_share(pages, lambda _page: before):.3f}, kept apart {_kept_apart(pages, before):.3f}")
    after = fit(pages, before)
    print(f"after  {_share(pages, lambda _page: after):.3f}")
    rows = "".join(f"{name} = {weight:.2f}\n" for name, weight in zip(names, after, strict=True))
    print(rows)
    if chosen.write:
        kept = WEIGHTS.read_text(encoding="utf-8").partition("[seller]\n")
        WEIGHTS.write_text(kept[0] + kept[1] + rows, encoding="utf-8")


def fit(pages: Sequence[Page], start: Vector) -> Vector:
    """The weights under which the sellers are likeliest, by Adam, the same for the same pages."""
    useful = [page for page in pages if page.sells.any()]
    share = np.array([page.weight for page in useful])
    sizes = [len(page.sells) for page in useful]
    of_page = np.repeat(np.arange(len(useful)), sizes)
    firsts = np.r_[0, np.cumsum(sizes)[:-1]]
    evidence = np.concatenate([page.evidence for page in useful])
    sells = np.concatenate([page.sells for page in useful])
    pull = (share / share.sum())[of_page]
    weights, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        sums = evidence @ weights
        likely = np.exp(sums - np.maximum.reduceat(sums, firsts)[of_page])
        likely /= np.add.reduceat(likely, firsts)[of_page]
        wanted = likely * sells
        wanted /= np.add.reduceat(wanted, firsts)[of_page]
        slope = evidence.T @ ((likely - wanted) * pull) + PULL * (weights - start)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        rate = RATE if step <= STEPS / 2 else RATE / 3
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def _kept_apart(pages: Sequence[Page], start: Vector) -> float:
    """The share after fitting on four fifths of the layouts and choosing on the last."""
    layouts = sorted({page.layout for page in pages})
    fifth = {name: at % 5 for at, name in enumerate(layouts)}
    fitted = [fit([page for page in pages if fifth[page.layout] != part], start) for part in range(5)]
    return _share(pages, lambda page: fitted[fifth[page.layout]])


def _share(pages: Sequence[Page], weights: Callable[[Page], Vector]) -> float:
    """How often the seller weighs most."""
    hits = (bool(page.sells[np.argmax(page.evidence @ weights(page))]) for page in pages)
    return sum(page.weight * hit for page, hit in zip(pages, hits, strict=True)) / sum(
        p.weight for p in pages
    )


def _designs(names: Sequence[str]) -> Iterator[Page]:
    every = list(designs.every())
    fillings = Counter(design.layout for design in every)
    for design in every:
        found = _page(names, design.document, design.truth, design.layout, 1 / fillings[design.layout])
        if found is not None:
            yield found


def _arrangements(names: Sequence[str]) -> Iterator[Page]:
    for name in sorted(arrangements.ALL):
        for seller, buyer in companies.PAIRS:
            paper = arrangements.drawn(name, seller, buyer)
            found = _page(
                names, paper.document(), {"vendor": {"name": paper.name}}, name, 1 / len(companies.PAIRS)
            )
            if found is not None:
                yield found


def _composed(names: Sequence[str], count: int) -> Iterator[Page]:
    for seed in range(count):
        page = composed.compose(seed, kind="receipt" if seed % RECEIPTS == 0 else None)
        with read.open_document(page.pdf, options=Options()) as reading:
            found = _page(names, reading.document, page.truth, f"composed {seed}", COMPOSED)
        if found is not None:
            yield found


def _page(
    names: Sequence[str], document: Document, truth: dict[str, Any], name: str, weight: float
) -> Page | None:
    is_stated, vendor = rules.stated(truth, "vendor.name")
    sheet = _sheet(document)
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


def _sheet(document: Document) -> Sheet:
    laid_out = layout.analyze(document)
    found = labels.find(laid_out)
    return Sheet(laid_out, found, tuple(dict.fromkeys((language.detect(laid_out, found), "en"))))


if __name__ == "__main__":
    main()
