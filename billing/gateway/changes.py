"""What a customer changes about a subscription: its price now or later, its end, and a change of mind."""

from __future__ import annotations

from datetime import datetime

import stripe
from stripe.params import SubscriptionScheduleUpdateParamsPhase

from billing.gateway.client import talking
from billing.gateway.subscriptions import identity


def to_price_now(
    subscription_id: str, *, item_id: str, price_id: str, proration_date: datetime, key: str
) -> None:
    """Charged at once for the rest of the period. Unpaid, the change waits and the price stays the old one.

    The same `key` changes and charges once, however often it comes.
    """
    with talking() as client:
        client.v1.subscriptions.update(
            subscription_id,
            {
                "items": [{"id": item_id, "price": price_id}],
                "payment_behavior": "pending_if_incomplete",
                "proration_behavior": "always_invoice",
                "proration_date": int(proration_date.timestamp()),
            },
            {"idempotency_key": f"upgrade-{key}"},
        )


def to_price_later(subscription_id: str, *, schedule_id: str, price_id: str, interval: str, key: str) -> None:
    """The subscription goes on as it is until its period ends, and at this price from then on.

    `schedule_id` is the schedule that it has already, or empty: then the same `key` makes one, however often
    it comes. A schedule lets go of its subscription after the first period at the new price.
    """
    with talking() as client:
        schedules = client.v1.subscription_schedules
        if schedule_id:
            schedule = schedules.retrieve(schedule_id)
        else:
            schedule = schedules.create(
                {"from_subscription": subscription_id}, {"idempotency_key": f"schedule-{key}"}
            )
        phases = [_until_then(schedule), _from_then_on(schedule, price_id, interval)]
        try:
            schedules.update(
                schedule.id, {"end_behavior": "release", "proration_behavior": "none", "phases": phases}
            )
        except stripe.InvalidRequestError:
            if not schedule_id:  # one that plans nothing would only stand in the way
                schedules.release(schedule.id)
            raise


def forget_later(schedule_id: str) -> None:
    """The subscription goes on as it is. Stripe refuses it for a schedule that has let go already."""
    with talking() as client:
        client.v1.subscription_schedules.release(schedule_id)


def end_with_period(subscription_id: str) -> None:
    with talking() as client:
        client.v1.subscriptions.update(subscription_id, {"cancel_at_period_end": True})


def do_not_end(subscription_id: str) -> None:
    """Whether it was to end with its period, or on a day that somebody chose in Stripe's dashboard."""
    with talking() as client:
        kept = client.v1.subscriptions.update(subscription_id, {"cancel_at_period_end": False})
        if kept.cancel_at is not None:
            client.v1.subscriptions.update(subscription_id, {"cancel_at": ""})


def drop_pending(invoice_id: str) -> None:
    """A change that waits for this invoice's payment is forgotten with it."""
    with talking() as client:
        client.v1.invoices.void_invoice(invoice_id)


def _until_then(schedule: stripe.SubscriptionSchedule) -> SubscriptionScheduleUpdateParamsPhase:
    now = _present(schedule)
    phase: SubscriptionScheduleUpdateParamsPhase = {
        "items": [{"price": identity(now.items[0].price), "quantity": now.items[0].quantity or 1}],
        "start_date": now.start_date,
        "end_date": now.end_date,
    }
    if now.trial_end:
        phase["trial_end"] = now.trial_end  # else it would be over, and the time charged, at once
    return _with_terms(phase, now)


def _from_then_on(
    schedule: stripe.SubscriptionSchedule, price_id: str, interval: str
) -> SubscriptionScheduleUpdateParamsPhase:
    phase: SubscriptionScheduleUpdateParamsPhase = {
        "items": [{"price": price_id, "quantity": 1}],
        "duration": {"interval": interval, "interval_count": 1},
    }
    return _with_terms(phase, _present(schedule))


def _present(schedule: stripe.SubscriptionSchedule) -> stripe.SubscriptionSchedule.Phase:
    """The phase that runs."""
    current = schedule.current_phase
    running = [phase for phase in schedule.phases if current and phase.start_date == current.start_date]
    return (running or schedule.phases)[0]


def _with_terms(
    phase: SubscriptionScheduleUpdateParamsPhase, present: stripe.SubscriptionSchedule.Phase
) -> SubscriptionScheduleUpdateParamsPhase:
    """Taxes go on, and discounts for as long as they were granted: a phase that says nothing has none."""
    discounts = [identity(each.discount) for each in present.discounts or [] if each.discount]
    if discounts:
        phase["discounts"] = [{"discount": discount} for discount in discounts]
    if present.automatic_tax:
        phase["automatic_tax"] = {"enabled": present.automatic_tax.enabled}
    if present.default_tax_rates:
        phase["default_tax_rates"] = [identity(each) for each in present.default_tax_rates]
    return phase
