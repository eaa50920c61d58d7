"""Slips of many shops: letterheads, sums and payments as tills, restaurants and card terminals print them.

slip = slips.compose(7)                      # or country="MY"
slip.pdf, slip.truth, slip.choices           # the file, what to read off it, how it is laid out
"""

from __future__ import annotations

import datetime as dt
import functools
import random
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.invoices.composed import slip_heads, slip_sums
from tests.invoices.composed.picking import Pick
from tests.invoices.sheet import Mark, Sheet

MARGIN = 10.0
WIDTHS = (170.0, 200.0, 226.0, 226.0, 240.0)


@functools.cache
def countries() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "slips.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Slip:
    pdf: bytes
    truth: dict[str, Any]
    choices: dict[str, str]
    marks: tuple[Mark, ...]
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """One text, or one at each end; `side` is where a single one stands."""

    text: str
    right: str = ""
    side: str = "left"
    size: float = 1.0
    gap: float = 1.3
    bold: bool = False


@dataclass
class Roll:
    """The paper as it is printed: its lines so far, and what they say."""

    pick: Pick
    world: dict[str, Any]
    date: dt.date
    lines: list[Line] = field(default_factory=list)
    truth: dict[str, Any] = field(default_factory=dict)

    def word(self, name: str) -> str:
        return self.filled(str(self.pick.one(f"word {name}", self.world[name] or [""])), name)

    def filled(self, text: str, name: str) -> str:
        """A text with its numbers made up."""
        rng = self.pick.rng(f"filled {name}")
        while "{n" in text or "{c}" in text or "{m}" in text:
            text = _next_number(text, rng)
        return text

    def number(self, value: Decimal) -> str:
        whole, _, cents = f"{abs(value):.2f}".partition(".")
        style = str(self.world["numbers"])
        grouped = f"{int(whole):,}".replace(",", style[1])
        return ("-" if value < 0 else "") + grouped + style[5] + cents

    def day(self) -> str:
        return self.date.strftime(str(self.pick.one("day", self.world["dates"])))

    def put(self, text: str, right: str = "", **look: Any) -> None:
        self.lines.append(Line(text, right, **look))


def compose(seed: int, *, country: str | None = None) -> Slip:
    """The slip of a seed."""
    pick = Pick(seed)
    world = countries()[pick.of("country", [country] if country else sorted(countries()))]
    days = pick.rng("when").randrange(1800)
    roll = Roll(pick, world, dt.date(2019, 1, 5) + dt.timedelta(days=days))
    slip_heads.draw(roll)
    slip_sums.draw(roll)
    return _printed(roll)


def _next_number(text: str, rng: random.Random) -> str:
    start = min(at for at in (text.find("{n"), text.find("{c}"), text.find("{m}")) if at >= 0)
    end = text.index("}", start) + 1
    what = text[start + 1 : end - 1]
    if what == "c":
        value = rng.choice("ABDHKMPTUVWX")
    elif what == "m":
        value = str(rng.randrange(1, 20))
    else:
        value = (
            "".join(str(rng.randrange(10)) for _ in range(int(what[1:])))
            if what[1:]
            else str(rng.randrange(2, 190))
        )
    return text[:start] + value + text[end:]


def _printed(roll: Roll) -> Slip:
    pick = roll.pick
    family = pick.of("letters", ("Courier", "Helvetica", "Courier"))
    size = pick.one("size", (6.5, 7.5, 8.5))
    width = max(pick.one("width", WIDTHS), size * 25 if family == "Courier" else 0)
    needed = sum(size * line.size * line.gap for line in roll.lines)
    sheet = Sheet((width, needed + 60), family=family, polish=roll.world["language"] == "pl")
    y = 30.0
    for line in roll.lines:
        y = _line(sheet, line, y, size=size * line.size)
    marks = tuple(sheet.marks)
    return Slip(sheet.finished(), roll.truth, pick.choices, marks, sheet.width, sheet.height)


def _line(sheet: Sheet, line: Line, y: float, *, size: float) -> float:
    room = sheet.width - 2 * MARGIN
    wanted = sheet.width_of(
        f"{line.text}  {line.right}" if line.right else line.text, size=size, bold=line.bold
    )
    fit = size * min(1.0, room / wanted) if wanted else size
    if line.side == "centre":
        sheet.center(sheet.width / 2, y, line.text, size=fit, bold=line.bold)
    else:
        sheet.text(MARGIN, y, line.text, size=fit, bold=line.bold)
    if line.right:
        sheet.right(sheet.width - MARGIN, y, line.right, size=fit, bold=line.bold)
    return y + size * line.gap
