"""From the bytes of a file to its pages of words, whoever has to read them: text layer or OCR."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from extraction.engine import sniff
from extraction.engine.document import Box, Document, Page, Table
from extraction.engine.errors import NothingToRead
from extraction.engine.options import Options
from extraction.engine.pdf import PdfFile


class Reading:
    """A document that was read, and what can still be asked of its file while it is open."""

    def __init__(self, pages: tuple[Page, ...], pdf: PdfFile | None) -> None:
        self.document = Document(pages)
        self._pdf = pdf

    def tables(self, page_number: int) -> tuple[Table, ...]:
        """Tables by their ruling lines, in the coordinates of the words; none on scans and images."""
        return self._pdf.tables(page_number) if self._pdf else ()

    def reread(self, page_number: int, box: Box) -> str | None:
        """What a second reader sees in a box of a scanned page; None when there is no such reader."""
        return None


@contextmanager
def open_document(data: bytes, *, options: Options) -> Iterator[Reading]:
    """Read all of a file. Every way in which it can be unreadable is a `DocumentError`."""
    kind = sniff.kind_of(data)
    if kind is not sniff.Kind.PDF:
        raise NotImplementedError(kind)
    pdf = PdfFile(data, max_pages=options.max_pages)
    try:
        pages = tuple(filter(None, (pdf.words(number) for number in range(1, pdf.page_count + 1))))
        if not any(page.words for page in pages):
            raise NothingToRead
        yield Reading(pages, pdf)
    finally:
        pdf.close()
