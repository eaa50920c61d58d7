"""The shop as it stands at Stripe: what `billing.catalogue` offers, on sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billing.catalogue import CURRENCY, OFFERS, SOLD, product_id
from tests.billing.stripe_fake import catalogue
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake import FakeStripe


def stock(stripe: FakeStripe) -> dict[str, Object]:
    """The prices that are on sale now, by lookup key."""
    for plan in SOLD:
        catalogue.create_product(stripe, {"id": product_id(plan), "name": plan.name})
    return {
        offer.lookup_key: catalogue.create_price(
            stripe,
            {
                "product": product_id(offer.plan),
                "currency": CURRENCY,
                "unit_amount": offer.amount,
                "lookup_key": offer.lookup_key,
                "recurring": {"interval": offer.interval},
                "tax_behavior": "exclusive",
            },
        )
        for offer in OFFERS
    }
