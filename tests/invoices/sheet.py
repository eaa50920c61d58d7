"""Paper to draw on: points from the top left corner, in the fonts that every PDF reader has."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfgen import canvas

PAPERS = {"a4": A4, "letter": letter}


class Sheet:
    def __init__(self, paper: str | tuple[float, float], *, family: str = "Helvetica") -> None:
        size: tuple[float, float] = PAPERS[paper] if isinstance(paper, str) else paper
        self.width, self.height = size
        self._regular, self._bold = (
            ("Times-Roman", "Times-Bold") if family == "Times" else (family, f"{family}-Bold")
        )
        self._file = io.BytesIO()
        self.canvas = canvas.Canvas(self._file, pagesize=(self.width, self.height), invariant=True)

    def text(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, colour: str = "#000000"
    ) -> None:
        self._pen(size=size, bold=bold, colour=colour)
        self.canvas.drawString(x, self.height - y, text)

    def right(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, colour: str = "#000000"
    ) -> None:
        self._pen(size=size, bold=bold, colour=colour)
        self.canvas.drawRightString(x, self.height - y, text)

    def center(self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False) -> None:
        self._pen(size=size, bold=bold, colour="#000000")
        self.canvas.drawCentredString(x, self.height - y, text)

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

    def next_page(self) -> None:
        self.canvas.showPage()

    def finished(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()

    def _pen(self, *, size: float, bold: bool, colour: str) -> None:
        self.canvas.setFont(self._bold if bold else self._regular, size)
        self.canvas.setFillColor(HexColor(colour))
