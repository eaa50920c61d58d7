"""A whole batch as one file, in the order of upload."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extraction import overviews
from extraction.exports import csv, invoices, xlsx
from extraction.models import Batch


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of file is written. `ending` is that of its name."""

    ending: str
    content_type: str
    write: Callable[[Batch], bytes]


def _csv(batch: Batch) -> bytes:
    return b"".join(csv.stream(overviews.in_order(batch)))


def _xlsx(batch: Batch) -> bytes:
    documents = overviews.in_order(batch)
    with xlsx.written(documents, title=batch.public_id, created=batch.created_at) as file:
        return file.read()


def _ubl(batch: Batch) -> bytes:
    """The same each time as long as nothing changes, down to the times in the archive."""
    return b"".join(invoices.stream(overviews.in_order(batch), now=batch.created_at))


KINDS = {
    "csv": Kind("csv", "text/csv; charset=utf-8", _csv),
    "xlsx": Kind("xlsx", xlsx.MEDIA_TYPE, _xlsx),
    "ubl": Kind("zip", "application/zip", _ubl),
}
