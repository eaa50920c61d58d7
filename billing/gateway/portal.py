"""Stripe's own pages for a customer: cards, invoices, tax ids, the end of a subscription."""

from __future__ import annotations

from stripe.params.billing_portal import SessionCreateParams

from billing.gateway.client import talking


def open_for(customer_id: str, *, configuration_id: str, back_url: str) -> str:
    """Where to send the customer, who is let in by this address for some minutes."""
    params: SessionCreateParams = {"customer": customer_id, "return_url": back_url}
    if configuration_id:
        params["configuration"] = configuration_id
    with talking() as client:
        return client.v1.billing_portal.sessions.create(params).url
