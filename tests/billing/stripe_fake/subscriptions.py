"""Subscriptions with one item, in the shape that they have since the period is the item's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake import cards, invoices, lines
from tests.billing.stripe_fake.events import noting
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

UPDATED = "customer.subscription.updated"
ENDED = {"canceled", "incomplete_expired"}
NO_TAX = {"disabled_reason": None, "enabled": False, "liability": None}
FLEXIBLE = {"flexible": {"proration_discounts": "included"}, "type": "flexible"}
SETTINGS = {"save_default_payment_method": "off", "payment_method_types": None}
NULL_FIELDS = (
    "application application_fee_percent billing_cycle_anchor_config billing_thresholds cancel_at "
    "canceled_at days_until_due default_payment_method default_source description ended_at "
    "latest_invoice next_pending_invoice_item_invoice on_behalf_of pause_collection "
    "pending_invoice_item_interval pending_setup_intent pending_update schedule test_clock "
    "transfer_data trial_end trial_start"
)
NOTHING = dict.fromkeys(NULL_FIELDS.split())
UNSAID = dict.fromkeys(("comment", "feedback", "reason"))


def begin(
    stripe: FakeStripe,
    *,
    customer: str,
    price: Object,
    status: str = "active",
    card: str = cards.GOOD,
    **values: Any,
) -> Object:
    """What Stripe does when somebody has paid: a subscription from now on, its card and its first invoice."""
    made = stripe.store.add("subscription", **_values(stripe, customer, price), status=status)
    made["default_payment_method"] = cards.attach(stripe, customer, card)["id"]
    made["items"]["data"] = [new_item(stripe, made, price)]
    made.update(values)
    stripe.emit("customer.subscription.created", made)
    [item] = made["items"]["data"]
    invoice = invoices.issue(stripe, made, [whole_period(stripe, item)], "subscription_create")
    if status == "active":
        invoices.attempt(stripe, invoice, cards.attach(stripe, customer, cards.GOOD)["id"])
    return made


def _values(stripe: FakeStripe, customer: str, price: Object) -> Object:
    return {
        **NOTHING,
        "automatic_tax": NO_TAX,
        "billing_cycle_anchor": stripe.store.now,
        "billing_mode": {**FLEXIBLE, "updated_at": None},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": dict(UNSAID),
        "collection_method": "charge_automatically",
        "currency": price["currency"],
        "customer": customer,
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": {"issuer": {"type": "self"}},
        "items": {"object": "list", "data": [], "has_more": False, "url": "/v1/subscription_items"},
        "payment_settings": {"payment_method_options": None, **SETTINGS},
        "start_date": stripe.store.now,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    }


def new_item(stripe: FakeStripe, subscription: Object, price: Object) -> Object:
    """An item whose period begins with the subscription's."""
    period = lines.period_from(stripe.store.now, price, anchor=subscription["billing_cycle_anchor"])
    return stripe.store.add(
        "subscription_item",
        billing_thresholds=None,
        discounts=[],
        quantity=1,
        subscription=subscription["id"],
        tax_rates=[],
        current_period_start=period[0],
        current_period_end=period[1],
        **priced(price),
    )


def priced(price: Object) -> Object:
    """The price of an item, and the plan that it is to who still knows plans."""
    recurring = price["recurring"]
    same = ("id", "active", "created", "currency", "livemode", "product")
    plan = {
        **{name: price[name] for name in same},
        **{name: recurring.get(name) for name in ("interval", "interval_count", "usage_type")},
        "object": "plan",
        "amount": price["unit_amount"],
        "billing_scheme": "per_unit",
        "metadata": {},
    }
    return {"price": price, "plan": plan}


def whole_period(stripe: FakeStripe, item: Object) -> Object:
    period = item["current_period_start"], item["current_period_end"]
    return lines.whole(stripe, item, item["price"], period)


def renew(stripe: FakeStripe, subscription: Object) -> None:
    """The next period begins, with an invoice for it that is charged at once."""
    [item, *_] = subscription["items"]["data"]
    with noting(stripe, UPDATED, subscription):
        start_period(subscription, item)
    if subscription["status"] == "unpaid":
        return
    billed = [*stripe.store.pending_lines.pop(subscription["id"], []), whole_period(stripe, item)]
    invoice = invoices.issue(stripe, subscription, billed, "subscription_cycle")
    charge(stripe, subscription, invoice)


def start_period(subscription: Object, item: Object) -> None:
    anchor = subscription["billing_cycle_anchor"]
    period = lines.period_from(item["current_period_end"], item["price"], anchor=anchor)
    item.update(current_period_start=period[0], current_period_end=period[1])


def charge(stripe: FakeStripe, subscription: Object, invoice: Object) -> str:
    """Charges the card without its holder; a subscription whose invoice is not paid is past due."""
    outcome = invoices.attempt(stripe, invoice, cards.chargeable(stripe, subscription))
    with noting(stripe, UPDATED, subscription):
        if outcome != cards.PAID and subscription["status"] == "active":
            subscription["status"] = "past_due"
    return outcome


def listed(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    having = {key: form[key] for key in ("customer",) if key in form}
    found = stripe.store.all("subscription", **having)
    wanted = form.get("status")
    if wanted is None:
        found = [each for each in found if each["status"] not in ENDED]
    elif wanted == "ended":
        found = [each for each in found if each["status"] in ENDED]
    elif wanted != "all":
        found = [each for each in found if each["status"] == wanted]
    if "price" in form:
        found = [each for each in found if each["items"]["data"][0]["price"]["id"] == form["price"]]
    return page(found, form, url="/v1/subscriptions")


def get(stripe: FakeStripe, form: Form, subscription_id: str) -> Object:
    return stripe.store.get("subscription", subscription_id)


def cancel(stripe: FakeStripe, form: Form, subscription_id: str) -> Object:
    subscription = stripe.store.get("subscription", subscription_id)
    if subscription["status"] in ENDED:
        raise Refusal(f"No such subscription: '{subscription_id}'", status=404, code="resource_missing")
    if form.get("prorate") or form.get("invoice_now"):
        raise NotImplementedError("refunds at a cancellation")
    details = form.get("cancellation_details", {})
    end(stripe, subscription, reason="cancellation_requested", **details)
    return subscription


def end(
    stripe: FakeStripe,
    subscription: Object,
    *,
    status: str = "canceled",
    reason: str | None = None,
    **said: Any,
) -> None:
    now = stripe.store.now
    drop_pending_update(stripe, subscription)
    details = {**subscription["cancellation_details"], "reason": reason, **said}
    canceled_at = subscription["canceled_at"] or now
    subscription.update(
        status=status, ended_at=now, canceled_at=canceled_at, cancellation_details=details, cancel_at=None
    )
    schedule = stripe.store.objects.get(subscription["schedule"] or "")
    if schedule is not None and schedule["status"] == "active":
        schedule.update(status="canceled", canceled_at=now, current_phase=None)
        stripe.emit("subscription_schedule.canceled", schedule)
    kind = UPDATED if status == "incomplete_expired" else "customer.subscription.deleted"
    stripe.emit(kind, subscription)


def drop_pending_update(stripe: FakeStripe, subscription: Object) -> None:
    """The change that waits for its payment will not be; its invoice is void."""
    if subscription["pending_update"] is None:
        return
    with noting(stripe, "customer.subscription.pending_update_expired", subscription):
        subscription["pending_update"] = None
    stripe.store.pending_changes.pop(subscription["id"])
    latest = stripe.store.get("invoice", subscription["latest_invoice"])
    if latest["status"] == "open":
        invoices.void(stripe, latest)
