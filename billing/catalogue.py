"""What is sold at Stripe: a product for each plan that costs something, with a price for each interval.

`manage.py stripe_setup` makes Stripe's side equal to this table. Change an amount here and run it again:
new subscriptions pay the new price, those that run keep theirs until they are changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from billing.plans import BUSINESS, PRO, Plan

CURRENCY = "eur"
MONTH, YEAR = "month", "year"
INTERVALS = (MONTH, YEAR)


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan for an interval. `amount` is in cents, without tax; the lookup key finds the price at Stripe."""

    plan: Plan
    interval: str
    amount: int

    @property
    def paid(self) -> str:
        """`monthly` or `yearly`."""
        return f"{self.interval}ly"

    @property
    def lookup_key(self) -> str:
        return f"{self.plan.code}_{self.interval}ly"


OFFERS = (
    Offer(PRO, MONTH, amount=29_00),
    Offer(PRO, YEAR, amount=290_00),
    Offer(BUSINESS, MONTH, amount=149_00),
    Offer(BUSINESS, YEAR, amount=1_490_00),
)
SOLD = (PRO, BUSINESS)


def offer(plan_code: str, interval: str) -> Offer | None:
    """None for what is not sold."""
    return next((each for each in OFFERS if (each.plan.code, each.interval) == (plan_code, interval)), None)


def product_id(plan: Plan) -> str:
    """Chosen by us, so that a plan's product is known without asking, whatever its prices were or will be."""
    return f"invoice_ocr_{plan.code}"


def plan_of(product: str) -> Plan | None:
    """The plan that a product of Stripe's stands for; None for a product that is not ours."""
    return next((plan for plan in SOLD if product_id(plan) == product), None)


def rank(plan_code: str, interval: str) -> tuple[int, int]:
    """How much an offer is: a change to a higher one is an upgrade. Plans first, then the longer interval."""
    codes = ["free", *(plan.code for plan in SOLD)]
    return codes.index(plan_code), INTERVALS.index(interval) if interval else 0
