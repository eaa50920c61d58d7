"""Schedules: what a subscription will be, phase by phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake import lines, subscriptions
from tests.billing.stripe_fake.changes import active_price
from tests.billing.stripe_fake.events import noting
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

KIND = "subscription_schedule"
OF_A_SCHEDULE = ("application", "canceled_at", "completed_at", "released_at", "released_subscription")
OF_A_PHASE = (
    "application_fee_percent automatic_tax billing_cycle_anchor billing_thresholds collection_method "
    "default_payment_method default_tax_rates description invoice_settings on_behalf_of transfer_data "
    "trial_end"
)
GIVEN = ("automatic_tax", "default_tax_rates", "discounts", "metadata", "proration_behavior", "trial_end")
DEFAULTS: Object = {
    **dict.fromkeys(("application_fee_percent", "billing_thresholds", "default_payment_method")),
    **dict.fromkeys(("description", "on_behalf_of", "transfer_data")),
    "billing_cycle_anchor": "automatic",
    "collection_method": "charge_automatically",
    "invoice_settings": {"issuer": {"type": "self"}},
}


def create(stripe: FakeStripe, form: Form) -> Object:
    if "from_subscription" not in form:
        raise NotImplementedError("schedules that make a subscription")
    for name in form.keys() - {"from_subscription"}:
        raise Refusal(f"You cannot set `{name}` if `from_subscription` is set.", param=name)
    subscription = stripe.store.get("subscription", form["from_subscription"])
    if subscription["schedule"] is not None:
        raise Refusal(
            "You cannot migrate a subscription that is already attached to a schedule: "
            f"`{subscription['schedule']}`."
        )
    if subscription["status"] in subscriptions.ENDED:
        raise Refusal("You cannot create a subscription schedule from a subscription that has ended.")
    return _of(stripe, subscription)


def _of(stripe: FakeStripe, subscription: Object) -> Object:
    [item] = subscription["items"]["data"]
    start, end = item["current_period_start"], subscription["cancel_at"] or item["current_period_end"]
    made = stripe.store.add(
        KIND,
        **dict.fromkeys(OF_A_SCHEDULE),
        billing_mode={"type": "flexible", "flexible": {"proration_discounts": "included"}},
        current_phase={"start_date": start, "end_date": end},
        customer=subscription["customer"],
        default_settings=dict(DEFAULTS),
        end_behavior="cancel" if subscription["cancel_at"] else "release",
        pause_schedules=[],
        phases=[_phase(item["price"], start, end, **_of_now(subscription))],
        renewal_interval=None,
        status="active",
        subscription=subscription["id"],
        test_clock=None,
    )
    del made["renewal_interval"]
    with noting(stripe, subscriptions.UPDATED, subscription):
        subscription["schedule"] = made["id"]
    stripe.emit(f"{KIND}.created", made)
    return made


def _of_now(subscription: Object) -> Object:
    """What a phase takes over from a subscription that runs, and loses with the next update without it."""
    return {
        "automatic_tax": {"disabled_reason": None, "enabled": True, "liability": None}
        if subscription["automatic_tax"]["enabled"]
        else None,
        "default_tax_rates": list(subscription["default_tax_rates"]),
        "discounts": [
            {"coupon": None, "discount": discount, "promotion_code": None}
            for discount in subscription["discounts"]
        ],
        "trial_end": subscription["trial_end"],
    }


def _phase(price: Object, start: int, end: int, **values: Any) -> Object:
    item = {"discounts": [], "metadata": {}, "plan": price["id"], "price": price["id"], "quantity": 1}
    return {
        **dict.fromkeys(OF_A_PHASE.split()),
        "add_invoice_items": [],
        "currency": price["currency"],
        "discounts": [],
        "end_date": end,
        "items": [item],
        "metadata": {},
        "proration_behavior": "create_prorations",
        "start_date": start,
        **values,
    }


def get(stripe: FakeStripe, form: Form, schedule_id: str) -> Object:
    return stripe.store.get(KIND, schedule_id)


def listed(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    having = {"customer": form["customer"]} if "customer" in form else {}
    return page(stripe.store.all(KIND, **having), form, url="/v1/subscription_schedules")


def update(stripe: FakeStripe, form: Form, schedule_id: str) -> Object:
    schedule = stripe.store.get(KIND, schedule_id)
    _refuse_ended(schedule, "update")
    with noting(stripe, f"{KIND}.updated", schedule):
        if "phases" in form:
            schedule["phases"] = _phases(stripe, schedule, form.pop("phases"))
            current = schedule["phases"][0]
            schedule["current_phase"] = {name: current[name] for name in ("start_date", "end_date")}
        form.pop("proration_behavior", None)
        form["default_settings"] = {**schedule["default_settings"], **form.get("default_settings", {})}
        stripe.store.change(schedule, form)
        _show_end(stripe, schedule)
    return schedule


def _refuse_ended(schedule: Object, deed: str) -> None:
    if schedule["status"] not in {"active", "not_started"}:
        raise Refusal(
            f"You cannot {deed} a subscription schedule that is currently in the `{schedule['status']}` "
            "status. It must be in one of the following statuses: not_started, active."
        )


def _phases(stripe: FakeStripe, schedule: Object, wanted: list[Form]) -> list[Object]:
    """The current phase and those after it; past ones may be left out."""
    start = schedule["current_phase"]["start_date"]
    wanted = [each for each in wanted if each.get("end_date") in {None, "now"} or each["end_date"] > start]
    if not wanted or "start_date" not in wanted[0]:
        raise Refusal(
            "The subscription schedule update is missing at least one phase with a `start_date` to anchor "
            "end dates to."
        )
    if wanted[0]["start_date"] != start:
        raise Refusal(
            "You can not modify the start date of the current phase.", param="phases[0][start_date]"
        )
    phases: list[Object] = []
    for number, each in enumerate(wanted):
        start = phases[-1]["end_date"] if phases else start
        following = wanted[number + 1].get("start_date") if number + 1 < len(wanted) else None
        phases.append(_wanted_phase(stripe, each, start, following))
    _refuse_another_price_now(stripe, schedule, phases[0])
    return phases


def _wanted_phase(stripe: FakeStripe, wanted: Form, start: int, following: int | None) -> Object:
    price = active_price(stripe, wanted["items"][0]["price"]) if len(wanted["items"]) == 1 else None
    if price is None:
        raise NotImplementedError("phases with several items")
    if wanted.get("start_date", start) != start:
        raise Refusal("Phases must begin where those before them end.", param="phases")
    end = _end(stripe, wanted, price, start, following)
    if end <= stripe.store.now:
        raise Refusal("The end date of a phase must be in the future.", param="phases")
    given = {name: wanted[name] for name in GIVEN if name in wanted}
    return _phase(price, start, end, **given)


def _end(stripe: FakeStripe, wanted: Form, price: Object, start: int, following: int | None) -> int:
    if "end_date" in wanted and "duration" in wanted:
        raise Refusal("You may only specify one of these parameters: end_date, duration.", param="phases")
    if "end_date" in wanted:
        return stripe.store.now + 1 if wanted["end_date"] == "now" else int(wanted["end_date"])
    if following is not None:
        return following
    length = {"interval_count": 1, **wanted.get("duration", {"interval": price["recurring"]["interval"]})}
    return lines.period_from(start, {"recurring": length}, anchor=start)[1]


def _refuse_another_price_now(stripe: FakeStripe, schedule: Object, phase: Object) -> None:
    subscription = stripe.store.get("subscription", schedule["subscription"])
    if phase["items"][0]["price"] != subscription["items"]["data"][0]["price"]["id"]:
        raise NotImplementedError("schedules that change the phase that has begun")


def _show_end(stripe: FakeStripe, schedule: Object) -> None:
    """A schedule that ends with a cancellation is what says when its subscription is canceled."""
    subscription = stripe.store.get("subscription", schedule["subscription"])
    end = schedule["phases"][-1]["end_date"] if schedule["end_behavior"] == "cancel" else None
    with noting(stripe, subscriptions.UPDATED, subscription):
        subscription.update(cancel_at=end, cancel_at_period_end=False)


def release(stripe: FakeStripe, form: Form, schedule_id: str) -> Object:
    schedule = stripe.store.get(KIND, schedule_id)
    _refuse_ended(schedule, "release")
    let_go(stripe, schedule)
    if not form.get("preserve_cancel_date", True):
        stripe.store.get("subscription", schedule["released_subscription"])["cancel_at"] = None
    return schedule


def let_go(stripe: FakeStripe, schedule: Object) -> None:
    """The subscription goes on as it is."""
    subscription = stripe.store.get("subscription", schedule["subscription"])
    with noting(stripe, subscriptions.UPDATED, subscription):
        subscription["schedule"] = None
    schedule.update(
        status="released",
        current_phase=None,
        released_at=stripe.store.now,
        released_subscription=subscription["id"],
        subscription=None,
    )
    stripe.emit(f"{KIND}.released", schedule)


def _following(schedule: Object) -> Object | None:
    begun = schedule["current_phase"]["end_date"]
    return next((each for each in schedule["phases"] if each["start_date"] >= begun), None)


def price_after(stripe: FakeStripe, subscription: Object) -> Object | None:
    """The price of the phase that begins when the period ends, if there is one."""
    schedule = stripe.store.objects.get(subscription["schedule"] or "")
    following = _following(schedule) if schedule else None
    end = subscription["items"]["data"][0]["current_period_end"]
    if following is None or following["start_date"] > end:
        return None
    return stripe.store.get("price", following["items"][0]["price"])


def enter_next(stripe: FakeStripe, schedule: Object) -> None:
    """At the end of a phase: into the next one, or out of the schedule."""
    subscription = stripe.store.get("subscription", schedule["subscription"])
    following = _following(schedule)
    if following is None and schedule["end_behavior"] == "release":
        let_go(stripe, schedule)
    elif following is None:
        schedule.update(status="completed", completed_at=stripe.store.now, current_phase=None)
        stripe.emit(f"{KIND}.completed", schedule)
        subscriptions.end(stripe, subscription, reason="cancellation_requested")
    else:
        _enter(stripe, schedule, subscription, following)


def _enter(stripe: FakeStripe, schedule: Object, subscription: Object, phase: Object) -> None:
    [item] = subscription["items"]["data"]
    if item["current_period_end"] > phase["start_date"]:
        raise NotImplementedError("phases that begin in the middle of a period")
    with noting(stripe, f"{KIND}.updated", schedule):
        schedule["current_phase"] = {name: phase[name] for name in ("start_date", "end_date")}
    price = stripe.store.get("price", phase["items"][0]["price"])
    with noting(stripe, subscriptions.UPDATED, subscription):
        if price["recurring"]["interval"] != item["price"]["recurring"]["interval"]:
            subscription["billing_cycle_anchor"] = phase["start_date"]
        item.update(subscriptions.priced(price))
