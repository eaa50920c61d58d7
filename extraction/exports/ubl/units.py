"""Units as UN/ECE recommendation 20 codes them, for the words that a small table knows."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from extraction.engine.values.folding import fold

PIECES = "C62"


def code(word: str | None, quantity: Decimal) -> str | None:
    """The unit's code. A whole number with no unit beside it counts pieces; any other needs a unit."""
    if word is None:
        return PIECES if quantity == quantity.to_integral_value() else None
    return _codes().get(_folded(word))


def _folded(word: str) -> str:
    return " ".join(fold(word).replace(".", " ").split())


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    text = files("extraction.exports.ubl").joinpath("units.toml").read_text(encoding="utf-8")
    return {_folded(word): code for code, words in tomllib.loads(text).items() for word in (code, *words)}
