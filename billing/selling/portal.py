"""Stripe's own pages for card, invoices, tax ids and the end of a subscription."""

from __future__ import annotations

from accounts.models import User
from billing.gateway import portal
from billing.models import Customer
from billing.selling import prices


def address(*, user: User, back_url: str) -> str:
    """Where the account's own pages are, for some minutes; empty for an account that Stripe does not know.

    Raises `StripeFailed`.
    """
    customer = Customer.objects.filter(user=user, stripe_id__isnull=False).first()
    if customer is None:
        return ""
    return portal.open_for(
        customer.stripe_id or "", configuration_id=prices.portal_configuration(), back_url=back_url
    )
