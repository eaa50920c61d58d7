"""How many at which price: the factors that a slip's line prints, and whether they make an amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from extraction.engine.document import Word
from extraction.engine.line_items import arithmetic
from extraction.engine.line_items.till_money import CENTS, NUMBER, Money
from extraction.engine.values import currencies
from extraction.engine.values.numbers import Number

NUMBERS_WITH_DISCOUNT = 3
LONGEST_UNIT = 4
TIMES = frozenset("xX×*@·•")
EACH = frozenset({"à", "á", "a", "@", "at", "je"})

_MONEY = rf"(?:{currencies.PATTERN}\s?)?"
_UNIT = r"[^\W\d_]{1,5}\.?"
_FACTORS = re.compile(
    rf"(?<!\S)(?:\(|@\s?)?(?P<left>{_MONEY}{NUMBER})\s?(?P<unit>{_UNIT})?\s?(?:[x×*@·•]|à|at)\s?"
    rf"(?:(?P<lot>\d{{1,2}})\s?(?:/|for)\s?)?(?P<right>{_MONEY}{NUMBER})"
    rf"(?:\s?(?:{currencies.PATTERN})?\s?(?:(?:/|per)\s?{_UNIT}|p?/?{_UNIT}\s*$|each|ea\.?)?)\)?(?!\S)",
    re.IGNORECASE,
)
_PER = re.compile(rf"{_MONEY}(?:/|per)\s?{_UNIT}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Factors:
    """How many, at which price each, and the words that say so."""

    quantity: Decimal
    price: Decimal
    said: tuple[Word, ...]
    priced: bool = True  # the price of one is printed, not of several ("4 @ 4/5.00")
    off: Decimal = Decimal(0)  # what a discount on the line takes off

    def make(self, amount: Decimal) -> bool:
        """Whether they multiply to an amount, prices in pence included."""
        amount += self.off
        plainly = arithmetic.multiplies(self.quantity, self.price, amount)
        return bool(plainly) or arithmetic.by_the_hundred(self.quantity, self.price, amount)


def signed(head: Sequence[Word], money: Money) -> Iterator[Factors]:
    """What is parted by a sign for multiplying."""
    text = " ".join(word.text for word in head)
    for match in _FACTORS.finditer(text):
        left, right = money.number(match["left"]), money.number(match["right"])
        if left is None or right is None:
            continue
        lot = Decimal(match["lot"] or 1)
        quantity, price = _in_order(left, right, unit=bool(match["unit"]), whole=money.whole)
        said = words_in(head, *match.span())
        yield Factors(quantity.value, price.value / lot, said, priced=match["lot"] is None)


def unsigned(head: Sequence[Word], money: Money, amount: Decimal | None) -> Iterator[Factors]:
    """Two numbers on a line that multiply to an amount, one in money; the last ones first."""
    found = [(word, at, number) for at, word in enumerate(head) if (number := money.plain(word))]
    yield from _discounted(found, amount)
    pairs = product(reversed(found), reversed(found)) if amount is not None else ()
    for (priced, place, price), (counted, at, quantity) in pairs:
        ordered = at < place or (money.whole and quantity.value < price.value)
        if at == place or not ordered or quantity.value <= 0 or not _is_price(price, quantity, money):
            continue
        if arithmetic.multiplies(quantity.value, price.value, amount):
            first, last = sorted((at, place))
            behind = [word for word in head[last + 1 : last + 2] if _PER.fullmatch(word.text)]
            said = (counted, *_linking(head[first + 1 : last]), priced, *behind)
            yield Factors(quantity.value, price.value, said)


def words_in(head: Sequence[Word], start: int, end: int) -> tuple[Word, ...]:
    """The words that a stretch of their joined text holds."""
    kept, at = [], 0
    for word in head:
        if at < end and at + len(word.text) > start:
            kept.append(word)
        at += len(word.text) + 1
    return tuple(kept)


def _in_order(left: Number, right: Number, *, unit: bool, whole: bool) -> tuple[Number, Number]:
    """How many, and the price: the first counts, unless it has a currency or cents and the other has none."""
    if whole:
        return (left, right) if unit or left.value <= right.value else (right, left)
    counts = unit or (left.currency is None and left.decimals in (0, 1, 3))
    swapped = left.currency or (not counts and right.decimals in (0, 1, 3))
    return (right, left) if swapped else (left, right)


def _is_price(price: Number, quantity: Number, money: Money) -> bool:
    return price.value > quantity.value if money.whole else price.decimals >= CENTS


def _discounted(found: Sequence[tuple[Word, int, Number]], amount: Decimal | None) -> Iterator[Factors]:
    """Three numbers on a line, how many, each's price and a discount, that come to an amount."""
    if amount is None or len(found) < NUMBERS_WITH_DISCOUNT:
        return
    (counted, _, quantity), (priced, _, price), (off, _, discount) = found[-NUMBERS_WITH_DISCOUNT:]
    exact = min(price.decimals, discount.decimals) >= CENTS and discount.value >= 0
    if exact and arithmetic.multiplies(quantity.value, price.value, amount + discount.value):
        yield Factors(quantity.value, price.value, (counted, priced, off), off=discount.value)


def _linking(between: Sequence[Word]) -> Iterator[Word]:
    """What stands between two factors and belongs to them: a unit alone, a first "x", a last "at"."""
    if len(between) == 1 and _is_unit(between[0]):
        yield from between
    elif len(between) > 1:
        yield from (word for word in between[:1] if word.text in TIMES)
        yield from (word for word in between[-1:] if word.text.lower() in EACH)


def _is_unit(word: Word) -> bool:
    return bool(re.fullmatch(_UNIT, word.text)) and len(word.text) <= LONGEST_UNIT
