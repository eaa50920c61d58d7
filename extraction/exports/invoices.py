"""Several documents as electronic invoices: a zip of UBL files, and a list of those that cannot be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePath
from tempfile import SpooledTemporaryFile
from typing import IO

from django.conf import settings

from extraction import payloads, zipping
from extraction.engine import render
from extraction.exports import tables, ubl
from extraction.models import Extraction
from extraction.zipping import Piece

REFUSED = "refused.csv"
COLUMNS = ("filename", "id", "status", "term", "name", "field", "message")
IN_MEMORY = 1024 * 1024
NOT_READ = "It is not read yet."

Refusal = dict[str, str | None]


def stream(documents: Iterable[Extraction], *, now: datetime) -> Iterator[bytes]:
    return zipping.stream(_pieces(documents), now=now)


def _pieces(documents: Iterable[Extraction]) -> Iterator[Piece]:
    """What is refused is remembered on disk and told at the end; there may be nothing else to tell."""
    with SpooledTemporaryFile(IN_MEMORY, dir=str(settings.FILE_UPLOAD_TEMP_DIR)) as file:
        lines = _Refusals(file)
        for extraction in documents:
            if extraction.status != Extraction.Status.COMPLETED:
                lines.add(extraction, [_unread(extraction)])
                continue
            try:
                content = ubl.to_ubl(payloads.document(extraction))
            except ubl.MissingTerms as missing:
                lines.add(extraction, [_gap(gap) for gap in missing.gaps])
            else:
                yield Piece(_name(extraction), [content])
        if lines.are_some:
            yield Piece(REFUSED, lines.parts())


class _Refusals:
    """A table of what is missing where, as long as it may be."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.are_some = False

    def add(self, extraction: Extraction, said: list[Refusal]) -> None:
        known = {"filename": extraction.filename, "id": extraction.public_id, "status": extraction.status}
        rows = [[(known | line).get(name) for name in COLUMNS] for line in said]
        head, *lines = render.csv_lines(COLUMNS, rows)
        self._file.write("".join(lines if self.are_some else [head, *lines]).encode())
        self.are_some = True

    def parts(self) -> Iterator[bytes]:
        self._file.seek(0)
        return iter(lambda: self._file.read(zipping.PART_BYTES), b"")


def _name(extraction: Extraction) -> str:
    stem = zipping.suitable(PurePath(extraction.filename).stem)
    return f"{stem} {extraction.public_id}.xml".strip()


def _gap(gap: ubl.Gap) -> Refusal:
    return {"term": gap.term, "name": gap.name, "field": gap.field, "message": gap.message}


def _unread(extraction: Extraction) -> Refusal:
    return {"message": tables.unread(extraction).get("error.message") or NOT_READ}
