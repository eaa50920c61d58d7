"""How sure a chosen value is: a logistic of its score, its lead over the next value, and the balance.

The coefficients are data (`confidence.toml`), fitted on documents whose layouts were used for
nothing else; here is only what they are applied to.
"""

from __future__ import annotations

import math
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from extraction.engine.choice import Choice

LEAST, MOST = 0.02, 0.99


def of(field: str, choice: Choice[Any], *, balanced: bool | None = None) -> float:
    """The probability that this value of this field is right."""
    weights = _weights().get(field) or _weights()["default"]
    balance = 0.0 if balanced is None else 1.0 if balanced else -1.0
    sure = (
        weights["bias"]
        + weights["score"] * min(1.2, choice.score)
        + weights["margin"] * min(1.0, max(0.0, choice.margin))
        + weights["balance"] * balance
        + weights["reading"] * (min(span.read_confidence for span in choice.spans) - 1.0)
    )
    return min(MOST, max(LEAST, 1.0 / (1.0 + math.exp(-sure))))


def overall(fields: dict[str, float], *, missing: int) -> float:
    """The share of header fields expected to be right, a missing one at what misses have been."""
    absent = _weights()["absent"]["right"]
    known = list(fields.values())
    if not known:
        return LEAST
    return (sum(known) + absent * missing) / (len(known) + missing)


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    return tomllib.loads(files("extraction.engine").joinpath("confidence.toml").read_text(encoding="utf-8"))
