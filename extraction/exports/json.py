"""Documents as JSON, any number of them in one array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from extraction import payloads
from extraction.engine import render
from extraction.models import Extraction


def stream(documents: Iterable[Extraction]) -> Iterator[bytes]:
    """Each as the API gives it, beside the name and time that it came with."""
    return array(map(_document, documents))


def array(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Written row by row."""
    before = b"[\n"
    for row in rows:
        yield before + written(row)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def written(document: dict[str, Any]) -> bytes:
    return render.to_json(document, indent=2).encode()


def _document(extraction: Extraction) -> dict[str, Any]:
    came = {"filename": extraction.filename, "created_at": payloads.moment(extraction.created_at)}
    return came | payloads.current(extraction)
