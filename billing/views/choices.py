"""The offers as an account sees them: what each costs, and which way leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from billing import catalogue, money
from billing.catalogue import YEAR, Offer
from billing.gateway.errors import StripeFailed
from billing.gateway.prices import Price
from billing.models import Subscription
from billing.plans import Plan
from billing.selling import prices, standing

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """`is_higher`: it counts at once and not from the end of the period on. `price` is None if not known.

    `same_plan`: only the interval is another one.
    """

    offer: Offer
    price: Price | None
    is_own: bool
    is_higher: bool
    same_plan: bool

    @property
    def a_month(self) -> str:
        if self.price is None:
            return ""
        months = MONTHS if self.offer.interval == YEAR else 1
        return money.short(round(self.price.amount / months), self.price.currency)

    @property
    def in_all(self) -> str:
        return money.short(self.price.amount, self.price.currency) if self.price else ""

    @property
    def words(self) -> str:
        """What the button says that leads to it."""
        if self.same_plan:
            return f"Pay {self.offer.paid}"
        return f"{'Upgrade' if self.is_higher else 'Change'} to {self.offer.plan.name}"

    @property
    def back_here(self) -> str:
        """For whoever has to sign up first."""
        chosen = urlencode({"plan": self.offer.plan.code, "interval": self.offer.interval})
        return urlencode({"next": f"{reverse('pricing')}?{chosen}"})


@dataclass(frozen=True, slots=True)
class Choices:
    """All that is sold. `trouble` is why prices are not known."""

    each: list[Choice]
    trouble: StripeFailed | None

    def of(self, plan: Plan) -> list[Choice]:
        return [choice for choice in self.each if choice.offer.plan == plan and choice.price]


def for_account(row: Subscription | None) -> Choices:
    try:
        held, trouble = prices.held(), None
    except StripeFailed as failed:
        held, trouble = {}, failed
    return Choices([_choice(offer, row, held) for offer in catalogue.OFFERS], trouble)


def to_change_to(row: Subscription | None) -> list[Choice]:
    """What a paid subscription can be changed to now, but for what it is and what is planned already."""
    if row is None or not standing.can_change(row):
        return []
    planned = (row.next_plan_code, row.next_interval)
    return [
        choice
        for choice in for_account(row).each
        if not choice.is_own and (choice.offer.plan.code, choice.offer.interval) != planned
    ]


def _choice(offer: Offer, row: Subscription | None, held: dict[str, Price]) -> Choice:
    paid = row if standing.is_live(row) else None
    return Choice(
        offer=offer,
        price=held.get(offer.lookup_key),
        is_own=paid is not None and standing.offer_of(paid) == offer,
        is_higher=paid is None or standing.is_higher(paid, offer),
        same_plan=paid is not None and paid.plan_code == offer.plan.code,
    )
