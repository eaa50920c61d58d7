"""Invoices as they would be: for a change of plan, or for the next renewal."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from tests.billing.stripe_fake import changes, invoices, lines, schedules, subscriptions
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe


def create(stripe: FakeStripe, form: Form) -> Object:
    subscription = _subject(stripe, form)
    details = form.get("subscription_details", {})
    change = changes.asked_for(stripe, subscription, details)
    billed, at = _next(stripe, subscription, details), stripe.store.now
    if change is not None and change.bills_now:
        billed = change.lines(stripe)
    else:
        at = subscription["items"]["data"][0]["current_period_end"]
    reason = "subscription_update" if change and change.bills_now else "upcoming"
    drawn = invoices.drawn(stripe, subscription, billed, reason)
    drawn["parent"]["subscription_details"]["subscription_proration_date"] = change and change.at
    made = {"id": f"upcoming_{stripe.store.new_id('invoice')}", "object": "invoice", "created": at}
    return {**drawn, **made, "livemode": False, "metadata": {}, "next_payment_attempt": at, "period_end": at}


def _subject(stripe: FakeStripe, form: Form) -> Object:
    if "schedule" in form:
        schedule = stripe.store.get("subscription_schedule", form["schedule"])
        return stripe.store.get("subscription", schedule["subscription"])
    if "subscription" not in form:
        raise NotImplementedError("previews of subscriptions that are not there yet")
    subscription = stripe.store.get("subscription", form["subscription"])
    if subscription["customer"] != form.get("customer", subscription["customer"]):
        raise Refusal(f"No such subscription: '{subscription['id']}'", code="resource_missing")
    return subscription


def _next(stripe: FakeStripe, subscription: Object, details: Form) -> list[Object]:
    """Lines of the next renewal, with what is to be prorated until then."""
    ends = details.get("cancel_at_period_end", subscription["cancel_at"] is not None)
    if subscription["status"] in subscriptions.ENDED or ends:
        text = f"No upcoming invoices for customer: '{subscription['customer']}'"
        raise Refusal(text, status=404, code="invoice_upcoming_none")
    [item] = subscription["items"]["data"]
    change = changes.asked_for(stripe, subscription, details)
    pending = list(stripe.store.pending_lines.get(subscription["id"], []))
    if change is not None and not change.bills_now:
        pending += change.lines(stripe)
    price = change.price if change else schedules.price_after(stripe, subscription) or item["price"]
    anchor = subscription["billing_cycle_anchor"]
    period = lines.period_from(item["current_period_end"], price, anchor=anchor)
    return [*copy.deepcopy(pending), lines.whole(stripe, item, price, period)]
