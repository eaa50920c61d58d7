"""What Stripe would charge: for a change made at a given moment, and when the period ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import stripe
from stripe.params import InvoiceCreatePreviewParams, InvoiceCreatePreviewParamsSubscriptionDetails

from billing.gateway.client import talking
from billing.gateway.subscriptions import moment


@dataclass(frozen=True, slots=True)
class Line:
    """It pays for the time until `ends_at`. `amount` is in the smallest unit; a credit is negative."""

    description: str
    amount: int
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """An invoice that does not exist. `credit` is what the customer's balance pays of its total."""

    lines: list[Line]
    currency: str
    tax: int
    discount: int
    total: int
    amount_due: int
    due_at: datetime

    @property
    def credit(self) -> int:
        return self.total - self.amount_due


def of_change(
    subscription_id: str, *, item_id: str, price_id: str, proration_date: datetime, is_ending: bool
) -> Preview:
    """What is charged at once when the price changes, worked out as of `proration_date`.

    One that is about to end is looked at as if it went on: else it has no invoice to come, not even this.
    """
    details: InvoiceCreatePreviewParamsSubscriptionDetails = {
        "items": [{"id": item_id, "price": price_id}],
        "proration_behavior": "always_invoice",
        "proration_date": int(proration_date.timestamp()),
    }
    if is_ending:
        details["cancel_at_period_end"] = False
    return _preview({"subscription": subscription_id, "subscription_details": details})


def of_renewal(subscription_id: str) -> Preview:
    """The next invoice as things stand, with a change that is planned for then."""
    return _preview({"subscription": subscription_id})


def _preview(params: InvoiceCreatePreviewParams) -> Preview:
    with talking() as client:
        invoice = client.v1.invoices.create_preview(params)
    return Preview(
        lines=[_line(each) for each in invoice.lines.data],
        currency=invoice.currency,
        tax=sum(each.amount for each in invoice.total_taxes or []),
        discount=sum(each.amount for each in invoice.total_discount_amounts or []),
        total=invoice.total,
        amount_due=invoice.amount_due,
        due_at=moment(invoice.next_payment_attempt or invoice.period_end),
    )


def _line(line: stripe.InvoiceLineItem) -> Line:
    return Line(description=line.description or "", amount=line.amount, ends_at=moment(line.period.end))
