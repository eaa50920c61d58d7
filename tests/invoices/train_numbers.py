"""Fits the weights of the evidence that makes a number the invoice's own, on invoices drawn for it.

    .venv/bin/python -m tests.invoices.train_numbers [--composed 1000] [--write]

Of the numbers on a page and there being none, the right one should weigh most (`fitting`). Each page is
looked at twice: as it is, and with some of the words that the engine knows made strange to it. Layouts weigh
alike, however many fillings they have. Prints, on layouts kept apart by fifths, how often a number is right
and how often wrong, by the least share that a number is given at.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extraction.engine import codes, number_evidence, read, weighing
from extraction.engine.document import Document
from extraction.engine.evaluate import rules
from extraction.engine.options import Options
from tests.invoices import composed, designs, strange
from tests.invoices.fitting import Page, Vector, fit, kept_apart, rows, sheet

WEIGHTS = Path(weighing.__file__).with_name("weights.toml")
FIELD = "invoice_number"
COMPOSED = 0.2  # what a composed page counts beside a design
MADE_STRANGE = 0.5  # what a page with strange words counts beside itself
RECEIPTS = 8  # every eighth composed page is a till's
FIRST = 30_000  # seed
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7)

Known = tuple[str, float, Document, dict[str, Any]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--composed", type=int, default=1000, help="composed pages to learn from")
    options.add_argument(
        "--write", action="store_true", help="write the weights to where the engine reads them"
    )
    chosen = options.parse_args()
    start = {name: float(weight) for name, weight in _tables()["start"].items()}
    names, before = list(start), np.array(list(start.values()))
    pages = [page for known in _known(chosen.composed) for page in _pages(names, *known)]
    print(f"{len(pages)} pages of {len({page.layout for page in pages})} layouts")
    _tell("before", pages, lambda _page: before)
    _tell("kept apart", pages, kept_apart(pages, before))
    after = fit(pages, before)
    _tell("after", pages, lambda _page: after)
    fitted = rows(names, after)
    print(fitted)
    if chosen.write:
        _write(fitted)


def _write(fitted: str) -> None:
    """Puts the weights where those of the field stood; its head is the line with its name."""
    text = WEIGHTS.read_text(encoding="utf-8")
    start = text.index("\n", text.index(f"[{FIELD}]")) + 1
    WEIGHTS.write_text(text[:start] + fitted + text[text.index("\n[", start) :], encoding="utf-8")


def _tables() -> dict[str, dict[str, float]]:
    return tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))


def _tell(name: str, pages: Sequence[Page], weights: Callable[[Page], Vector]) -> None:
    """How often a number is given rightly and wrongly; the last option of a page is that there is none."""
    print(f"{name:12}", *(f"{least}: {_given(pages, weights, least)}" for least in SHARES), sep="  ")


def _given(pages: Sequence[Page], weights: Callable[[Page], Vector], least: float) -> str:
    every = right = wrong = 0.0
    for page in pages:
        sums = page.evidence @ weights(page)
        shares = np.exp(sums - sums.max()) / np.exp(sums - sums.max()).sum()
        best = int(np.argmax(shares[:-1])) if len(shares) > 1 else 0
        given = len(shares) > 1 and shares[best] >= least
        every += page.weight * (1 - page.right[-1])
        right += page.weight * bool(given and page.right[best])
        wrong += page.weight * bool(given and not page.right[best])
    return f"{100 * right / every:.1f}/{100 * wrong / every:.1f}"


def _known(count: int) -> Iterator[Known]:
    every = list(designs.every())
    fillings = Counter(design.layout for design in every)
    for design in every:
        yield design.layout, 1 / fillings[design.layout], design.document, design.truth
    for seed in range(FIRST, FIRST + count):
        page = composed.compose(seed, kind="receipt" if seed % RECEIPTS == 0 else None)
        with read.open_document(page.pdf, options=Options()) as reading:
            yield f"composed {seed}", COMPOSED, reading.document, page.truth


def _pages(
    names: Sequence[str], layout: str, weight: float, document: Document, truth: dict[str, Any]
) -> Iterator[Page]:
    is_stated, number = rules.stated(truth, FIELD)
    if not is_stated:
        return
    made = strange.made(document, seed=f"{layout} number")
    for seen, share in ((document, 1.0), (made, MADE_STRANGE)):
        yield _page(names, seen, truth, number, layout, weight * share)


def _page(
    names: Sequence[str], document: Document, truth: dict[str, Any], number: Any, layout: str, weight: float
) -> Page:
    looked_at = sheet(document)
    options = number_evidence.of(looked_at, codes.find(looked_at))
    evidence = [[found.get(name, 0.0) for name in names] for _, _, found in options]
    evidence.append([float(name == "none") for name in names])
    right = [
        float(number is not None and rules.is_right(truth, FIELD, number, candidate.value))
        for candidate, _, _ in options
    ]
    return Page(layout, weight, np.array(evidence), np.array([*right, float(not any(right))]))


if __name__ == "__main__":
    main()
