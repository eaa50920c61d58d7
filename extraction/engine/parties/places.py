"""What addresses and company names are made of: the words of `places.toml`, and the letters of names."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

PLACES: dict[str, Any] = tomllib.loads(
    files("extraction.engine.parties").joinpath("places.toml").read_text(encoding="utf-8")
)
UPPER = "A-ZÀ-ÖØ-ÞĀĒĪŌŪŁŚŻŹĆŃÓĄĘŠŽČŘ"
WORDS = re.compile(r"[^\W\d_]+/?")
