"""What belongs to an amount on a slip: its name, how many at which price, on its line and around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extraction.engine.document import Source, Word
from extraction.engine.line_items import till_naming
from extraction.engine.line_items.till_factors import Factors
from extraction.engine.line_items.till_line import TillLine
from extraction.engine.line_items.till_naming import Count

LEAD = 4  # lines around the first and the last amount that can belong to it
USUAL = 0.6  # the share of rows that begin with a number where it is how many
MOSTLY = 0.5
FEWEST = 2
MOST = 99  # of one thing
CLOSE = 1.2  # line heights between the parts of a name, and to the left of its first one
SPACE = 0.5  # of the line height
INDENT = 2.5


@dataclass(frozen=True, slots=True)
class Item:
    """A line with an amount, and what of the lines around belongs to it; `around` are those in question."""

    line: TillLine
    name: tuple[Word, ...]
    factors: Factors | None
    around: tuple[TillLine, ...]
    count: Count | None = None
    own: bool = True  # the name stands on the line of the amount

    @property
    def amount(self) -> Decimal:
        return self.line.amount or Decimal(0)


def read(lines: Sequence[TillLine], priced: Sequence[TillLine], titled: Collection[int]) -> list[Item]:
    """Each line with its amount together with what is its own of the lines between, those `titled` aside."""
    gaps = _gaps(lines, priced)
    used = set(titled)
    factors = [line.own or _next_to(line, gaps[at], gaps[at + 1], used) for at, line in enumerate(priced)]
    names = _names(priced, gaps, used)
    items = [
        Item(line, name or line.without(line.own), factors[at], (*gaps[at], *gaps[at + 1]), own=not name)
        for at, (line, name) in enumerate(zip(priced, names, strict=True))
    ]
    counted = _with_quantity([_with_price(item) for item in _counted(_without_rates(items))])
    limit = min((_limit(item) for item in counted if item.own), default=0.0)
    return [_whole(item, gaps[at + 1], used, limit) for at, item in enumerate(counted)]


def _gaps(lines: Sequence[TillLine], priced: Sequence[TillLine]) -> list[list[TillLine]]:
    """The lines before, between and behind those with the items' amounts."""
    places = {line.line.index: at for at, line in enumerate(lines)}
    bounds = [places[line.line.index] for line in priced]
    after = (at for at in range(bounds[-1] + 1, len(lines)) if lines[at].amount is not None)
    edges = [max(-1, bounds[0] - LEAD), *bounds, min(next(after, len(lines)), bounds[-1] + LEAD)]
    return [list(lines[start + 1 : end]) for start, end in pairwise(edges)]


def _next_to(
    line: TillLine, above: Sequence[TillLine], below: Sequence[TillLine], used: set[int]
) -> Factors | None:
    """The factors on a line of their own close to an amount, which they multiply to."""
    for other in (*reversed(above), *below):
        if other.line.index in used:
            continue
        for factors in (*other.factors, *other.factors_of(line.amount)):
            if line.amount is not None and factors.make(line.amount):
                used.add(other.line.index)
                return factors
    return None


def _names(
    priced: Sequence[TillLine], gaps: Sequence[Sequence[TillLine]], used: set[int]
) -> list[tuple[Word, ...]]:
    """The names of amounts without one on their line: above all of these, or else below."""
    loose = [[line for line in gap if _may_name(line, used)] for gap in gaps]
    bare = [at for at, line in enumerate(priced) if not till_naming.names(line.without(line.own))]
    if all(loose[at] for at in bare):
        found = {at: loose[at][-1] for at in bare}
    else:
        found = {at: loose[at + 1][0] for at in bare if loose[at + 1]}
    used.update(line.line.index for line in found.values())
    return [found[at].name if at in found else () for at in range(len(priced))]


def _may_name(line: TillLine, used: Collection[int]) -> bool:
    """Whether a line between those of the items' amounts can be the name of one."""
    if line.line.index in used or line.is_factors or line.prices_each or line.sum_kind is not None:
        return False
    return till_naming.names(line.name)


def _may_go_on(line: TillLine, used: Collection[int]) -> bool:
    """Whether a line can be the rest of a name: no amount and no label stands on it."""
    return line.amount is None and ":" not in line.text and _may_name(line, used)


def _without_rates(items: Sequence[Item]) -> list[Item]:
    """The items without the rates of tax behind most of their names."""
    rated = sum(till_naming.is_rated(item.name) for item in items)
    if rated < FEWEST or rated < MOSTLY * len(items):
        return list(items)
    return [replace(item, name=item.name[:-1]) if till_naming.is_rated(item.name) else item for item in items]


def _counted(items: Sequence[Item]) -> list[Item]:
    """The items with the numbers before or behind their names as quantities, where most names have one, or
    it says "times"; numbers that only count the rows are left out.
    """
    before = [till_naming.counted_before(item.name) for item in items]
    known = [found.count for found in before if found is not None]
    plain = sum((item.factors is None or not item.own) and not till_naming.adds(item.name) for item in items)
    usual = len(known) >= max(FEWEST, USUAL * plain)
    numbered = len(known) > FEWEST and known == [*map(Decimal, range(1, len(known) + 1))]
    behind = [till_naming.counted_behind(item.name) if item.factors is None else None for item in items]
    apart = sum(found is not None for found in behind) >= max(FEWEST, USUAL * plain)
    return [
        _with_count(item, first, numbered=numbered)
        if first is not None and (usual or first.times)
        else _with_count(item, last, numbered=False)
        if last is not None and (apart or last.times)
        else item
        for item, first, last in zip(items, before, behind, strict=True)
    ]


def _with_count(item: Item, found: Count, *, numbered: bool) -> Item:
    weighed = item.factors is not None and found.count != item.factors.quantity
    counted = None if weighed or (numbered and not found.times) else found
    return replace(item, name=found.name, count=counted)


def _with_price(item: Item) -> Item:
    """An item with a count and the price that it multiplies by to the amount: on its line, or on one that
    says what each is.
    """
    if item.factors is not None:
        return item
    each = [line for line in item.around if line.prices_each]
    count = item.count or (till_naming.counted_last(item.name) if each else None)
    if count is None:
        return item
    for line in (item.line, *each):
        for word, price in line.prices:
            factors = Factors(count.count, price, (count.word, word))
            if factors.make(item.amount):
                name = item.name if item.count else count.name
                return replace(item, factors=factors, name=tuple(kept for kept in name if kept is not word))
    return item


def _with_quantity(items: Sequence[Item]) -> list[Item]:
    """The items whose price goes into the amount, where most others have all three: the reader lost one."""
    if 2 * sum(item.factors is not None for item in items) < len(items):
        return list(items)
    return [item if item.factors else _divided(item) for item in items]


def _divided(item: Item) -> Item:
    priced = item.line.prices
    if item.count is not None or not priced or priced[0][0].source is not Source.OCR:
        return item
    word, price = priced[0]
    quantity = item.amount / price if price > 0 else Decimal(0)
    if not 1 <= quantity <= MOST or quantity != quantity.to_integral_value():
        return item
    factors = Factors(quantity.quantize(Decimal(1)), price, (word,))
    said = {id(one) for one, _ in priced}
    return replace(item, factors=factors, name=tuple(kept for kept in item.name if id(kept) not in said))


def _limit(item: Item) -> float:
    """Where a name's column ends: at the first figures apart from it, or at the amount."""
    pairs = pairwise(item.line.line.words)
    last = item.name[-1].box.x0 if item.name else 0.0
    apart = (
        right.box.x0 for left, right in pairs if left.box.x0 >= last and till_naming.are_apart(left, right)
    )
    return next(apart, float("inf"))


def _whole(item: Item, below: Sequence[TillLine], used: Collection[int], limit: float) -> Item:
    """An item with the lines below in which its name goes on: the first word of each had no room above."""
    if not item.own or not item.name:
        return item
    name, left = list(item.name), item.name[0].box.x0
    for line in below:
        words = line.line.words
        close = words[0].box.y0 - name[-1].box.y1 < CLOSE * words[0].box.height
        height = words[0].box.height
        aligned = -CLOSE * height < words[0].box.x0 - left < INDENT * height
        cut = name[-1].box.x1 + SPACE * height + words[0].box.width > limit - SPACE * height
        if not (close and aligned and cut and _may_go_on(line, used)):
            break
        name += line.name
    return replace(item, name=tuple(name))
