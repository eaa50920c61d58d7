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
SUREST = 100.0  # beyond this a logistic is 0 or 1
TERMS = ("bias", "score", "margin", "balance", "reading")
HEADER = (
    "vendor.name", "vendor.address", "vendor.tax_id", "invoice_number", "date", "currency", "subtotal", "tax",
    "total",
)  # fmt: skip
ESSENTIAL = ("vendor.name", "date", "total")


def of(field: str, choice: Choice[Any], *, balanced: bool | None = None) -> float:
    """The probability that this value of this field is right."""
    known = coefficients(field)
    named = zip(TERMS, terms(choice, balanced=balanced), strict=True)
    sure = sum([known[name] * value for name, value in named])
    return min(MOST, max(LEAST, 1.0 / (1.0 + math.exp(min(SUREST, -sure)))))


def terms(choice: Choice[Any], *, balanced: bool | None = None) -> tuple[float, ...]:
    """What is known of a choice, in the order of `TERMS`."""
    return (
        1.0,
        min(1.2, choice.score),
        min(1.0, max(0.0, choice.margin)),
        0.0 if balanced is None else 1.0 if balanced else -1.0,
        min([span.read_confidence for span in choice.spans]) - 1.0,
    )


def coefficients(field: str) -> dict[str, float]:
    """What each term counts for a field; those of `default` where the field is too rare to fit."""
    return _fitted().get(field) or _fitted()["default"]


def overall(fields: dict[str, float]) -> float:
    """The share of the header fields that is expected to be right; what every invoice says counts
    as wrong where it was not found.
    """
    missing = sum(field not in fields for field in ESSENTIAL)
    return max(LEAST, sum(fields.values()) / (len(fields) + missing)) if fields else LEAST


@lru_cache(maxsize=1)
def _fitted() -> dict[str, dict[str, float]]:
    return tomllib.loads(files("extraction.engine").joinpath("confidence.toml").read_text(encoding="utf-8"))
