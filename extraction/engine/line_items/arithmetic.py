"""quantity × price = amount: which columns play these parts, and whether a row adds up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import permutations

from extraction.engine.line_items import cells, pairs
from extraction.engine.line_items.grid import Grid
from extraction.engine.values import currencies

CENT = Decimal("0.01")
HALF_CENT = CENT / 2
PARTS = ("quantity", "unit_price", "amount")
LARGEST_COUNT = 100_000  # a larger whole number without a price is rather a code
MOST_COUNTED = 99  # of one thing on a receipt
HIGHEST_RATE = 30
MOST_COLUMNS = 10  # of numbers; the amounts stand among the last
NOT_PARTS = ("description", "date", "position", "product_code")


def multiplies(quantity: Decimal | None, price: Decimal | None, amount: Decimal | None) -> bool | None:
    """Whether quantity × price is the amount within the rounding of what is printed; None if not all are."""
    if quantity is None or price is None or amount is None:
        return None
    product = abs(quantity * price)
    off = abs(product - abs(amount)) - HALF_CENT
    if not 0 < off <= max(CENT, product / 100):
        return off <= 0
    return off <= HALF_CENT + abs(quantity) * _half_unit(price) + abs(price) * _half_unit(quantity)


def multiplies_with(
    quantity: Decimal | None, price: Decimal | None, amount: Decimal | None, shares: Iterable[Decimal]
) -> bool | None:
    """Whether quantity × price is the amount, or was before one of the shares was taken off as a
    discount or put on as a tax.
    """
    plain = multiplies(quantity, price, amount)
    if plain is not False or amount is None:
        return plain
    before = (
        (amount / factor).quantize(CENT) for share in shares for factor in (1 - share, 1 + share) if factor
    )
    return any(multiplies(quantity, price, whole) for whole in before)


def by_the_hundred(quantity: Decimal | None, price: Decimal | None, amount: Decimal | None) -> bool:
    """Whether the price is in pence, or for a hundred or a thousand pieces."""
    return price is not None and any(multiplies(quantity, price.scaleb(-places), amount) for places in (2, 3))


def _half_unit(number: Decimal) -> Decimal:
    """Half of the last printed decimal; a whole number is exact."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent) / 2 if isinstance(exponent, int) and exponent < 0 else Decimal(0)


def with_mark_found(
    quantity: Decimal | None, price: Decimal | None, amount: Decimal | None
) -> tuple[Decimal, Decimal, Decimal] | None:
    """The three numbers with one lost decimal mark put back, if they multiply then and only then."""
    if quantity is None or price is None or amount is None or multiplies(quantity, price, amount):
        return None
    for found in (
        (quantity, _with_cents(price), amount),
        (quantity, price, _with_cents(amount)),
        (_with_cents(quantity), price, amount),
    ):
        if multiplies(*found):
            return found
    return None


def _with_cents(number: Decimal) -> Decimal:
    """A whole number of three digits or more as if its last two were cents."""
    whole = number == number.to_integral_value() and abs(number) >= 100
    return number.scaleb(-2) if whole and number.as_tuple().exponent == 0 else number


def name(grid: Grid) -> Grid:
    """The grid with its columns' names confirmed or repaired by what multiplies."""
    kinds = [column.kind for column in grid.columns]
    best = _best_parts(grid, kinds)
    if best is not None:
        kinds = [None if kind in PARTS else kind for kind in kinds]
        for part, index in zip(PARTS, best, strict=True):
            kinds[index] = part
    elif "unit_price" not in kinds and (together := _column_of_pairs(grid)) is not None:
        kinds[together] = "unit_price"
    kinds = _with_amount(grid, [_rate_or_tax(grid, index, kind) for index, kind in enumerate(kinds)])
    return grid.renamed(_with_counts(grid, kinds) if grid.titled else _with_quantity(grid, kinds))


def _with_counts(grid: Grid, kinds: Sequence[str | None]) -> list[str | None]:
    """Under titles, small whole numbers without one of their own before the descriptions are quantities,
    where no others are.
    """
    named = list(kinds)
    described = grid.index("description")
    if described != 1 or "quantity" in named or "unit_price" in named or named[0] or grid.columns[0].title:
        return named
    column = [number for row in grid.numbers if (number := row[0]) is not None]
    small = all(0 < number <= MOST_COUNTED and number == number.to_integral_value() for number in column)
    if small and len(column) == len(grid.lines) and not _counts_rows(column):
        named[0] = "quantity"
    return named


def _rate_or_tax(grid: Grid, index: int, kind: str | None) -> str | None:
    """A column headed by the word for the tax holds amounts when a number in it is no likely rate, and one
    headed "Rate" that is all in per cent holds rates.
    """
    texts = [cells.text_of(line.words[index]) for line in grid.lines]
    if kind == "unit_price" and any(texts) and all("%" in text for text in texts if text):
        return "tax_rate"
    if kind != "tax_rate":
        return kind
    likely = all((row[index] or 0) <= HIGHEST_RATE for row in grid.numbers)
    return kind if likely or any("%" in text for text in texts) else "tax_amount"


def _column_of_pairs(grid: Grid) -> int | None:
    """The column whose cells hold a price and a quantity."""
    counts = [
        sum(pairs.read(line.words[index], mark=grid.mark) is not None for line in grid.lines)
        if column.kind != "description"
        else 0
        for index, column in enumerate(grid.columns)
    ]
    best = max(range(len(counts)), key=counts.__getitem__)
    return best if 2 * counts[best] >= len(grid.lines) else None


def _with_quantity(grid: Grid, kinds: Sequence[str | None]) -> list[str | None]:
    """Without titles, one column of whole numbers that do not just count the rows is the quantity."""
    named = list(kinds)
    if "quantity" in named or "unit_price" in named:
        return named
    for index in _numeric_columns(grid):
        column = [number for row in grid.numbers if (number := row[index]) is not None]
        counts = 2 * len(column) > len(grid.lines) and max(column) < LARGEST_COUNT
        if named[index] is None and counts and not _counts_rows(column):
            named[index] = "unit_price" if _in_cents(column) else "quantity"
            break
    return named


def _in_cents(column: Sequence[Decimal]) -> bool:
    """Whether all numbers have cents, as prices have and quantities have not."""
    return all(number.as_tuple().exponent == -2 for number in column)


def _counts_rows(column: Sequence[Decimal | None]) -> bool:
    return len(column) > 1 and [*column] == [Decimal(place) for place in range(1, len(column) + 1)]


def _best_parts(grid: Grid, kinds: Sequence[str | None]) -> tuple[int, int, int] | None:
    """The columns of quantity, price and amount by which most rows multiply, titles settling ties."""
    numeric = _numeric_columns(grid)[-MOST_COLUMNS:]
    choices = []
    for parts in permutations(numeric, 3):
        hits, strong = _hits(grid, parts)
        agreeing = sum(kinds[index] == part for part, index in zip(PARTS, parts, strict=True))
        contradicted = sum(
            kinds[index] not in (None, part, "gross") for part, index in zip(PARTS, parts, strict=True)
        )
        if (
            hits
            and 2 * hits >= _rows_with(grid, parts)
            and (strong or agreeing == 3 or agreeing == 2 > contradicted == 0)
        ):
            likely = _priciness(grid, parts[1]) - _priciness(grid, parts[0])
            likely += 0.1 * (parts[0] < parts[1]) + 0.1 * (parts[1] < parts[2])
            choices.append((hits + 0.3 * agreeing - 0.6 * contradicted + likely, parts, contradicted))
    if not choices:
        return None
    score, parts, contradicted = max(choices)
    return parts if not contradicted or score >= 1 else None


def _priciness(grid: Grid, index: int) -> float:
    """How much a column looks like prices rather than quantities: two decimals, a currency, no unit."""
    column = [number for row in grid.numbers if (number := row[index]) is not None]
    cents = sum(number.as_tuple().exponent == -2 for number in column) / max(1, len(column))
    texts = [cells.text_of(line.words[index]) for line in grid.lines]
    with_currency = sum(bool(currencies.find(text)) for text in texts) / max(1, len(texts))
    return 0.4 * cents + 0.4 * with_currency


def _numeric_columns(grid: Grid) -> list[int]:
    """The columns of numbers that can be a factor or an amount; prices are higher than rates of tax."""
    found = []
    for index, column in enumerate(grid.columns):
        numbers = [number for row in grid.numbers if (number := row[index]) is not None]
        if not numbers or (_is_no_part(grid, index) and not _all_money(grid, index, numbers)):
            continue
        if column.kind != "tax_rate" or max(numbers) > HIGHEST_RATE:
            found.append(index)
    return found


def _is_no_part(grid: Grid, index: int) -> bool:
    """Whether a column's title rules out factors and amounts; "No." behind the descriptions is how many."""
    described = grid.index("description")
    counts = grid.columns[index].kind == "position" and described is not None and index > described
    return grid.columns[index].kind in NOT_PARTS and not counts


def _all_money(grid: Grid, index: int, numbers: Sequence[Decimal]) -> bool:
    """Whether nothing but numbers with cents stand in a column, whatever its title says."""
    filled = sum(bool(line.words[index]) for line in grid.lines)
    return len(numbers) == filled and all(number.as_tuple().exponent == -2 for number in numbers)


def _hits(grid: Grid, parts: Sequence[int]) -> tuple[int, int]:
    """Rows that multiply, and those of them where neither factor is one or zero."""
    hits = strong = 0
    first, second, product = parts
    for row, shares in zip(grid.numbers, grid.shares, strict=True):
        quantity, price, amount = row[first], row[second], row[product]
        if amount and multiplies_with(quantity, price, amount, shares):
            hits += 1
            strong += quantity != 1 and price != 1
    return hits, strong


def _rows_with(grid: Grid, parts: Sequence[int]) -> int:
    return sum(all(row[index] is not None for index in parts) for row in grid.numbers)


def _with_amount(grid: Grid, kinds: Sequence[str | None]) -> list[str | None]:
    """A table without a column of amounts has them under another title: gross, or the last price."""
    named = list(kinds)
    if "amount" in named:
        return named
    for other in ("gross", "unit_price"):
        last = max((index for index, kind in enumerate(named) if kind == other), default=None)
        if last is not None and (other == "gross" or _is_last_number(grid, last)):
            named[last] = "amount"
            return named
    unnamed = [index for index in _numeric_columns(grid) if named[index] is None]
    if unnamed:
        named[unnamed[-1]] = "amount"
    return named


def _is_last_number(grid: Grid, index: int) -> bool:
    return not any(row[other] is not None for row in grid.numbers for other in range(index + 1, len(row)))


def printed_sum(amounts: Iterable[Decimal], printed: Iterable[Decimal]) -> Decimal | None:
    """The sum of the amounts if it is among the numbers printed, to the cent per row."""
    listed = list(amounts)
    total = sum(listed, Decimal(0))
    least, most = total - HALF_CENT, total + HALF_CENT
    return next((number for number in printed if least <= number <= most), None) if listed else None
