"""A set of sums that could belong together, and what is handed on of the set that was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extraction.engine.choice import Choice
from extraction.engine.records import record
from extraction.engine.totals.tax_rows import TaxRow

Option = Choice[Decimal] | None
TOLERANCE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of the invoice; `balanced` tells whether the printed ones add up, None if untestable."""

    subtotal: Choice[Decimal] | None = None
    tax: Choice[Decimal] | None = None
    total: Choice[Decimal] | None = None
    discount: Choice[Decimal] | None = None
    shipping: Choice[Decimal] | None = None
    charge: Choice[Decimal] | None = None
    rounding: Choice[Decimal] | None = None
    amount_paid: Choice[Decimal] | None = None
    amount_due: Choice[Decimal] | None = None
    tax_rate: Choice[Decimal] | None = None
    taxes: tuple[TaxRow, ...] = ()
    balanced: bool | None = None


@record()
class Sums:
    total: Option
    subtotal: Option
    tax: Option
    discount: Option = None
    shipping: Option = None
    rounding: Option = None
    gross: Option = None  # a sum that already includes tax, from which a discount is taken
    charge: Option = None  # a fee, a tip, a tax withheld: what else leads to the total

    @property
    def extras(self) -> tuple[Option, ...]:
        return self.discount, self.shipping, self.rounding, self.charge

    @property
    def number_of_extras(self) -> int:
        return sum(option is not None for option in (self.discount, self.shipping, self.charge))

    @property
    def bases(self) -> frozenset[Decimal]:
        """What the tax may be of: the subtotal alone, or with the discount and shipping below it."""
        if self.subtotal is None:
            return frozenset()
        net = self.subtotal.value
        moved = net - amount_of(self.discount) + amount_of(self.shipping) + amount_of(self.charge)
        return frozenset({net, moved})

    @property
    def includes_tax(self) -> bool:
        """Whether the parts come to the total without the tax, which they then already hold."""
        if self.total is None or self.subtotal is None or self.tax is None or not self.tax.value:
            return False
        added = sum(map(amount_of, (self.subtotal, self.shipping, self.rounding, self.charge)), Decimal(0))
        return abs(added - amount_of(self.discount) - self.total.value) <= TOLERANCE

    @property
    def difference(self) -> Decimal | None:
        """What the parts come to beyond the total; None when a part of the sum is missing."""
        if self.total is None:
            return None
        if self.gross is not None:
            return self.gross.value - amount_of(self.discount) + amount_of(self.shipping) - self.total.value
        if self.subtotal is None:
            return None
        parts = (
            amount_of(self.subtotal)
            + amount_of(self.tax)
            + amount_of(self.shipping)
            + amount_of(self.rounding)
            + amount_of(self.charge)
        )
        return parts - amount_of(self.discount) - self.total.value


def amount_of(option: Option) -> Decimal:
    return option.value if option is not None else Decimal(0)


def known(option: Option) -> Decimal | None:
    return option.value if option is not None else None


def same_place(one: Option, other: Option) -> bool:
    return one is not None and other is not None and bool(set(one.spans) & set(other.spans))
