"""Invoices: what is to be paid, since when, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import stripe

from billing.gateway.client import talking
from billing.gateway.subscriptions import moment

OPEN = "open"
ASKS_ITS_CARDHOLDER = "requires_action"


@dataclass(frozen=True, slots=True)
class HeldInvoice:
    """`url` is the page at Stripe where it can be paid, or its payment confirmed.

    `awaits_confirmation`: the bank asks the cardholder for it; else the payment failed, or was not tried.
    """

    id: str
    status: str
    issued_at: datetime
    url: str
    awaits_confirmation: bool

    @property
    def is_due(self) -> bool:
        return self.status == OPEN


def retrieve(invoice_id: str) -> HeldInvoice:
    with talking() as client:
        expand = ["payments.data.payment.payment_intent"]
        invoice = client.v1.invoices.retrieve(invoice_id, {"expand": expand})
    return HeldInvoice(
        id=invoice.id,
        status=invoice.status or "",
        issued_at=moment(invoice.status_transitions.finalized_at or invoice.created),
        url=invoice.hosted_invoice_url or "",
        awaits_confirmation=any(map(_asks_its_cardholder, _payments(invoice))),
    )


def _payments(invoice: stripe.Invoice) -> list[stripe.InvoicePayment]:
    return invoice.payments.data if invoice.payments else []


def _asks_its_cardholder(made: stripe.InvoicePayment) -> bool:
    intent = made.payment.payment_intent
    return isinstance(intent, stripe.PaymentIntent) and intent.status == ASKS_ITS_CARDHOLDER
