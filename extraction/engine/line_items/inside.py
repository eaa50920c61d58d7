"""What stands among the rows of a table and is no item: sums of the rows before, charges on the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from extraction.engine.line_items import body, words
from extraction.engine.line_items.table import Row
from extraction.engine.values import numbers

FACTORS = frozenset({"quantity", "unit_price"})
GROUPS = 2  # the fewest of them that tell what others come to
CENTS = 2  # decimals
CHARGES = frozenset({"discount", "shipping"})


def without_sums(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that do not repeat the amounts of those before them, of a group or of all."""
    return _without_repeats(_without_groups(rows))


def _without_groups(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows before the last ones, where these come to the same: what was bought by rate of tax."""
    amounts = [row.amount or Decimal(0) for row in rows]
    whole = sum(amounts, Decimal(0))
    for cut in range(len(rows) - GROUPS, len(rows) // 2, -1):
        plain = not any(row.cells.keys() & FACTORS for row in rows[cut:])
        if plain and 2 * sum(amounts[cut:], Decimal(0)) == whole != 0:
            return rows[:cut]
    return rows


def _without_repeats(rows: Sequence[Row]) -> tuple[Row, ...]:
    kept: list[Row] = []
    group: list[Decimal] = []
    counted = 2 * sum(row.cells.keys() >= FACTORS for row in rows) > len(rows)
    for at, row in enumerate(rows):
        total = sum((other.amount or Decimal(0) for other in kept), Decimal(0))
        carried = len(kept) > 1 and row.amount == total and _at_edge_of_page(rows, at)
        if kept and _repeats(
            row, (total, sum(group, Decimal(0))), unlabelled=carried or (counted and len(group) > 1)
        ):
            group = []
        else:
            kept.append(row)
            group.append(row.amount or Decimal(0))
    return tuple(kept)


def _at_edge_of_page(rows: Sequence[Row], at: int) -> bool:
    """Whether a row is the first or last of its page, where sums are carried over; or the last of all."""
    pages = [next(iter(rows[i].cells.values())).page for i in (at - 1, at, at + 1) if 0 <= i < len(rows)]
    return at == len(rows) - 1 or len(set(pages)) > 1


def _repeats(row: Row, sums: tuple[Decimal, Decimal], *, unlabelled: bool) -> bool:
    """Whether a row without factors has the sum of those before, under a sum's name or beyond doubt."""
    if "unit_price" in row.cells or row.amount not in sums:
        return False
    return is_named_sum(row) or (unlabelled and "quantity" not in row.cells)


def is_named_sum(row: Row) -> bool:
    """Whether a row without a price begins with the words for a sum or a tax."""
    label = row.cells.get("description")
    named = label is not None and words.leading_sum_kind(label.text) in body.ENDING
    return named and "unit_price" not in row.cells


def without_tallies(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows but for those of a table of taxes below: amounts where items that have a price have names."""
    items = [row for row in rows if not _is_tally(row)]
    named = any(row.cells.keys() >= FACTORS for row in items)
    return tuple(items if named else rows)


def _is_tally(row: Row) -> bool:
    label = row.cells.get("description")
    if label is None or "unit_price" in row.cells:
        return False
    left = words.without_currency(label.text)
    return not any(map(str.isalpha, left)) and any(n.number.decimals == CENTS for n in numbers.find(left))


def without_payments(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows but for those called like a payment; "Bar" can be one, or a place where guests drink."""
    return tuple(row for row in rows if not _is_payment(row))


def _is_payment(row: Row) -> bool:
    label = row.cells.get("description")
    return label is not None and not row.cells.keys() & FACTORS and words.sum_kind(label.text) == "paid"


def without_charges(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows but for discounts and charges on the whole. They have neither quantity nor price: an item
    called "Shipping" has them. Where all other rows have both, a charge may have any name at the end.
    """
    items = [row for row in rows if not _is_charge(row, words.sum_kind)]
    end = len(items)
    while end and _is_charge(items[end - 1], words.charge_kind):
        end -= 1
    counted = end > 0 and all(row.cells.keys() >= FACTORS for row in items[:end])
    return tuple(items[:end] if counted else items)


def _is_charge(row: Row, kind_of: Callable[[str], str | None]) -> bool:
    label = row.cells.get("description")
    return (
        label is not None and not row.cells.keys() >= FACTORS and kind_of(label.text) in (*CHARGES, "charge")
    )
