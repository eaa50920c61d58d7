"""What a line of a till's slip says: the name of an item, how many at which price, the amount at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extraction.engine.document import Word
from extraction.engine.layout import Line, union
from extraction.engine.line_items import till_factors, till_naming, words
from extraction.engine.line_items.till_factors import EACH, TIMES, Factors
from extraction.engine.line_items.till_money import Money
from extraction.engine.records import cached_property
from extraction.engine.values import currencies

MOST_FLAGS = 2  # words behind an amount: of its tax, of what it belongs to

_FLAG = re.compile(r"\(?[^\W_]{1,3}\)?\d?|[*#%†¤]+")
_MINUS = frozenset("-–")
_APART = _MINUS | {"*"}
_CENTS_APART = re.compile(r"\D?\d[\d.,]{0,9}[.,] \d\d")


@dataclass(frozen=True)
class TillLine:
    """A line with the words before its amount, and the amount with the word that it is."""

    line: Line
    head: tuple[Word, ...]
    amount: Decimal | None
    printed: Word | None
    money: Money

    @cached_property
    def factors(self) -> tuple[Factors, ...]:
        """What can be factors on the line: parted by a sign for multiplying, or numbers that multiply to
        its amount.
        """
        return (*till_factors.signed(self.head, self.money), *self.factors_of(self.amount))

    def factors_of(self, amount: Decimal | None) -> Iterator[Factors]:
        """Two numbers on the line that multiply to an amount that may stand on another one."""
        return till_factors.unsigned(self.head, self.money, amount)

    @cached_property
    def own(self) -> Factors | None:
        """The factors of its own amount."""
        return next((f for f in self.factors if self.amount is not None and f.make(self.amount)), None)

    @property
    def is_factors(self) -> bool:
        """Whether it says how many at which price, and neither name nor amount."""
        return (
            self.amount is None
            and bool(self.factors)
            and not till_naming.names(self.without(self.factors[0]))
        )

    @property
    def prices_each(self) -> bool:
        """Whether a line says nothing but what one costs: "@ 2.60"."""
        return self.amount is None and len(self.head) > 1 and self.head[0].text.lower() in EACH

    def without(self, factors: Factors | None) -> tuple[Word, ...]:
        """The words before the amount but for those of factors, codes and rates: the name."""
        said = set(map(id, factors.said)) if factors else set()
        return till_naming.bare(tuple(word for word in self.head if id(word) not in said))

    @property
    def name(self) -> tuple[Word, ...]:
        """All that it says, if that is a name and nothing else: "Deposit 0.25"."""
        return self.without(None) if self.amount is None else self.line.words

    @property
    def code(self) -> tuple[Word, ...]:
        """The code before the name."""
        return tuple(word for word in self.head[:1] if till_naming.is_code(word))

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

    @property
    def prices(self) -> list[tuple[Word, Decimal]]:
        """The numbers before the amount that can be prices."""
        found = ((word, self.money.each(word)) for word in self.head)
        return [(word, n.value) for word, n in found if n is not None and n.decimals >= self.money.decimals]


def read(line: Line, money: Money) -> TillLine:
    """A line as a till prints it: the words before its last amount, and this."""
    said = _joined(line.words)
    for behind, word in enumerate(reversed(said)):
        at = len(said) - 1 - behind
        number = money.amount(word)
        if number is not None:
            head, negative = _without_money(said[:at])
            if _ends_open(head):
                break
            value = -abs(number.value) if negative else number.value
            return TillLine(line, head, value, word, money)
        if behind == MOST_FLAGS or not (_FLAG.fullmatch(word.text) or currencies.codes_of(word.text)):
            break
    return TillLine(line, said, None, None, money)


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
    return last in TIMES or last.endswith(("@", "/")) or (len(head) == 1 and last.lower() in EACH)
