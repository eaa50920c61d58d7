"""The one door to pypdfium2 and pdfplumber: a PDF's pages as words, as pictures and as tables."""

from extraction.engine.pdf.drawing import drawn
from extraction.engine.pdf.file import MOST_PAGES, PdfFile

__all__ = ["MOST_PAGES", "PdfFile", "drawn"]
