"""Which line that was read belongs to which line of the truth: in order, with the most cells right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extraction.engine.evaluate import rules

Row = dict[str, Any]
DESCRIPTION_COUNTS = 0.5


def pair(wanted: Sequence[Row], got: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of positions in both."""
    gains = [[_gain(row, other) for other in got] for row in wanted]
    best = _best(gains, len(got))
    pairs, i, j = [], 0, 0
    while i < len(wanted) and j < len(got):
        if gains[i][j] > 0 and best[i][j] == best[i + 1][j + 1] + gains[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _gain(wanted: Row, got: Row) -> float:
    right = sum(rules.cell_is_right(wanted, cell, got.get(cell)) for cell in rules.CELLS if cell in wanted)
    if "description" not in wanted:
        return right
    return right + DESCRIPTION_COUNTS * rules.similarity(wanted["description"], got.get("description") or "")


def _best(gains: Sequence[Sequence[float]], width: int) -> list[list[float]]:
    """The most to be gained from each pair of positions on."""
    best = [[0.0] * (width + 1) for _ in range(len(gains) + 1)]
    for i in range(len(gains) - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + gains[i][j])
    return best
