"""A tally as lines of text for a terminal, and its figures as words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import quantiles

from extraction.engine.evaluate.tally import Tally

NOTHING = "-"


def lines(tally: Tally) -> Iterator[str]:
    """All of it, tables parted by empty lines."""
    yield f"{'field':17} {'n':>5} {'right':>8} {'wrong':>8}"
    for name, field in tally.fields.items():
        if field.n:
            shares = f"{share(field.right, field.n):>8} {share(field.wrong, field.n):>8}"
            yield f"{name:17} {field.n:5} {shares}"
    yield ""
    yield from (f"{name:17} {value}" for name, value in summary(tally))
    yield ""
    yield f"{'confidence':17} {'n':>5} {'mean':>8} {'right':>8}"
    for name, count, mean, right in reliability(tally):
        yield f"{name:17} {count:5} {mean:>8} {right:>8}"
    for path, message in tally.failures:
        yield f"{path}: {message}"


def summary(tally: Tally) -> Iterator[tuple[str, str]]:
    """What it all comes to, as names and figures."""
    header, cells = tally.header, tally.cells
    yield "documents", str(tally.documents)
    yield "not read", str(len(tally.failures))
    yield "header right", share(header.right, header.n)
    yield "header wrong", share(header.wrong, header.n)
    yield "clean documents", share(tally.clean, tally.documents)
    yield "invented", share(tally.invented, tally.nulls)
    yield "cells F1", f"{cells.f1:.1%}" if cells.tables else NOTHING
    yield "cells precision", share(cells.right, cells.got)
    yield "cells recall", share(cells.right, cells.wanted)
    yield "whole tables", share(cells.whole, cells.tables)
    error = tally.calibration_error
    yield "confidence off by", NOTHING if error is None else f"{error:.3f}"
    yield "seconds p50, p95", _of_seconds(tally.seconds)


def reliability(tally: Tally) -> Iterator[tuple[str, int, str, str]]:
    """For each tenth that has values: its name, their number, mean confidence, and the share right."""
    for number, each in enumerate(tally.bins):
        if each.n:
            name = f"{number / len(tally.bins):.1f} to {(number + 1) / len(tally.bins):.1f}"
            yield name, each.n, f"{each.confidences / each.n:.3f}", share(each.right, each.n)


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else NOTHING


def percentile(seconds: Sequence[float], percent: int) -> float:
    """The time within which so many in a hundred were read."""
    if len(seconds) < 2:
        return seconds[0]
    return quantiles(seconds, n=100, method="inclusive")[percent - 1]


def _of_seconds(seconds: Sequence[float]) -> str:
    return f"{percentile(seconds, 50):.2f}, {percentile(seconds, 95):.2f}" if seconds else NOTHING
