"""Paper to draw on: points from the top left corner, in the fonts that every PDF reader has."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen import canvas

PAPERS = {"a4": A4, "letter": letter}
_POLISH = {
    "Ą": "Aogonek", "ą": "aogonek", "Ć": "Cacute", "ć": "cacute", "Ę": "Eogonek", "ę": "eogonek",
    "Ł": "Lslash", "ł": "lslash", "Ń": "Nacute", "ń": "nacute", "Ś": "Sacute", "ś": "sacute",
    "Ź": "Zacute", "ź": "zacute", "Ż": "Zdotaccent", "ż": "zdotaccent",
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """Where a text was drawn, from the top left of its page."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    text: str


class Sheet:
    def __init__(
        self, paper: str | tuple[float, float], *, family: str = "Helvetica", polish: bool = False
    ) -> None:
        size: tuple[float, float] = PAPERS[paper] if isinstance(paper, str) else paper
        self.width, self.height = size
        self._regular, self._bold = (
            ("Times-Roman", "Times-Bold") if family == "Times" else (family, f"{family}-Bold")
        )
        if polish:
            self._regular, self._bold = _polish(self._regular), _polish(self._bold)
        self.page = 1
        self.marks: list[Mark] = []
        self._file = io.BytesIO()
        self.canvas = canvas.Canvas(self._file, pagesize=(self.width, self.height), invariant=True)

    def text(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, colour: str = "#000000"
    ) -> None:
        self._pen(size=size, bold=bold, colour=colour)
        self._mark(x, y, text, size=size, bold=bold)
        self.canvas.drawString(x, self.height - y, text)

    def width_of(self, text: str, *, size: float = 9, bold: bool = False) -> float:
        return float(pdfmetrics.stringWidth(text, self._bold if bold else self._regular, size))

    def right(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, colour: str = "#000000"
    ) -> None:
        self.text(x - self.width_of(text, size=size, bold=bold), y, text, size=size, bold=bold, colour=colour)

    def center(self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False) -> None:
        self.text(x - self.width_of(text, size=size, bold=bold) / 2, y, text, size=size, bold=bold)

    def block(
        self, x: float, y: float, lines: Iterable[str], *, size: float = 9, leading: float = 12
    ) -> float:
        """Lines below each other; the y after the last."""
        for line in lines:
            self.text(x, y, line, size=size)
            y += leading
        return y

    def cells(
        self, y: float, columns: Sequence[tuple[float, str, bool]], *, size: float = 9, bold: bool = False
    ) -> None:
        """A table row of (x, text, whether it ends at x)."""
        for x, text, ends_there in columns:
            (self.right if ends_there else self.text)(x, y, text, size=size, bold=bold)

    def line(self, x0: float, y: float, x1: float, *, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.setStrokeColor(HexColor("#000000"))
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str | None = None) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.setFillColor(HexColor(fill or "#ffffff"))
        self.canvas.rect(
            x, self.height - y - height, width, height, stroke=int(fill is None), fill=int(fill is not None)
        )

    def frame(self, x: float, y: float, width: float, height: float, *, thickness: float = 0.5) -> None:
        self.canvas.setLineWidth(thickness)
        self.canvas.setStrokeColor(HexColor("#777777"))
        self.canvas.rect(x, self.height - y - height, width, height, stroke=1, fill=0)

    def next_page(self) -> None:
        self.page += 1
        self.canvas.showPage()

    def finished(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()

    def _pen(self, *, size: float, bold: bool, colour: str) -> None:
        self.canvas.setFont(self._bold if bold else self._regular, size)
        self.canvas.setFillColor(HexColor(colour))

    def _mark(self, x: float, y: float, text: str, *, size: float, bold: bool) -> None:
        width = self.width_of(text, size=size, bold=bold)
        self.marks.append(Mark(self.page, x, y - 0.72 * size, x + width, y + 0.2 * size, text))


def _polish(face: str) -> str:
    """The standard font with the letters of code page 1250, which its default encoding lacks."""
    name = f"{face}-Polish"
    if name not in pdfmetrics.getRegisteredFontNames():
        encoding = pdfmetrics.Encoding("cp1250", "WinAnsiEncoding")
        for letter_, glyph in _POLISH.items():
            encoding[letter_.encode("cp1250")[0]] = glyph
        pdfmetrics.registerEncoding(encoding)
        font = pdfmetrics.Font(name, face, "cp1250")
        for letter_ in _POLISH:
            font.widths[letter_.encode("cp1250")[0]] = font.widths[ord(_plain(letter_))]
        pdfmetrics.registerFont(font)
    return name


def _plain(letter_: str) -> str:
    return {"Ł": "L", "ł": "l"}.get(letter_, unicodedata.normalize("NFD", letter_)[0])
