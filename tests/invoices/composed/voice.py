"""How one company writes: its words for everything, its numbers, its dates, its money."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.invoices.composed.picking import Pick

_HERE = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in (_HERE / "words").glob("*.toml")))


@functools.cache
def words(language: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / "words" / f"{language}.toml").read_text("utf-8"))


@functools.cache
def countries() -> dict[str, dict[str, Any]]:
    return tomllib.loads((_HERE / "countries.toml").read_text("utf-8"))


class Voice:
    def __init__(self, pick: Pick, *, language: str, country: str) -> None:
        self._pick, self.language, self.country = pick, language, country
        self.words, self.world = words(language), countries()[country]
        self.numbers = pick.of("numbers", self.world["numbers"])
        self.dates = pick.of("dates", self.world["dates"])
        self.currency: str = self.world["currency"]
        self.money_style = pick.of("money", ("symbol", "symbol", "code", "code before", "bare"))

    def label(self, name: str) -> str:
        synonyms = self.words["labels"][name]
        if name == "tax":
            synonyms = self.world.get("tax", synonyms)
        return str(self._pick.one(f"label {name}", synonyms))

    def sentence(self, name: str, **values: object) -> str:
        return str(self._pick.one(f"sentence {name}", self.words["sentences"][name])).format(**values)

    def day(self, date: dt.date) -> str:
        month = str(self.words["months"]).split()[date.month - 1]
        return date.strftime(self.dates.replace("%B", month).replace("%b", month[:3]))

    def period(self, date: dt.date) -> str:
        """The month before that of a date."""
        last = date.replace(day=1) - dt.timedelta(days=1)
        return f"{self.day(last.replace(day=1))} - {self.day(last)}"

    def number(self, value: Decimal, *, places: int = 2) -> str:
        sign, digits = ("-" if value < 0 else ""), f"{abs(value):.{places}f}"
        whole, _, cents = digits.partition(".")
        decimal = self.numbers[-3]
        return sign + self._grouped(whole) + (decimal + cents if cents else "")

    def quantity(self, value: Decimal) -> str:
        return self.number(value, places=0 if value == value.to_integral_value() else 2)

    def percent(self, rate: Decimal) -> str:
        number = f"{(rate * 100).normalize():f}".replace(".", self.numbers[-3])
        return f"{number}%" if self.language == "en" else f"{number} %"

    def money(self, value: Decimal) -> str:
        number, symbol = self.number(value), str(self.world["symbol"])
        before = self.numbers in ("1,234.50", "12,34,567.50") or self.language == "nl"
        if self.money_style == "bare":
            return number
        if self.money_style == "code before":
            return f"{self.currency} {number}"
        if self.money_style == "code":
            return f"{number} {self.currency}"
        if before:
            return f"{symbol}{number}" if len(symbol) == 1 else f"{symbol} {number}"
        return f"{number} {symbol}"

    def _grouped(self, whole: str) -> str:
        if self.numbers == "12,34,567.50":
            head, tail = whole[:-3], whole[-3:]
            pairs = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)][::-1]
            return ",".join([*pairs, tail])
        if self.numbers == "1234,50":
            return whole
        return f"{int(whole):,}".replace(",", self.numbers[1])
