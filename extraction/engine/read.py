"""From the bytes of a file to its pages of words, whoever has to read them: text layer or OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from extraction.engine import ocr, sniff
from extraction.engine.document import Attachment, Box, Document, Page, Source, Table, Word
from extraction.engine.errors import NothingToRead, OvercomplexDocument
from extraction.engine.options import Options
from extraction.engine.pdf import PdfFile
from extraction.engine.projection import after, scaling

Draw = Callable[[int], tuple[ocr.Picture, float] | None]
"""A page number to its picture and the pixels that one unit of the page takes."""

OnPage = Callable[[int, int], None]
"""Called after each page with the pages read so far and the pages in all."""


def ignore_page(_pages_read: int, _pages: int) -> None:
    """For those who do not care how far it is."""


class Reading:
    """A document that was read, and what can still be asked of its file while it is open."""

    def __init__(self, *, draw: Draw, on_page: OnPage, pdf: PdfFile | None = None) -> None:
        self._draw = draw
        self._pdf = pdf
        self._straightenings: dict[int, ocr.Straightening] = {}
        self.attachments: tuple[Attachment, ...] = pdf.attachments() if pdf else ()
        self.document = Document(tuple(self._pages(pdf.page_count if pdf else 1, on_page)))

    def tables(self, page_number: int) -> tuple[Table, ...]:
        """Tables by their ruling lines, in the coordinates of the words; none on scans and images."""
        page = self.document.pages[page_number - 1]
        if self._pdf is None or page.source is not Source.TEXT or page.rotation:
            return ()
        return self._pdf.tables(page_number)

    def reread(self, page_number: int, box: Box) -> str | None:
        """What a second reader sees in a box of a scanned page; None when there is no such reader."""
        straightening = self._straightenings.get(page_number)
        drawn = self._draw(page_number) if straightening and ocr.tesseract_version() else None
        if straightening is None or drawn is None:
            return None
        picture, scale = drawn
        return ocr.reread(picture, straightening, _scaled(box, scale))

    def _pages(self, count: int, on_page: OnPage) -> Iterator[Page]:
        for number in range(1, count + 1):
            yield self._page(number)
            on_page(number, count)

    def _page(self, number: int) -> Page:
        page = self._pdf.words(number) if self._pdf else None
        return page or self._looked_at(number)

    def _looked_at(self, number: int) -> Page:
        drawn = self._draw(number)
        if drawn is None:
            return Page(number, 0.0, 0.0, ())
        picture, scale = drawn
        seen = ocr.read(picture)
        self._straightenings[number] = seen.straightening
        words = tuple(_at_scale(word, 1 / scale) for word in seen.words)
        size = (seen.width / scale, seen.height / scale)
        view = after(scaling(scale, scale), seen.straightening.view(picture))
        ratio = picture.shape[1] / picture.shape[0]
        return Page(number, *size, words, Source.OCR, seen.straightening.turn, view, ratio)


@contextmanager
def open_document(data: bytes, *, options: Options, on_page: OnPage = ignore_page) -> Iterator[Reading]:
    """Read all of a file. Every way in which it can be unreadable is a `DocumentError`."""
    pdf = PdfFile(data, max_pages=options.max_pages) if sniff.kind_of(data) is sniff.Kind.PDF else None
    try:
        yield _read(data, pdf, on_page)
    except (MemoryError, RecursionError) as error:
        raise OvercomplexDocument from error
    finally:
        if pdf:
            pdf.close()


def _read(data: bytes, pdf: PdfFile | None, on_page: OnPage) -> Reading:
    if pdf:
        reading = Reading(draw=pdf.picture, on_page=on_page, pdf=pdf)
    else:
        picture = ocr.decode(data)
        reading = Reading(draw=lambda _number: (picture, 1.0), on_page=on_page)
    if not reading.attachments and not reading.document.has_words:
        raise NothingToRead
    return reading


def _at_scale(word: Word, factor: float) -> Word:
    return word if factor == 1 else replace(word, box=_scaled(word.box, factor))


def _scaled(box: Box, factor: float) -> Box:
    return Box(box.x0 * factor, box.y0 * factor, box.x1 * factor, box.y1 * factor)
