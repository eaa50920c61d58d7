"""What plans cost, as Stripe holds it, without waiting for Stripe: an answer is kept for an hour.

Later it is still shown while one caller asks anew, and as long as Stripe cannot be reached.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import TypeVar, cast

from django.conf import settings
from django.core.cache import cache

from billing import catalogue
from billing.catalogue import Offer
from billing.gateway import client, configurations, prices
from billing.gateway.errors import NotConfigured, StripeFailed, StripeUnreachable
from billing.gateway.prices import Price

FRESH_SECONDS = 3600
ASKING_SECONDS = 60  # that nobody else asks while one does, or after one could not
KEPT_SECONDS = 30 * 24 * 3600
FORM = 1  # of what is kept; another one when `Price` is another

Kept = TypeVar("Kept")

logger = logging.getLogger(__name__)


class NotForSale(StripeFailed):
    """Stripe has no price for it: `manage.py stripe_setup` was not run."""

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        super().__init__(f"Stripe has no price {offer.lookup_key}.")


def held() -> dict[str, Price]:
    """What is for sale, by lookup key. Raises `StripeFailed` when it was never known and is not now."""
    return _known("prices", _ask_for_prices)


def of(offer: Offer) -> Price:
    found = held().get(offer.lookup_key)
    if found is None:
        raise NotForSale(offer)
    return found


def portal_configuration() -> str:
    """Stripe's id of what the customer portal offers; empty before `manage.py stripe_setup`."""
    return _known("portal", _ask_for_configuration)


def forget() -> None:
    """Something was changed at Stripe: ask anew."""
    cache.delete_many([_key(name, part) for name in ("prices", "portal") for part in ("value", "asked")])


def _ask_for_prices() -> dict[str, Price]:
    keys = [offer.lookup_key for offer in catalogue.OFFERS]
    return {price.lookup_key: price for price in prices.behind(keys, quickly=True)}


def _ask_for_configuration() -> str:
    found = configurations.ours(quickly=True)
    return found.id if found else ""


def _known(name: str, ask: Callable[[], Kept]) -> Kept:
    if not client.is_configured():
        raise NotConfigured("STRIPE_SECRET_KEY is not set.")
    kept = cast("Kept | None", cache.get(_key(name, "value")))
    if not cache.add(_key(name, "asked"), True, ASKING_SECONDS):
        if kept is None:
            raise StripeUnreachable(f"Stripe is being asked for its {name}, or could not be a moment ago.")
        return kept
    try:
        return _remember(name, ask())
    except StripeFailed as error:
        if kept is None:
            raise
        logger.warning("Stripe's %s are those of before, since it could not be asked: %s", name, error)
        return kept


def _remember(name: str, value: Kept) -> Kept:
    cache.set(_key(name, "value"), value, KEPT_SECONDS)
    cache.set(_key(name, "asked"), True, FRESH_SECONDS)
    return value


def _key(name: str, part: str) -> str:
    """Another key of Stripe's may be another account, with prices of its own."""
    account = hashlib.sha256(settings.STRIPE_SECRET_KEY.encode()).hexdigest()[:16]
    return f"stripe-{name}-{part}-{FORM}-{account}"
