"""What the customer portal offers: cards, invoices, addresses and the end of a subscription.

Plans are changed on our own pages, which know what a change costs and when it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import stripe
from stripe.params.billing_portal import (
    ConfigurationCreateParamsFeatures,
    ConfigurationUpdateParamsFeatures,
)

from billing.gateway.client import talking

MARK = ("made_by", "invoice_ocr")  # in its metadata: how ours is found again
REASONS = (
    "too_expensive",
    "missing_features",
    "switched_service",
    "unused",
    "customer_service",
    "too_complex",
    "low_quality",
    "other",
)
FEATURES: ConfigurationCreateParamsFeatures = {
    "customer_update": {"enabled": True, "allowed_updates": ["address", "email", "name", "tax_id"]},
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True},
    "subscription_cancel": {
        "enabled": True,
        "mode": "at_period_end",
        "proration_behavior": "none",
        "cancellation_reason": {"enabled": True, "options": list(REASONS)},
    },
    "subscription_update": {"enabled": False},
}


@dataclass(frozen=True, slots=True)
class Configuration:
    """`is_right`: it offers what it should."""

    id: str
    is_right: bool


def ours(*, quickly: bool = False) -> Configuration | None:
    """The oldest that we made; None before `manage.py stripe_setup`."""
    with talking(quickly=quickly) as client:
        found = client.v1.billing_portal.configurations.list({"active": True, "limit": 100})
        made = [each for each in found.auto_paging_iter() if _is_ours(each)]
    return _configuration(min(made, key=lambda each: (each.created, each.id))) if made else None


def create() -> Configuration:
    with talking() as client:
        made = client.v1.billing_portal.configurations.create(
            {"features": FEATURES, "metadata": dict([MARK])}
        )
    return _configuration(made)


def correct(configuration_id: str) -> None:
    features = cast("ConfigurationUpdateParamsFeatures", FEATURES)
    with talking() as client:
        client.v1.billing_portal.configurations.update(configuration_id, {"features": features})


def _is_ours(configuration: stripe.billing_portal.Configuration) -> bool:
    name, value = MARK
    metadata = configuration.metadata.to_dict() if configuration.metadata else {}
    return metadata.get(name) == value


def _configuration(configuration: stripe.billing_portal.Configuration) -> Configuration:
    return Configuration(configuration.id, _fits(FEATURES, configuration.features.to_dict()))


def _fits(wanted: Any, held: Any) -> bool:
    """Whether all that is wanted is so. Stripe says more than that, and lists in an order of its own."""
    if isinstance(wanted, dict):
        return isinstance(held, dict) and all(_fits(value, held.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list):
        return sorted(wanted) == sorted(held or [])
    return bool(wanted == held)
