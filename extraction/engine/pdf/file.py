"""A PDF that was opened: its pages counted honestly, each read by the reader that can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from extraction.engine.document import Attachment, Page, Table
from extraction.engine.errors import CorruptFile, EncryptedFile, OvercomplexDocument, TooManyPages
from extraction.engine.pdf import (
    attachments,
    forms,
    glyphs,
    hidden,
    judge,
    raster,
    ruling,
    second_reader,
    turning,
    words,
)

MOST_PAGES = 200
MOST_WORDS = 100_000


class PdfFile:
    """Open for as long as pages are asked for; `close` it after. pdfium is not safe in threads."""

    def __init__(self, data: bytes, *, max_pages: int | None = None) -> None:
        self._data = data
        self._words_left = MOST_WORDS
        self._read_second: set[int] = set()
        limit = min(max_pages or MOST_PAGES, MOST_PAGES)
        self._pdfium = opened(data)
        self.page_count = self._count(limit)

    def close(self) -> None:
        if self._pdfium is not None:
            self._pdfium.close()

    def words(self, number: int) -> Page | None:
        """The page by its text layer; None when it has none that can be believed."""
        page = self._by_pdfium(number) if self._has(number) else self._by_second_reader(number)
        if page is not None:
            self._words_left -= len(page.words)
            if self._words_left < 0:
                raise OvercomplexDocument
        return page

    def picture(self, number: int) -> tuple[NDArray[np.uint8], float] | None:
        """The page in grey and its pixels per point; None when pdfium has nothing to draw."""
        if not self._has(number):
            return None
        page = self._page(number)
        try:
            return None if raster.is_blank(page) else raster.grey(page)
        finally:
            page.close()

    def tables(self, number: int) -> tuple[Table, ...]:
        """Tables by their ruling lines, as the reader of the page's words sees them."""
        if number in self._read_second or not self._has(number):
            return second_reader.tables(self._data, number)
        page = self._page(number)
        try:
            return ruling.tables(page)
        finally:
            page.close()

    def attachments(self) -> tuple[Attachment, ...]:
        return attachments.find(self._data) if attachments.may_be_in(self._data) else ()

    def _count(self, limit: int) -> int:
        claimed = 0 if self._pdfium is None else len(self._pdfium)
        if claimed > limit:
            raise TooManyPages(limit)
        count = max(claimed, second_reader.count_pages(self._data, limit=limit) or 0)
        if count > limit:
            raise TooManyPages(limit)
        if not count:
            raise CorruptFile("PDF")
        return count

    def _has(self, number: int) -> bool:
        return self._pdfium is not None and number <= len(self._pdfium)

    def _page(self, number: int) -> Any:
        if self._pdfium is None:
            raise CorruptFile("PDF")
        try:
            return forms.filled_in(self._pdfium, number)
        except pypdfium2.PdfiumError as error:
            raise CorruptFile("PDF") from error

    def _by_pdfium(self, number: int) -> Page | None:
        page = self._page(number)
        try:
            read, layer = _read(page, number)
        finally:
            page.close()
        if layer is judge.Layer.JUNK:
            return self._by_second_reader(number)
        return read if layer is judge.Layer.GOOD else None

    def _by_second_reader(self, number: int) -> Page | None:
        self._read_second.add(number)
        page = second_reader.page(self._data, number)
        return page if page and not judge.is_junk(page.words) else None


def opened(data: bytes) -> pypdfium2.PdfDocument | None:
    """None when pdfium finds no PDF in it: the second reader is more forgiving."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            raise EncryptedFile from error
        return None


def _read(page: Any, number: int) -> tuple[Page, judge.Layer]:
    width, height = raster.checked_size(page)
    found = glyphs.of_page(page)
    turn = glyphs.turn_of(found)
    shown = hidden.without(found, page)
    read = words.from_glyphs(turning.upright(shown, standing=turn, width=width, height=height))
    upright_width, upright_height = turning.turned_size(width, height, turn)
    layer = judge.layer_of(page, found, read)
    view = turning.view(upright_width, upright_height, turn)
    size = (upright_width, upright_height)
    return Page(number, *size, read, rotation=-turn % 360, view=view, ratio=width / height), layer
