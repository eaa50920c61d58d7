"""Updates of subscriptions: changes of plan, paid at once or waiting for it, cancellations, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.billing.stripe_fake import cards, changes, invoices, subscriptions
from tests.billing.stripe_fake.changes import Change
from tests.billing.stripe_fake.events import noting
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

HOUR = 3600
PENDING_SECONDS = 23 * HOUR
OF_A_CHANGE = {"billing_cycle_anchor", "items", "payment_behavior", "proration_behavior", "proration_date"}
WITH_PENDING = {*OF_A_CHANGE, "add_invoice_items", "trial_end", "trial_from_plan"}
CANCELLATION = {"cancel_at", "cancel_at_period_end"}


def update(stripe: FakeStripe, form: Form, subscription_id: str) -> Object:
    subscription = stripe.store.get("subscription", subscription_id)
    _refuse_impossible(subscription, form)
    change = changes.asked_for(stripe, subscription, form)
    with noting(stripe, subscriptions.UPDATED, subscription):
        if change is not None:
            subscriptions.drop_pending_update(stripe, subscription)
            _do(stripe, change, form.get("payment_behavior", "allow_incomplete"))
        _write(stripe, subscription, {name: form[name] for name in form.keys() - OF_A_CHANGE})
    return subscription


def _refuse_impossible(subscription: Object, form: Form) -> None:
    if subscription["status"] in subscriptions.ENDED and form.keys() - {"cancellation_details", "metadata"}:
        raise Refusal("A canceled subscription can only update its cancellation_details and metadata.")
    if subscription["schedule"] is not None and form.keys() & CANCELLATION:
        raise Refusal(
            f"The subscription is managed by the subscription schedule `{subscription['schedule']}`, and "
            "updating any cancelation behavior directly is not allowed. Please update the schedule instead."
        )
    if form.keys() >= CANCELLATION:
        raise Refusal("You may only specify one of these parameters: cancel_at, cancel_at_period_end.")
    others = form.keys() - WITH_PENDING
    if form.get("payment_behavior") == "pending_if_incomplete" and others:
        raise Refusal(
            "When `payment_behavior` is set to `pending_if_incomplete`, only parameters that pending updates "
            f"support can be passed. Please remove the following parameters: {', '.join(sorted(others))}."
        )


def _do(stripe: FakeStripe, change: Change, behavior: str) -> None:
    billed = change.lines(stripe)
    if not change.bills_now or not billed:
        change.apply()
        stripe.store.pending_lines.setdefault(change.subscription["id"], []).extend(billed)
    elif behavior == "pending_if_incomplete":
        _do_when_paid(stripe, change, billed)
    else:
        if behavior == "error_if_incomplete":
            _refuse_unpayable(stripe, change.subscription)
        change.apply()
        _bill(stripe, change.subscription, billed)


def _do_when_paid(stripe: FakeStripe, change: Change, billed: list[Object]) -> None:
    subscription = change.subscription
    invoice = invoices.issue(stripe, subscription, billed, "subscription_update")
    if invoices.attempt(stripe, invoice, cards.chargeable(stripe, subscription)) == cards.PAID:
        change.apply()
        return
    invoice["next_payment_attempt"] = None
    expires = min(change.item["current_period_end"], stripe.store.now + PENDING_SECONDS)
    wanted = {**change.item, **subscriptions.priced(change.price)}
    subscription["pending_update"] = {
        **dict.fromkeys(("billing_cycle_anchor", "trial_end", "trial_from_plan")),
        "expires_at": expires,
        "subscription_items": [wanted],
    }
    stripe.store.pending_changes[subscription["id"]] = change


def _bill(stripe: FakeStripe, subscription: Object, billed: list[Object]) -> None:
    invoice = invoices.issue(stripe, subscription, billed, "subscription_update")
    subscriptions.charge(stripe, subscription, invoice)


def _refuse_unpayable(stripe: FakeStripe, subscription: Object) -> None:
    outcome = cards.charge(stripe, cards.chargeable(stripe, subscription))
    if outcome == cards.ASKS:
        text = "Payment for this subscription requires additional user action before it can be completed."
        code = "subscription_payment_intent_requires_action"
        raise Refusal(text, status=402, code=code, kind="card_error")
    if outcome == cards.REFUSED:
        raise declined()


def declined() -> Refusal:
    return Refusal("Your card was declined.", status=402, code="card_declined", kind="card_error")


def _write(stripe: FakeStripe, subscription: Object, form: Form) -> None:
    if "cancel_at_period_end" in form:
        _cancel_at_period_end(stripe, subscription, wanted=form.pop("cancel_at_period_end"))
    if "cancel_at" in form:
        cancel_at(stripe, subscription, form.pop("cancel_at"))
    details = {
        "cancellation_details",
        "automatic_tax",
        "invoice_settings",
        "trial_settings",
        "payment_settings",
    }
    for name in details & form.keys():
        form[name] = {**subscription[name], **form[name]}
    stripe.store.change(subscription, form)


def _cancel_at_period_end(stripe: FakeStripe, subscription: Object, *, wanted: bool) -> None:
    """Undone by False; what `cancel_at` decided is not, as its own parameter undoes that."""
    if wanted:
        cancel_at(stripe, subscription, "min_period_end")
    elif subscription["cancel_at_period_end"]:
        cancel_at(stripe, subscription, "")
    subscription["cancel_at_period_end"] = wanted


def cancel_at(stripe: FakeStripe, subscription: Object, when: int | str) -> None:
    if when in {"min_period_end", "max_period_end"}:
        when = subscription["items"]["data"][0]["current_period_end"]
    if when and int(when) <= stripe.store.now:
        raise Refusal("Cancel at date must be in the future.", param="cancel_at")
    reason = "cancellation_requested" if when else None
    details = {**subscription["cancellation_details"], "reason": reason}
    if not when:
        details = dict(subscriptions.UNSAID)
    subscription.update(
        cancel_at=when or None,
        cancel_at_period_end=False,
        canceled_at=stripe.store.now if when else None,
        cancellation_details=details,
    )
