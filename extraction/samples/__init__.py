"""The invoices that everybody may try: our own drawings, and what the engine reads in each.

The answers lie beside this module, so that showing them takes no engine and no row. They are written by
`python -m tests.invoices.samples`, and a test holds them equal to what the engine reads today.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sample:
    """`filename` is that in `static/samples`, where a picture of each of its pages lies too."""

    name: str
    filename: str
    title: str
    about: str
    pages: int = 1

    def picture(self, page: int) -> str:
        """The static file that shows a page."""
        return f"samples/{self.name}-{page}.jpg"


SAMPLES = {
    sample.name: sample
    for sample in (
        Sample("larkfield", "larkfield.png", "A plain invoice", "One page, four lines, every sum agrees."),
        Sample(
            "ferrow-hale",
            "ferrow-hale.pdf",
            "A scan with a stamp",
            "Two pages, a little askew, and a line that does not add up.",
            pages=2,
        ),
        Sample("rechnung", "rechnung.pdf", "An invoice in German", "A PDF with its text inside."),
    )
}


def document(sample: Sample) -> dict[str, Any]:
    """The result document, with evidence, amounts as `Decimal`."""
    result: dict[str, Any] = json.loads(_kept(sample.name)["result"], parse_float=Decimal)
    return result


def transcript(sample: Sample) -> str:
    """All its words, as the engine's `transcript` writes them."""
    return _kept(sample.name)["words"]


@lru_cache
def _kept(name: str) -> dict[str, str]:
    kept: dict[str, str] = json.loads((FOLDER / f"{name}.json").read_text())
    return kept
