"""A paper being drawn: lines at a place, and the seller's block in one of the orders companies put it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extraction.engine.document import Word
from tests.engine.drawing import words_at
from tests.invoices.composed.deal import Deal
from tests.invoices.composed.picking import Pick
from tests.invoices.composed.voice import Voice
from tests.invoices.spec import Company

WIDTH, HEIGHT = 600.0, 800.0
LEFT, RIGHT = 45.0, 555.0
MARKS = (": ", " ")


@dataclass
class Paper:
    pick: Pick
    voice: Voice
    deal: Deal
    seller: Company
    buyer: Company
    words: list[Word] = field(default_factory=list)
    size: float = 9.5

    def put(self, x: float, y: float, *lines: str, size: float = 0, bold: bool = False) -> float:
        """Lines below each other; the top of what may follow."""
        return self._drawn(lines, y, size or self.size, bold=bold, begin=lambda _width: x)

    def flush(self, y: float, *lines: str, size: float = 0, bold: bool = False) -> float:
        return self._drawn(lines, y, size or self.size, bold=bold, begin=lambda width: RIGHT - width)

    def centred(self, y: float, *lines: str, size: float = 0, bold: bool = False) -> float:
        return self._drawn(lines, y, size or self.size, bold=bold, begin=lambda width: (WIDTH - width) / 2)

    def _drawn(
        self, lines: tuple[str, ...], y: float, size: float, *, bold: bool, begin: Callable[[float], float]
    ) -> float:
        for line in filter(None, lines):
            width = 0.5 * size * (len(line) - line.count(" ")) + 0.3 * size * line.count(" ")
            self.words.extend(words_at(begin(width), y, line, height=size, bold=bold))
            y += 1.35 * size
        return y

    @property
    def tax_line(self) -> str:
        return f"{self.seller.tax_label}{self.pick.one('tax mark', MARKS)}{self.seller.tax_id}"

    def prints(self, name: str) -> bool:
        """Whether the seller's tax number stands there."""
        return self.pick.choices["tax"] == name

    def block(self) -> list[str]:
        """Everything of the seller but its name, in one of the orders companies put it."""
        place = list(self.seller.address_lines)
        if self.pick.chance("place on one line", 0.3):
            place = [", ".join(place)]
        taxed = {
            "block": [self.tax_line],
            "bare": [self.seller.tax_id],
            "label above": [self.seller.tax_label, self.seller.tax_id],
        }.get(self.pick.choices["tax"], [])
        reach = self._reach()
        rest = [*reach, *taxed] if self.pick.chance("tax last", 0.5) else [*taxed, *reach]
        return [*([self.tax_line] if self.prints("first in block") else []), *place, *rest]

    def _reach(self) -> list[str]:
        phone, mail = str(self.seller.phone), str(self.seller.email)
        site = f"www.{mail.partition('@')[2]}"
        every = [phone, mail, site, f"{self.voice.label('phone')} {phone}", f"E-mail: {mail}"]
        return self.pick.rng("reach").sample(every, self.pick.one("reaches", (0, 0, 1, 2, 3)))

    def party(self, x: float, y: float, *, draw: str = "put") -> float:
        """The seller in a block, its name in letters of its own or not."""
        at = {"put": lambda *a, **k: self.put(x, *a, **k), "flush": self.flush, "centred": self.centred}[draw]
        if self.pick.choices["labels"] == "both":
            y = at(y, self.voice.label("seller"), bold=True)
        size = self.pick.one("name size", (self.size, self.size, 13, 18))
        y = at(y, self.seller.name, size=size, bold=self.pick.chance("bold name", 0.6))
        return float(at(y + 2, *self.block()))
