"""A batch's results as one table in CSV."""

from __future__ import annotations

from extraction.engine import render
from extraction.exports import tables
from extraction.models import Batch


def to_csv(batch: Batch) -> str:
    rows = tables.flat(batch)
    columns = tables.columns(rows)
    return render.csv_text(columns, ([row.get(name) for name in columns] for row in rows))
