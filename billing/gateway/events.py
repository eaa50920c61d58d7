"""Events: what Stripe says has happened, as it was sent to us or as it is kept there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import stripe

from billing.gateway.client import talking
from billing.gateway.errors import NotFromStripe
from billing.gateway.subscriptions import identity, moment

# What the endpoint at Stripe tells us of: whatever changes what somebody has, pays or owes.
LISTENED = (
    "checkout.session.completed",
    "customer.deleted",
    "customer.subscription.created",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.pending_update_applied",
    "customer.subscription.pending_update_expired",
    "customer.subscription.resumed",
    "customer.subscription.updated",
    "invoice.marked_uncollectible",
    "invoice.paid",
    "invoice.payment_action_required",
    "invoice.payment_failed",
    "invoice.voided",
    "subscription_schedule.aborted",
    "subscription_schedule.canceled",
    "subscription_schedule.completed",
    "subscription_schedule.created",
    "subscription_schedule.released",
    "subscription_schedule.updated",
)
TOLERANCE = timedelta(minutes=5)  # between Stripe's clock and ours, either way
PAGE = 100


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """`customer_id` is whom it is about, empty if nobody; `payload` is all that Stripe says, as JSON."""

    id: str
    type: str
    created: datetime
    is_live: bool
    customer_id: str
    payload: str


def verified(body: bytes, *, signature: str, secrets: list[str], now: datetime) -> HeldEvent:
    """What Stripe sent, signed with one of the secrets. Raises `NotFromStripe` for anything else."""
    if _signed_at(signature) > now + TOLERANCE:  # which the library would take
        raise NotFromStripe("The signature is from the future.")
    for secret in secrets:
        try:
            return _held(_constructed(body, signature, secret))
        except stripe.SignatureVerificationError as error:
            reason = error
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            raise NotFromStripe("The body is not an event of Stripe's API.") from error
    raise NotFromStripe("The signature does not fit, or is too old.") from reason


def kept(*, since: datetime, most: int, undelivered: bool = False) -> list[HeldEvent]:
    """What has happened since then, newest first. Stripe keeps 30 days of it."""
    with talking() as client:
        wanted: stripe.params.EventListParams = {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
        if undelivered:
            wanted["delivery_success"] = False
        found = client.v1.events.list(wanted)
        return [_held(each) for each in islice(found.auto_paging_iter(), most)]


def _constructed(body: bytes, signature: str, secret: str) -> stripe.Event:
    seconds = int(TOLERANCE.total_seconds())
    event: stripe.Event = stripe.Webhook.construct_event(body, signature, secret, seconds)
    return event


def _signed_at(signature: str) -> datetime:
    stated = re.search(r"(?:^|,)t=(\d{1,11})(?:,|$)", signature)
    if stated is None:
        raise NotFromStripe("There is no Stripe-Signature with a time.")
    return moment(int(stated[1]))


def _held(event: stripe.Event) -> HeldEvent:
    return HeldEvent(
        id=event.id,
        type=event.type,
        created=moment(event.created),
        is_live=event.livemode,
        customer_id=_customer_of(event.data.object),
        payload=json.dumps(event.to_dict(for_json=True)),
    )


def _customer_of(about: stripe.StripeObject) -> str:
    if getattr(about, "object", "") == "customer":
        return identity(about)
    return identity(getattr(about, "customer", None))
