"""How sure a chosen value is: a logistic of its score, its lead over the next value, and the balance.

The coefficients are data (`confidence.toml`); here is only what they are applied to.
"""

from __future__ import annotations

import math
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from extraction.engine.choice import Choice

LEAST, MOST = 0.02, 0.99
ESSENTIAL = ("vendor.name", "date", "total")


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


def overall(fields: dict[str, float]) -> float:
    """The share of the header fields that is expected to be right; what every invoice says counts
    as wrong where it was not found.
    """
    missing = sum(field not in fields for field in ESSENTIAL)
    return max(LEAST, sum(fields.values()) / (len(fields) + missing)) if fields else LEAST


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    return tomllib.loads(files("extraction.engine").joinpath("confidence.toml").read_text(encoding="utf-8"))
