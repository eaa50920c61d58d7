"""What a customer has been charged, and the card that is charged next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import stripe

from billing.gateway.client import talking
from billing.gateway.subscriptions import moment


@dataclass(frozen=True, slots=True)
class Invoice:
    """`status` is Stripe's: open, paid, void or uncollectible. `url` is the page on which it can be paid."""

    number: str
    status: str
    issued_at: datetime
    total: int
    currency: str
    pdf_url: str
    url: str


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A card has brand, last four digits and an expiry; other methods have a name alone."""

    kind: str
    brand: str = ""
    last4: str = ""
    expires_at: datetime | None = None

    @property
    def name(self) -> str:
        """As a sentence would begin with it: Visa, Sepa debit."""
        return (self.brand or self.kind).replace("_", " ").capitalize()

    @property
    def last_month(self) -> datetime | None:
        """A day of the month that is printed on it."""
        return self.expires_at and self.expires_at - timedelta(days=1)


def invoices_of(customer_id: str, *, most: int) -> list[Invoice]:
    """The latest first, without drafts, which may still change."""
    with talking() as client:
        found = client.v1.invoices.list({"customer": customer_id, "limit": most})
    return [_invoice(each) for each in found.data if each.status != "draft"]


def payment_method_of(subscription_id: str) -> PaymentMethod | None:
    """The subscription's own, else the customer's; None if there is neither."""
    paths = ["default_payment_method", "customer.invoice_settings.default_payment_method"]
    with talking() as client:
        subscription = client.v1.subscriptions.retrieve(subscription_id, {"expand": paths})
    own = subscription.default_payment_method
    if isinstance(own, stripe.PaymentMethod):
        return _method(own)
    customer = subscription.customer
    settings = customer.invoice_settings if isinstance(customer, stripe.Customer) else None
    usual = settings.default_payment_method if settings else None
    return _method(usual) if isinstance(usual, stripe.PaymentMethod) else None


def _invoice(invoice: stripe.Invoice) -> Invoice:
    return Invoice(
        number=invoice.number or invoice.id,
        status=invoice.status or "",
        issued_at=moment(invoice.status_transitions.finalized_at or invoice.created),
        total=invoice.total,
        currency=invoice.currency,
        pdf_url=invoice.invoice_pdf or "",
        url=invoice.hosted_invoice_url or "",
    )


def _method(method: stripe.PaymentMethod) -> PaymentMethod:
    card = method.card
    if card is None:
        return PaymentMethod(kind=method.type)
    return PaymentMethod(
        kind="card",
        brand=card.display_brand or card.brand,
        last4=card.last4 or "",
        expires_at=_end_of_month(card.exp_year, card.exp_month),
    )


def _end_of_month(year: int, month: int) -> datetime:
    """A card is good until the month that is printed on it is over."""
    return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
