"""Documents as one table in CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extraction.engine import render
from extraction.exports import tables
from extraction.models import Extraction

PART_CHARACTERS = 32 * 1024


def stream(documents: Iterable[Extraction]) -> Iterator[bytes]:
    columns = tables.flat_columns()
    rows = ([row.get(name) for name in columns] for each in documents for row in tables.flat(each))
    return _parts(render.csv_lines(columns, rows))


def _parts(lines: Iterable[str]) -> Iterator[bytes]:
    """Some lines at a time: sending costs more than writing."""
    part = ""
    for line in lines:
        part += line
        if len(part) > PART_CHARACTERS:
            yield part.encode()
            part = ""
    yield part.encode()
