"""Fits the confidences: of all values given 0.9, nine in ten should be right on layouts never seen.

    .venv/bin/python -m tests.invoices.calibrate [--composed 600] [--write]

For each field a logistic of what the engine knows of its choice (`confidence.terms`), on designs, composed
pages and slips, as they are and with a part of the words that the engine knows made strange to it: that is
how layouts look that nobody had in mind. What is learned is drawn towards the coefficients that serve every
field. Prints per field how often it is right, what was said, and the calibration error: over ten bins of
confidence, how far the share of right values lies from what was said, on layouts that had no part in the fit.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import simplejson
from numpy.typing import NDArray

from extraction.engine import assembly, confidence, evidence, read, render, understanding
from extraction.engine.document import Document
from extraction.engine.evaluate import rules
from extraction.engine.layout import analyze
from extraction.engine.options import Options
from tests.invoices import composed, designs, strange
from tests.invoices.composed import slips

COEFFICIENTS = Path(confidence.__file__).with_suffix(".toml")
HEAD = """\
# Coefficients of the logistic in `confidence.py`, fitted by `python -m tests.invoices.calibrate --write`.
# `default` serves fields too rare to fit, and is where each fit starts from.
"""
PULL = np.array([0.5, 1.0, 1.0, 1.0, 1.0])  # towards the default
NOISE = 0.005  # of the truths are taken to be wrong
COMPOSED = 0.3  # what a composed page counts beside a design
STRANGE = 0.5  # and a page with strange words beside the same one in words that are known
SHARED = {
    "customer.name": "vendor.name",
    "customer.address": "vendor.address",
    "customer.tax_id": "vendor.tax_id",
}

Vector = NDArray[np.float64]


Known = tuple[str, float, Document, dict[str, Any]]


@dataclass(frozen=True)
class Value:
    """One value that the engine gave: what it knew of it, and whether it is right."""

    layout: str
    terms: tuple[float, ...]
    right: bool
    weight: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--composed", type=int, default=600, help="composed pages to learn from")
    options.add_argument(
        "--write", action="store_true", help="write the coefficients to where the engine reads them"
    )
    chosen = options.parse_args()
    values = _values(chosen.composed)
    default = np.array([confidence.coefficients("default")[name] for name in confidence.TERMS])
    fitted, said, right = {}, [], []
    for field, found in values.items():
        fitted[field] = fit(found, default)
        apart = _kept_apart(found, default)
        said.extend(apart)
        right.extend(value.right for value in found)
        share = sum(value.right for value in found) / len(found)
        print(f"{field:16} {len(found):5} right {share:.3f} said {np.mean(apart):.3f}")
    print(f"calibration error {error(said, right):.4f} on layouts kept apart by fifths")
    if chosen.write:
        every = {"default": default, **fitted, **{to: fitted[field] for to, field in SHARED.items()}}
        COEFFICIENTS.write_text(HEAD + "".join(_table(*row) for row in every.items()), encoding="utf-8")


def fit(values: Sequence[Value], start: Vector) -> Vector:
    """The coefficients under which the values' being right or not is likeliest, by Newton's method."""
    terms = np.array([value.terms for value in values])
    wanted = np.array([1 - NOISE if value.right else NOISE for value in values])
    weight = np.array([value.weight for value in values])
    coefficients = start.copy()
    for _ in range(50):
        sure = 1 / (1 + np.exp(-terms @ coefficients))
        slope = terms.T @ (weight * (sure - wanted)) + PULL * (coefficients - start)
        bend = (terms * (weight * sure * (1 - sure))[:, None]).T @ terms + np.diag(PULL)
        coefficients -= np.linalg.solve(bend, slope)
    return np.maximum(coefficients, [-np.inf, 0, 0, 0, 0])


def error(said: Sequence[float], right: Sequence[bool]) -> float:
    """The expected calibration error over ten equal bins."""
    bins = np.minimum(9, (np.array(said) * 10).astype(int))
    gaps = np.array(said) - np.array(right, dtype=float)
    return float(sum(abs(gaps[bins == at].sum()) for at in range(10)) / len(gaps))


def _kept_apart(values: Sequence[Value], start: Vector) -> list[float]:
    """What is said of each value by a fit to the other four fifths of the layouts."""
    layouts = sorted({value.layout for value in values})
    fifth = {name: at % 5 for at, name in enumerate(layouts)}
    fits = [fit([v for v in values if fifth[v.layout] != part], start) for part in range(5)]
    return [probability(value.terms, fits[fifth[value.layout]]) for value in values]


def probability(terms: Iterable[float], coefficients: Vector) -> float:
    """What the coefficients say of a value with these terms."""
    sure = 1 / (1 + np.exp(-np.dot(np.array(list(terms)), coefficients)))
    return float(np.clip(sure, confidence.LEAST, confidence.MOST))


def _values(count: int) -> dict[str, list[Value]]:
    values: dict[str, list[Value]] = defaultdict(list)
    for layout, weight, document, truth in _with_strange_words(_known(count)):
        found = understanding.understand(analyze(document), options=Options())
        answer = simplejson.loads(render.to_json(render.document(assembly.invoice(found), evidence=False)))
        for field, choice in evidence.choices(found).items():
            is_stated, wanted = rules.stated(truth, field)
            if field in rules.FIELDS and is_stated and choice is not None:
                got = rules.stated(answer, field)[1]
                terms = confidence.terms(choice, balanced=evidence.balance(found, field))
                values[field].append(Value(layout, terms, rules.is_right(truth, field, wanted, got), weight))
    return values


def _known(count: int) -> Iterator[Known]:
    for design in designs.every():
        yield design.layout, 1.0, design.document, design.truth
    for seed in range(20_000, 20_000 + count):
        page = composed.compose(seed, kind="receipt" if seed % 5 == 0 else None)
        with read.open_document(page.pdf, options=Options()) as reading:
            yield f"composed {seed}", COMPOSED, reading.document, page.truth
    for seed in range(30_000, 30_000 + count // 3):
        slip = slips.compose(seed)
        with read.open_document(slip.pdf, options=Options()) as reading:
            yield f"slip {seed}", COMPOSED, reading.document, slip.truth


def _with_strange_words(known: Iterable[Known]) -> Iterator[Known]:
    for layout, weight, document, truth in known:
        yield layout, weight, document, truth
        yield layout, STRANGE * weight, strange.made(document, seed=layout), truth


def _table(field: str, coefficients: Vector) -> str:
    name = f'"{field}"' if "." in field else field
    rows = zip(confidence.TERMS, coefficients, strict=True)
    return f"\n[{name}]\n" + "".join(f"{term} = {value:.2f}\n" for term, value in rows)


if __name__ == "__main__":
    main()
