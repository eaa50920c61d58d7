"""An `Invoice` out of a result document; how strictly each value is read is its place's own matter.

The opposite of `render.document`, but for what is only told beside the values: evidence, warnings, engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from extraction.engine.invoice import Check, Invoice, LineItem, Party, Payment, Period, Tax

Part = TypeVar("Part")


class Place(Protocol):
    """A value of the document. What it is read as may always be null, which is None."""

    def at(self, key: str) -> Place: ...
    def text(self) -> str | None: ...
    def amount(self) -> Decimal | None: ...
    def day(self) -> date | None: ...
    def each(self, read: Callable[[Place], Part]) -> tuple[Part, ...]: ...
    def every_amount(self) -> Iterator[tuple[str, Decimal]]: ...


@dataclass(frozen=True, slots=True)
class Ours:
    """A place of a document that we wrote ourselves, so that it needs no doubting."""

    value: Any

    def at(self, key: str) -> Ours:
        return Ours((self.value or {}).get(key))

    def text(self) -> str | None:
        return None if self.value is None else str(self.value)

    def amount(self) -> Decimal | None:
        return None if self.value is None else Decimal(self.value)

    def day(self) -> date | None:
        return date.fromisoformat(self.value) if self.value else None

    def each(self, read: Callable[[Place], Part]) -> tuple[Part, ...]:
        return tuple(read(Ours(entry)) for entry in self.value or ())

    def every_amount(self) -> Iterator[tuple[str, Decimal]]:
        for name, value in (self.value or {}).items():
            if isinstance(value, (Decimal, int)):
                yield name, Decimal(value)


def invoice(document: Place) -> Invoice:
    """What a document states; every part that it leaves out is None."""
    return Invoice(
        confidence=0.0,
        pages_processed=0,
        vendor=_party(document.at("vendor")),
        customer=_party(document.at("customer")),
        invoice_number=document.at("invoice_number").text(),
        date=document.at("date").day(),
        due_date=document.at("due_date").day(),
        currency=document.at("currency").text(),
        line_items=document.at("line_items").each(_line_item),
        subtotal=document.at("subtotal").amount(),
        tax=document.at("tax").amount(),
        tax_rate=document.at("tax_rate").amount(),
        total=document.at("total").amount(),
        payment_terms=document.at("payment_terms").text(),
        taxes=document.at("taxes").each(_tax),
        discount=document.at("discount").amount(),
        shipping=document.at("shipping").amount(),
        amount_paid=document.at("amount_paid").amount(),
        amount_due=document.at("amount_due").amount(),
        payment=_payment(document.at("payment")),
        service_period=_period(document.at("service_period")),
        checks=document.at("checks").each(_check),
    )


def _party(place: Place) -> Party:
    return Party(place.at("name").text(), place.at("address").text(), place.at("tax_id").text())


def _line_item(place: Place) -> LineItem:
    return LineItem(
        description=place.at("description").text(),
        quantity=place.at("quantity").amount(),
        unit_price=place.at("unit_price").amount(),
        amount=place.at("amount").amount(),
        product_code=place.at("product_code").text(),
        unit=place.at("unit").text(),
        tax_rate=place.at("tax_rate").amount(),
        discount=place.at("discount").amount(),
    )


def _tax(place: Place) -> Tax:
    return Tax(place.at("rate").amount(), place.at("base").amount(), place.at("amount").amount())


def _payment(place: Place) -> Payment:
    return Payment(place.at("iban").text(), place.at("bic").text(), place.at("reference").text())


def _period(place: Place) -> Period:
    return Period(place.at("start").day(), place.at("end").day())


def _check(place: Place) -> Check:
    """Of an earlier check, what it was made of: whether it passed is found out anew."""
    return Check(place.at("name").text() or "", False, None, dict(place.at("operands").every_amount()))
