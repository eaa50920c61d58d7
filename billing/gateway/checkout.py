"""Sessions of Stripe's checkout: the page at which a first subscription is paid."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import stripe
from django.conf import settings
from stripe.params.checkout import SessionCreateParams

from billing.gateway.client import talking

OPEN, COMPLETE = "open", "complete"


@dataclass(frozen=True, slots=True)
class Session:
    """`status` is Stripe's: open, complete or expired. `is_paid` may come days after `complete`."""

    id: str
    status: str
    is_paid: bool
    url: str


def begin(
    *, customer_id: str, price_id: str, account: int, done_url: str, back_url: str, key: UUID
) -> Session:
    """A page that sells this price to this customer; asked for again with the same `key`, the same page."""
    mark = {"account": str(account)}
    params: SessionCreateParams = {
        "mode": "subscription",
        "customer": customer_id,
        "client_reference_id": str(account),
        "line_items": [{"price": price_id, "quantity": 1}],
        "metadata": mark,
        "subscription_data": {"metadata": mark},
        "success_url": done_url,
        "cancel_url": back_url,
        **_by_setting(),
    }
    with talking() as client:
        return _session(client.v1.checkout.sessions.create(params, {"idempotency_key": f"checkout-{key}"}))


def _by_setting() -> SessionCreateParams:
    chosen: SessionCreateParams = {"allow_promotion_codes": settings.STRIPE_PROMOTION_CODES}
    if settings.STRIPE_AUTOMATIC_TAX:
        chosen["automatic_tax"] = {"enabled": True}
    if settings.STRIPE_TAX_IDS:
        chosen["tax_id_collection"] = {"enabled": True}
    if settings.STRIPE_AUTOMATIC_TAX or settings.STRIPE_TAX_IDS:
        chosen["customer_update"] = {"address": "auto", "name": "auto"}
    return chosen


def get(session_id: str) -> Session:
    with talking() as client:
        return _session(client.v1.checkout.sessions.retrieve(session_id))


def expire(session_id: str) -> None:
    """Nobody can pay there any more. Stripe refuses it for a session that is not open."""
    with talking() as client:
        client.v1.checkout.sessions.expire(session_id)


def _session(session: stripe.checkout.Session) -> Session:
    return Session(
        id=session.id,
        status=session.status or "",
        is_paid=session.payment_status != "unpaid",
        url=session.url or "",
    )
