"""The sums that are read off a page drawn in letters."""

from __future__ import annotations

from extraction.engine import layout, understanding
from extraction.engine.options import Options
from extraction.engine.totals import Totals
from tests.engine.drawing import sketch

ITEMS = """
Description             Qty     Price      Amount
Chair                   3      100.00      300.00
Table                   1      200.00      200.00
"""


def read(text: str) -> Totals:
    return understanding.understand(layout.analyze(sketch(text)), options=Options()).totals


def values(found: Totals, *fields: str) -> list[str | None]:
    return [str(choice.value) if (choice := getattr(found, field)) else None for field in fields]
