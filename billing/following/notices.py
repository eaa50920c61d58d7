"""What the portal's pages say of an account's payment, from its row alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from billing.following import dunning, entitlement
from billing.models import Subscription
from billing.plans import FREE, PLANS

TO_THE_PLAN = ("Your plan", False, False)


@dataclass(frozen=True, slots=True)
class Notice:
    """A state that lasts. `headline` says what is so, `text` what comes of it; `action` is what can be done.

    `is_bad`: something is wrong, and it is worth a look on every page.
    """

    headline: str
    text: str
    action: str
    is_bad: bool = True
    is_payment: bool = True


def of(row: Subscription | None, *, now: datetime) -> Notice | None:
    """The one thing that matters most; None where all is well."""
    if row is None or row.source != Subscription.Source.STRIPE:
        return None
    return _of_payment(row, now) or _of_what_is_planned(row)


def _of_payment(row: Subscription, now: datetime) -> Notice | None:
    action = "Confirm the payment" if row.payment == Subscription.Payment.CONFIRM else "Pay the invoice"
    if dunning.is_in_grace(row, now=now):
        return Notice(_what_failed(row), f"{_name(row)} stays on until {_day(row.plan_until)}.", action)
    if row.status in {entitlement.PAST_DUE, "unpaid"}:
        text = f"The account is on {FREE.name} until it succeeds. Documents and results stay."
        return Notice(_what_failed(row), text, action)
    if row.status == entitlement.NOT_YET:
        return Notice("The first payment is not complete.", "The plan begins when it is.", action)
    if row.status == "paused":
        return Notice(
            "Your subscription is paused.", f"The account is on {FREE.name} meanwhile.", *TO_THE_PLAN
        )
    if row.payment:
        text = f"Until it succeeds, {_name(row)} goes on as it is."
        return Notice("The change of your plan waits for its payment.", text, action)
    return None


def _of_what_is_planned(row: Subscription) -> Notice | None:
    if row.cancel_at is not None:
        text = f"After that the account is on {FREE.name}. Documents and results stay."
        headline = f"{_name(row)} ends on {_day(row.cancel_at)}."
    elif row.next_plan_code:
        text = "Until then everything stays as it is."
        following = f"{PLANS[row.next_plan_code].name}, paid {row.get_next_interval_display()}"
        headline = f"From {_day(row.period_end)} on, your plan is {following}."
    else:
        return None
    return Notice(headline, text, *TO_THE_PLAN)


def _what_failed(row: Subscription) -> str:
    if row.payment == Subscription.Payment.CONFIRM:
        return "Your bank asks you to confirm a payment."
    return "Your last payment did not go through."


def _name(row: Subscription) -> str:
    return PLANS[row.plan_code].name


def _day(moment: datetime | None) -> str:
    return f"{moment.day} {moment:%b %Y}" if moment else "the end of the period"
