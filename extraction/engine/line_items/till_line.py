"""What a line of a till's slip says: the name of an item, how many at which price, the amount at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import product

from extraction.engine.document import Source, Word
from extraction.engine.layout import WIDE_GAP, Line, union
from extraction.engine.line_items import arithmetic, words
from extraction.engine.values import currencies, numbers
from extraction.engine.values.numbers import Number

MOST_FLAGS = 2  # words behind an amount: of its tax, of what it belongs to
LONGEST_FLAG = 3
LONG_CODE = 5  # figures from which on a number before a name is a code
LONG_CODE_BEHIND = 8  # and behind one
FEWEST_OF_COUNTED = 2  # words: a name, and how many
FEWEST_LETTERS = 2  # of a name
NUMBERS_WITH_DISCOUNT = 3
CENTS = 2  # decimals
THOUSANDS = 3  # figures behind a mark that parts thousands

_FLAG = re.compile(r"\(?[^\W_]{1,3}\)?\d?|[*#%†¤]+")
_GLUED_FLAG = re.compile(r"(?<=\d[-)])[A-Z*#%]{1,3}$|(?<=[.,]\d\d)[A-Z*#%]{1,3}$|(?<=[.,]\d\d)\([A-Z\d]\)$")
_NUMBER = r"\d[\d.,]*"
_MONEY = rf"(?:{currencies.PATTERN}\s?)?"
_UNIT = r"[^\W\d_]{1,5}\.?"
_FACTORS = re.compile(
    rf"(?<!\S)(?:\(|@\s?)?(?P<left>{_MONEY}{_NUMBER})\s?(?P<unit>{_UNIT})?\s?(?:[x×*@]|à|at)\s?"
    rf"(?:(?P<lot>\d{{1,2}})\s?(?:/|for)\s?)?(?P<right>{_MONEY}{_NUMBER})"
    rf"(?:\s?(?:{currencies.PATTERN})?\s?(?:(?:/|per)\s?{_UNIT}|p?/?{_UNIT}\s*$|each|ea\.?)?)\)?(?!\S)",
    re.IGNORECASE,
)
_TIMES = frozenset("xX×*@")
_EACH = frozenset({"à", "á", "a", "@", "at", "je"})
_MINUS = frozenset("-–")
_APART = _MINUS | {"*"}
_COUNTED_BEHIND = re.compile(r"(?<=\s)[x×]\s(?P<count>[1-9]\d?)$", re.IGNORECASE)
_CENTS_APART = re.compile(r"\D?\d[\d.,]{0,9}[.,] \d\d")
_TIMES_COUNT = re.compile(r"[x×](?P<count>[1-9]\d?)", re.IGNORECASE)
_COUNTED = re.compile(r"(?P<count>[1-9]\d?)(?P<times>[x×]?)", re.IGNORECASE)
_WITH_UNIT = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>[^\W\d_]{{1,3}})")
_PER = re.compile(rf"{_MONEY}(?:/|per)\s?{_UNIT}", re.IGNORECASE)
_RATE = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?\s?%")
_CODE = re.compile(rf"[%#*]?\d{{{LONG_CODE},}}")


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


@dataclass(frozen=True, slots=True)
class Count:
    """How many, the word that says so, the name without it; `times` where a sign for multiplying stands."""

    count: Decimal
    word: Word
    name: tuple[Word, ...]
    times: bool


@dataclass(frozen=True)
class TillLine:
    """A line with the words before its amount, and the amount with the word that it is."""

    line: Line
    head: tuple[Word, ...]
    amount: Decimal | None
    printed: Word | None
    mark: str | None
    whole: bool = False  # money is printed without cents

    @cached_property
    def factors(self) -> tuple[Factors, ...]:
        """What can be factors on the line: parted by a sign for multiplying, or numbers that multiply to
        its amount.
        """
        return (*_signed(self), *unsigned(self, self.amount))

    @cached_property
    def own(self) -> Factors | None:
        """The factors of its own amount."""
        return next((f for f in self.factors if self.amount is not None and f.make(self.amount)), None)

    @property
    def is_factors(self) -> bool:
        """Whether it says how many at which price, and neither name nor amount."""
        return self.amount is None and bool(self.factors) and not names(self.without(self.factors[0]))

    @property
    def prices_each(self) -> bool:
        """Whether a line says nothing but what one costs: "@ 2.60"."""
        return self.amount is None and len(self.head) > 1 and self.head[0].text.lower() in _EACH

    def without(self, factors: Factors | None) -> tuple[Word, ...]:
        """The words before the amount but for those of factors, codes and rates: the name."""
        said = set(map(id, factors.said)) if factors else set()
        return _bare(tuple(word for word in self.head if id(word) not in said))

    @property
    def name(self) -> tuple[Word, ...]:
        """All that it says, if that is a name and nothing else: "Deposit 0.25"."""
        return self.without(None) if self.amount is None else self.line.words

    @property
    def code(self) -> tuple[Word, ...]:
        """The code before the name."""
        return tuple(word for word in self.head[:1] if _CODE.fullmatch(word.text))

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.head)

    @cached_property
    def sum_kind(self) -> str | None:
        """The kind of sum whose words stand before its amount, unless factors do."""
        if self.own is not None:
            return None
        label = self.text.split(":")[0]
        return words.sum_kind(self.text) or words.sum_kind(label) or words.leading_sum_kind(self.text)


def read(line: Line, *, mark: str | None, whole: bool = False) -> TillLine:
    """A line as a till prints it: the words before its last amount, and this in cents or in `whole` money."""
    said = _joined(line.words)
    for behind, word in enumerate(reversed(said)):
        at = len(said) - 1 - behind
        number = _amount(word, mark, whole=whole)
        if number is not None:
            head, negative = _without_money(said[:at])
            if _ends_open(head):
                break
            value = -abs(number.value) if negative else number.value
            return TillLine(line, head, value, word, mark, whole)
        if behind == MOST_FLAGS or not (_FLAG.fullmatch(word.text) or currencies.codes_of(word.text)):
            break
    return TillLine(line, said, None, None, mark, whole)


def _joined(said: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a line, an amount being one whose cents a reader of scans set apart: "20, 01"."""
    kept: list[Word] = []
    for word in said:
        if kept and _CENTS_APART.fullmatch(f"{kept[-1].text} {word.text}"):
            first = kept.pop()
            box = union((first.box, word.box))
            kept.append(replace(first, text=first.text + word.text, box=box))
        else:
            kept.append(word)
    return tuple(kept)


def names(said: Sequence[Word]) -> bool:
    """Whether words have letters enough for a name."""
    return sum(c.isalpha() for word in said for c in word.text) >= FEWEST_LETTERS


def is_rated(name: Sequence[Word]) -> bool:
    """Whether the last word of a name is a rate."""
    return len(name) > 1 and bool(_RATE.fullmatch(name[-1].text))


def prices(line: TillLine) -> list[tuple[Word, Decimal]]:
    """The numbers before a line's amount that can be prices."""
    found = ((word, _plain(word, line)) for word in line.head)
    return [
        (word, n.value) for word, n in found if n is not None and n.decimals >= (0 if line.whole else CENTS)
    ]


def counted_before(name: Sequence[Word]) -> Count | None:
    """A small whole number before a name."""
    match = _COUNTED.fullmatch(name[0].text) if len(name) > 1 else None
    if match is None:
        return None
    times, rest = bool(match["times"]), tuple(name[1:])
    if rest[0].text in _TIMES and len(rest) > 1:
        times, rest = True, rest[1:]
    return Count(Decimal(match["count"]), name[0], rest, times) if names(rest[:2]) else None


def counted_behind(name: Sequence[Word]) -> Count | None:
    """A small whole number behind a name: after a sign for multiplying, or apart from it."""
    match = _COUNTED_BEHIND.search(" ".join(word.text for word in name))
    rest = _words_in(name, 0, match.start()) if match else ()
    if match and rest:
        return Count(Decimal(match["count"]), name[-1], rest, times=True)
    if len(name) < FEWEST_OF_COUNTED or not _stands_apart(name):
        return None
    times = _TIMES_COUNT.fullmatch(name[-1].text)
    if times:
        return Count(Decimal(times["count"]), name[-1], tuple(name[:-1]), times=True)
    return counted_last(name)


def counted_last(name: Sequence[Word]) -> Count | None:
    """A small whole number as the last word of a name."""
    match = _COUNTED.fullmatch(name[-1].text) if len(name) > 1 else None
    if match is None or match["times"]:
        return None
    return Count(Decimal(match["count"]), name[-1], tuple(name[:-1]), times=False)


def adds(name: Sequence[Word]) -> bool:
    """Whether a name says that it is added to the one above: "+ Almond milk"."""
    return bool(name) and name[0].text[0] in "+-*>•·"


def _stands_apart(name: Sequence[Word]) -> bool:
    return are_apart(name[-2], name[-1])


def are_apart(left: Word, right: Word) -> bool:
    """Whether the space between two words is wider than one between those of a name."""
    return right.box.x0 - left.box.x1 > WIDE_GAP * right.box.height


def _amount(word: Word, mark: str | None, *, whole: bool) -> Number | None:
    """The amount that a word is, with the letters of its tax or a star around it."""
    text = _GLUED_FLAG.sub("", word.text.lstrip("*#%"))
    number = _money(numbers.parse(text, mark=mark, slips=word.source is Source.OCR), whole=whole)
    return number if number is not None and number.decimals == (0 if whole else CENTS) else None


def _money(number: Number | None, *, whole: bool) -> Number | None:
    """A number as it is meant where money is whole: "50.000" are thousands."""
    if number is None or not whole or number.decimals != THOUSANDS:
        return number
    return replace(number, value=number.value.scaleb(THOUSANDS).quantize(Decimal(1)))


def _without_money(head: Sequence[Word]) -> tuple[tuple[Word, ...], bool]:
    """The words before an amount but for a currency and a sign that stand apart from it."""
    kept, negative = list(head), False
    while kept and (kept[-1].text in _APART or currencies.codes_of(kept[-1].text.strip(".:"))):
        negative = negative or kept.pop().text in _MINUS
    return tuple(kept), negative


def _ends_open(head: Sequence[Word]) -> bool:
    """Whether a sign for multiplying or a unit's stroke stands right before a number: it is a factor."""
    if not head:
        return False
    last = head[-1].text
    return last in _TIMES or last.endswith(("@", "/")) or (len(head) == 1 and last.lower() in _EACH)


def _signed(line: TillLine) -> Iterator[Factors]:
    text = " ".join(word.text for word in line.head)
    for match in _FACTORS.finditer(text):
        left, right = (
            _money(numbers.parse(match[side], mark=line.mark), whole=line.whole) for side in ("left", "right")
        )
        if left is None or right is None:
            continue
        lot = Decimal(match["lot"] or 1)
        quantity, price = _in_order(left, right, unit=bool(match["unit"]), whole=line.whole)
        said = _words_in(line.head, *match.span())
        yield Factors(quantity.value, price.value / lot, said, priced=match["lot"] is None)


def _in_order(left: Number, right: Number, *, unit: bool, whole: bool) -> tuple[Number, Number]:
    """How many, and the price: the first counts, unless it has a currency or cents and the other has none."""
    if whole:
        return (left, right) if unit or left.value <= right.value else (right, left)
    counts = unit or (left.currency is None and left.decimals in (0, 1, 3))
    swapped = left.currency or (not counts and right.decimals in (0, 1, 3))
    return (right, left) if swapped else (left, right)


def unsigned(line: TillLine, amount: Decimal | None) -> Iterator[Factors]:
    """Two numbers on a line that multiply to an amount, one in money; the last ones first."""
    head = line.head
    found = [(word, at, number) for at, word in enumerate(head) if (number := _plain(word, line))]
    yield from _discounted(found, amount)
    pairs = product(reversed(found), reversed(found)) if amount is not None else ()
    for (priced, place, price), (counted, at, quantity) in pairs:
        ordered = at < place or (line.whole and quantity.value < price.value)
        if at == place or not ordered or quantity.value <= 0 or not _is_price(price, quantity, line):
            continue
        if arithmetic.multiplies(quantity.value, price.value, amount):
            first, last = sorted((at, place))
            behind = [word for word in head[last + 1 : last + 2] if _PER.fullmatch(word.text)]
            said = (counted, *_linking(head[first + 1 : last]), priced, *behind)
            yield Factors(quantity.value, price.value, said)


def _is_price(price: Number, quantity: Number, line: TillLine) -> bool:
    return price.value > quantity.value if line.whole else price.decimals >= CENTS


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
        yield from (word for word in between[:1] if word.text in _TIMES)
        yield from (word for word in between[-1:] if word.text.lower() in _EACH)


def _plain(word: Word, line: TillLine) -> Number | None:
    number = numbers.parse(word.text, mark=line.mark, slips=word.source is Source.OCR)
    if number is None and (match := _WITH_UNIT.fullmatch(word.text)):
        number = numbers.parse(match["number"], mark=line.mark)
    return _money(number, whole=line.whole)


def _is_unit(word: Word) -> bool:
    return bool(re.fullmatch(_UNIT, word.text)) and len(word.text) < LONG_CODE


def _words_in(head: Sequence[Word], start: int, end: int) -> tuple[Word, ...]:
    """The words that a stretch of their joined text holds."""
    kept, at = [], 0
    for word in head:
        if at < end and at + len(word.text) > start:
            kept.append(word)
        at += len(word.text) + 1
    return tuple(kept)


def _bare(name: Sequence[Word]) -> tuple[Word, ...]:
    """A name without the codes around it, and without a rate or letters of tax that stand apart behind it."""
    kept = list(name)
    if len(kept) > 1 and kept[0].text.isdigit() and _CODE.fullmatch(kept[1].text):
        kept.pop(0)
    while kept and _CODE.fullmatch(kept[0].text):
        kept.pop(0)
    while kept and (_is_long_code(kept[-1]) or _is_flag(kept)):
        kept.pop()
    return () if words.column_kind(" ".join(word.text for word in kept)) == "quantity" else tuple(kept)


def _is_flag(name: Sequence[Word]) -> bool:
    """Whether the last word is a rate or few capitals, and stands apart from the name, or alone."""
    last = name[-1]
    capitals = last.text.isupper() and last.text.isalnum() and len(last.text) <= LONGEST_FLAG
    if not capitals and not _RATE.fullmatch(last.text):
        return False
    return len(name) == 1 or _stands_apart(name)


def _is_long_code(word: Word) -> bool:
    return word.text.isdigit() and len(word.text) >= LONG_CODE_BEHIND
