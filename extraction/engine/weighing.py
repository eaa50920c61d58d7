"""How much speaks for a value being a field's: each piece of evidence a number under its name.

What a piece counts is data (`weights.toml`), so that it can be looked at, and fitted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

Evidence = Mapping[str, float]


def total(field: str, evidence: Evidence) -> float:
    """The weighted sum of pieces of evidence for a field."""
    weights = _weights()[field]
    return sum([weights[name] * value for name, value in evidence.items()])


@lru_cache(maxsize=1)
def _weights() -> dict[str, dict[str, float]]:
    return tomllib.loads(files("extraction.engine").joinpath("weights.toml").read_text(encoding="utf-8"))
