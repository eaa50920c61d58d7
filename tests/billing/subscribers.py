"""Accounts that Stripe knows, and what they hold there."""

from __future__ import annotations

import uuid

from billing import catalogue
from billing.gateway import customers
from billing.models import Customer
from billing.plans import BUSINESS, PRO
from tests.billing.stripe_fake.subscriptions import begin
from tests.people import person

OFFERS = {offer.lookup_key: offer for offer in catalogue.OFFERS}
PRO_MONTHLY, PRO_YEARLY = OFFERS["pro_monthly"], OFFERS["pro_yearly"]
BUSINESS_MONTHLY, BUSINESS_YEARLY = OFFERS["business_monthly"], OFFERS["business_yearly"]
PAID_PLANS = (PRO, BUSINESS)


def subscriber(name, *, plan="free"):
    """An account with a customer at Stripe, and nothing bought yet."""
    user, key = person(name, plan=plan).user, uuid.uuid4()
    stripe_id = customers.create(email=user.email, account=user.pk, key=key)
    return Customer.objects.create(user=user, key=key, stripe_id=stripe_id, told_email=user.email)


def price(stripe, offer=None, **other):
    """The offer's price at Stripe; `other` makes it one that is not sold here, or no longer."""
    values = {"product": "prod_of_another_shop", "interval": "month", "amount": 500, "lookup_key": None}
    if offer is not None:
        values |= {"product": catalogue.product_id(offer.plan), "interval": offer.interval}
        values |= {"amount": offer.amount, "lookup_key": offer.lookup_key}
    values |= other
    found = stripe.store.all("price", lookup_key=values["lookup_key"]) if values["lookup_key"] else []
    return found[0] if found else _new_price(stripe, values)


def hold(stripe, customer, offer, **values):
    """What a customer holds who has just paid for it."""
    return begin(stripe, customer=customer.stripe_id, price=price(stripe, offer), **values)


def change(stripe, subscription, offer):
    """What an upgrade does: another price from now on."""
    [item] = subscription["items"]["data"]
    item["price"] = price(stripe, offer)


def _new_price(stripe, values):
    return stripe.store.add(
        "price",
        active=True,
        currency=catalogue.CURRENCY,
        lookup_key=values["lookup_key"],
        product=values["product"],
        recurring={"interval": values["interval"], "interval_count": 1, "usage_type": "licensed"},
        type="recurring",
        unit_amount=values["amount"],
    )
