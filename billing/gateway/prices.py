"""What plans cost at Stripe. An amount never changes: another one is another price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import stripe

from billing.gateway.client import talking
from billing.gateway.subscriptions import identity

MARK = "offer"  # in a price's metadata: we made it, and for what; prices of the owner's own are left alone


@dataclass(frozen=True, slots=True)
class Price:
    """`amount` is in the currency's smallest unit; `made_for` is the lookup key that we made it for."""

    id: str
    lookup_key: str
    amount: int
    currency: str
    interval: str
    tax_behavior: str
    product_id: str
    made_for: str
    is_active: bool


def behind(lookup_keys: Sequence[str], *, quickly: bool = False) -> list[Price]:
    """The prices that are for sale under these keys; one each, as Stripe sees to."""
    with talking(quickly=quickly) as client:
        found = client.v1.prices.list({"lookup_keys": list(lookup_keys), "active": True, "limit": 100})
    return [_price(each) for each in found.data]


def of_product(product_id: str) -> list[Price]:
    """All that are active, whoever made them."""
    with talking() as client:
        found = client.v1.prices.list({"product": product_id, "active": True, "limit": 100})
        return [_price(each) for each in found.auto_paging_iter()]


def create(*, product_id: str, lookup_key: str, amount: int, currency: str, interval: str) -> Price:
    """For sale from now on, under the key that another price may have had until now."""
    with talking() as client:
        made = client.v1.prices.create(
            {
                "product": product_id,
                "lookup_key": lookup_key,
                "transfer_lookup_key": True,
                "unit_amount": amount,
                "currency": currency,
                "recurring": {"interval": interval},
                "tax_behavior": "exclusive",
                "metadata": {MARK: lookup_key},
            }
        )
    return _price(made)


def retire(price_id: str) -> None:
    """Nobody new can have it; subscriptions that run keep it."""
    with talking() as client:
        client.v1.prices.update(price_id, {"active": False})


def _price(price: stripe.Price) -> Price:
    return Price(
        id=price.id,
        lookup_key=price.lookup_key or "",
        amount=price.unit_amount or 0,
        currency=price.currency,
        interval=price.recurring.interval if price.recurring else "",
        tax_behavior=price.tax_behavior or "unspecified",
        product_id=identity(price.product),
        made_for=price.metadata.to_dict().get(MARK, ""),
        is_active=price.active,
    )
