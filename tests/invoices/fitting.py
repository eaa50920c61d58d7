"""A conditional logit: of the options on a page, the right ones should weigh most.

What each piece of evidence counts is drawn towards the weights it starts from, so that evidence too rare to
learn keeps its weight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.engine import labels, language, layout
from extraction.engine.candidates import Sheet
from extraction.engine.document import Document

PULL = 0.001  # towards the weights at the start
STEPS, RATE = 1500, 0.05

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Page:
    """A page's options: their evidence (options x kinds of evidence), and which of them are right."""

    layout: str
    weight: float
    evidence: Vector
    right: Vector


def fit(pages: Sequence[Page], start: Vector) -> Vector:
    """The weights under which the right options are likeliest, by Adam, the same for the same pages."""
    useful = [page for page in pages if page.right.any()]
    share = np.array([page.weight for page in useful])
    sizes = [len(page.right) for page in useful]
    of_page = np.repeat(np.arange(len(useful)), sizes)
    firsts = np.r_[0, np.cumsum(sizes)[:-1]]
    evidence = np.concatenate([page.evidence for page in useful])
    right = np.concatenate([page.right for page in useful])
    pull = (share / share.sum())[of_page]
    weights, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        sums = evidence @ weights
        likely = np.exp(sums - np.maximum.reduceat(sums, firsts)[of_page])
        likely /= np.add.reduceat(likely, firsts)[of_page]
        wanted = likely * right
        wanted /= np.add.reduceat(wanted, firsts)[of_page]
        slope = evidence.T @ ((likely - wanted) * pull) + PULL * (weights - start)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        rate = RATE if step <= STEPS / 2 else RATE / 3
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def kept_apart(pages: Sequence[Page], start: Vector) -> Callable[[Page], Vector]:
    """For each page the weights fitted to the four fifths of the layouts that it has no part in."""
    layouts = sorted({page.layout for page in pages})
    fifth = {name: at % 5 for at, name in enumerate(layouts)}
    fitted = [fit([page for page in pages if fifth[page.layout] != part], start) for part in range(5)]
    return lambda page: fitted[fifth[page.layout]]


def share(pages: Sequence[Page], weights: Callable[[Page], Vector]) -> float:
    """How often a right option weighs most."""
    hits = (bool(page.right[np.argmax(page.evidence @ weights(page))]) for page in pages)
    return sum(page.weight * hit for page, hit in zip(pages, hits, strict=True)) / sum(
        p.weight for p in pages
    )


def sheet(document: Document) -> Sheet:
    """A document as the engine looks at it."""
    laid_out = layout.analyze(document)
    found = labels.find(laid_out)
    return Sheet(laid_out, found, tuple(dict.fromkeys((language.detect(laid_out, found), "en"))))


def rows(names: Sequence[str], weights: Vector) -> str:
    """The weights as they are kept."""
    return "".join(f"{name} = {weight:.2f}\n" for name, weight in zip(names, weights, strict=True))
