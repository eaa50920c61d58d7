"""A change of plan: what it bills, and what the subscription is after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.billing.stripe_fake import lines
from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object
from tests.billing.stripe_fake.subscriptions import priced

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe


@dataclass(frozen=True)
class Change:
    """From a subscription's price to `price`. `restarts`: a new period begins with it."""

    subscription: Object
    item: Object
    price: Object
    at: int
    now: int
    prorations: str
    restarts: bool

    @property
    def bills_now(self) -> bool:
        return self.restarts or self.prorations == "always_invoice"

    @property
    def period(self) -> lines.Period:
        """The period after the change."""
        if self.restarts:
            return lines.period_from(self.now, self.price, anchor=self.now)
        return self.item["current_period_start"], self.item["current_period_end"]

    def lines(self, stripe: FakeStripe) -> list[Object]:
        shares = lines.change(stripe, self.item, self.price, at=self.at)
        if not self.restarts:
            return [] if self.prorations == "none" else shares
        whole = lines.whole(stripe, self.item, self.price, self.period)
        return [whole] if self.prorations == "none" else [shares[0], whole]

    def apply(self) -> None:
        self.item.update(priced(self.price))
        self.item["current_period_start"], self.item["current_period_end"] = self.period
        if self.restarts:
            self.subscription["billing_cycle_anchor"] = self.now


def asked_for(stripe: FakeStripe, subscription: Object, form: Form) -> Change | None:
    """The change that a form asks for; None when it leaves the plan as it is."""
    item, price = _item_and_price(stripe, subscription, form.get("items", []))
    anchored = form.get("billing_cycle_anchor") == "now"
    if price is item["price"] and not anchored:
        return None
    return Change(
        subscription=subscription,
        item=item,
        price=price,
        at=_proration_date(stripe, item, form),
        now=stripe.store.now,
        prorations=form.get("proration_behavior", "create_prorations"),
        restarts=anchored or price["recurring"]["interval"] != item["price"]["recurring"]["interval"],
    )


def _item_and_price(stripe: FakeStripe, subscription: Object, items: list[Form]) -> tuple[Object, Object]:
    """A price without the id of the item that it is for would be a second item, paid beside the first."""
    [own] = subscription["items"]["data"]
    for item in items:
        if item.get("id") is None:
            raise NotImplementedError("a second item, which is what Stripe makes of an item without its id")
        if item["id"] != own["id"]:
            raise Refusal(f"No such subscription item: '{item['id']}'", code="resource_missing")
        if "price" in item:
            return own, active_price(stripe, item["price"])
    return own, own["price"]


def active_price(stripe: FakeStripe, price_id: str) -> Object:
    price = stripe.store.get("price", price_id)
    if not price["active"]:
        raise Refusal(
            "The price specified is inactive. This field only accepts active prices.", param="price"
        )
    if price["recurring"] is None:
        raise Refusal("The price specified is set to `type=one_time`, and must recur.", param="price")
    return price


def _proration_date(stripe: FakeStripe, item: Object, form: Form) -> int:
    date = int(form.get("proration_date", stripe.store.now))
    if not item["current_period_start"] <= date <= item["current_period_end"]:
        text = "Invalid timestamp: can not prorate outside of the current billing period."
        raise Refusal(text, param="proration_date")
    return date
