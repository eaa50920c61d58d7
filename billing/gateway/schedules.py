"""What becomes of a subscription at the end of its period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import stripe

from billing.gateway.client import talking
from billing.gateway.subscriptions import identity


@dataclass(frozen=True, slots=True)
class NextPhase:
    """The price that follows the one of now."""

    price_id: str
    product_id: str
    interval: str


def next_phase(schedule_id: str) -> NextPhase | None:
    """None if nothing follows any more."""
    with talking() as client:
        expand = ["phases.items.price"]
        schedule = client.v1.subscription_schedules.retrieve(schedule_id, {"expand": expand})
    current = schedule.current_phase
    if current is None:
        return None
    later = [phase for phase in schedule.phases if phase.start_date >= current.end_date]
    return _next(cast("stripe.Price", later[0].items[0].price)) if later else None


def _next(price: stripe.Price) -> NextPhase:
    interval = price.recurring.interval if price.recurring else ""
    return NextPhase(price_id=price.id, product_id=identity(price.product), interval=interval)
