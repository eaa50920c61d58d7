"""A page that is filled from the top: margins, a cursor, and the look that all its parts share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.invoices.composed.deal import Deal
from tests.invoices.composed.picking import Pick
from tests.invoices.composed.voice import Voice
from tests.invoices.sheet import Sheet


@dataclass
class Page:
    """`y` is where the next line may stand; nothing but the foot is drawn below `bottom`."""

    sheet: Sheet
    pick: Pick
    voice: Voice
    deal: Deal
    left: float
    right: float
    bottom: float
    size: float
    colour: str
    y: float = 48.0

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def leading(self) -> float:
        return self.size * 1.32

    def fits(self, height: float) -> bool:
        return self.y + height <= self.bottom

    def turn(self) -> None:
        self.sheet.next_page()
        self.y = 56.0

    def room(self, height: float) -> None:
        if not self.fits(height):
            self.turn()

    def lines(
        self,
        x: float,
        y: float,
        texts: Iterable[str],
        *,
        width: float,
        bold_first: bool = False,
        side: str = "left",
    ) -> float:
        """Texts below each other, wrapped to the width; the y after the last."""
        for index, text in enumerate(texts):
            bold = bold_first and index == 0
            for part in self.wrapped(text, width=width, bold=bold):
                self.put(x, y, part, width=width, side=side, bold=bold)
                y += self.leading
        return y

    def put(
        self,
        x: float,
        y: float,
        text: str,
        *,
        width: float,
        side: str = "left",
        bold: bool = False,
        size: float = 0,
    ) -> None:
        size = size or self.size
        if side == "right":
            self.sheet.right(x + width, y, text, size=size, bold=bold)
        elif side == "centre":
            self.sheet.center(x + width / 2, y, text, size=size, bold=bold)
        else:
            self.sheet.text(x, y, text, size=size, bold=bold)

    def wrapped(self, text: str, *, width: float, bold: bool = False, size: float = 0) -> list[str]:
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.sheet.width_of(longer, size=size or self.size, bold=bold) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def fitting(self, text: str, *, width: float, size: float, bold: bool = True) -> float:
        """The size at which the text is no wider than that."""
        wide = self.sheet.width_of(text, size=size, bold=bold)
        return size if wide <= width else size * width / wide
