"""The tax table as one object: its rows, each once, and the sums of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.candidates import Sheet
from extraction.engine.choice import Choice
from extraction.engine.totals.tax_lines import Place, vouched_lines
from extraction.engine.totals.tax_rows import Figures, TaxRow, row_of


@dataclass(frozen=True, slots=True)
class TaxTable:
    """All rows, each rate and base once, and the printed sums of their columns by role."""

    rows: tuple[TaxRow, ...] = ()
    sums: tuple[tuple[str, Choice[Decimal]], ...] = ()

    @property
    def applying(self) -> tuple[TaxRow, ...]:
        return tuple(row for row in self.rows if row.applies)

    @property
    def tax(self) -> Decimal | None:
        """All tax, where every row states its amount."""
        return _added([row.amount for row in self.rows])

    @property
    def base(self) -> Decimal | None:
        return _added([row.base for row in self.rows])


def read(sheet: Sheet, *, items: frozenset[Place] = frozenset()) -> TaxTable:
    """The tax table of a document, outside the lines of its items."""
    found: list[TaxRow] = []
    rest: list[Figures] = []
    for figures, vouched in vouched_lines(sheet, items):
        row = row_of(sheet, figures) if vouched else None
        if row is None:
            rest.append(figures)
        else:
            found.append(row)
    table = _without_repeats(found)
    return TaxTable(table, tuple(_sums(table, rest)))


def _without_repeats(rows: Sequence[TaxRow]) -> tuple[TaxRow, ...]:
    """Each tax once: a row without its base only says again what one with it says in full, and a
    deduction among taxes is none.
    """
    in_full = {row.rate for row in rows if row.whole}
    stated = {row.rate for row in rows if row.amount is not None}
    taxed = any(row.amount and row.amount > 0 for row in rows)
    kept: list[TaxRow] = []
    for row in rows:
        told_in_full = not row.whole and row.rate in (in_full if row.amount is not None else stated)
        deducted = taxed and not row.whole and row.amount is not None and row.amount < 0
        if not told_in_full and not deducted and not any(_repeats(row, other) for other in kept):
            kept.append(row)
    return tuple(kept)


def _repeats(row: TaxRow, other: TaxRow) -> bool:
    """The same figures under the same name; central and state tax are two of the same amount."""
    if (row.rate, row.base, row.amount) != (other.rate, other.base, other.amount):
        return row.rate == other.rate and row.amount is None
    return row.name in other.name or other.name in row.name


def _sums(table: Sequence[TaxRow], rest: Sequence[Figures]) -> Iterator[tuple[str, Choice[Decimal]]]:
    """The sums of the columns, on a line that has the base's and the tax's side by side."""
    base, tax = _added([row.base for row in table]), _added([row.amount for row in table])
    if base is None or tax is None or not any(row.applies for row in table):
        return
    for figures in rest:
        places = {c.value.value: c.span for c in figures.amounts}
        if base in places and tax in places and base != tax:
            sums = {"subtotal": base, "tax": tax, "total": base + tax}
            yield from (
                (role, Choice(value, (places[value],), 0.85, label=role))
                for role, value in sums.items()
                if value in places
            )
            return


def _added(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None
