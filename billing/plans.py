"""The plans. The only place where a limit is written; prices are Stripe's matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """What an account may do. `max_pages` None: as many as the document has; `batch_files` 0: no batches.

    `keeps_days` are those after which documents are deleted; None: not before somebody deletes them.
    """

    code: str
    name: str
    invoices_per_month: int
    concurrent_requests: int
    max_pages: int | None
    batch_files: int
    webhooks: bool
    keeps_days: int | None = None


FREE = Plan(
    code="free",
    name="Free",
    invoices_per_month=10,
    concurrent_requests=1,
    max_pages=1,
    batch_files=0,
    webhooks=False,
)
PRO = Plan(
    code="pro",
    name="Pro",
    invoices_per_month=500,
    concurrent_requests=5,
    max_pages=None,
    batch_files=50,
    webhooks=False,
)
BUSINESS = Plan(
    code="business",
    name="Business",
    invoices_per_month=5_000,
    concurrent_requests=20,
    max_pages=None,
    batch_files=500,
    webhooks=True,
)

PLANS = {plan.code: plan for plan in (FREE, PRO, BUSINESS)}


def smallest(suits: Callable[[Plan], bool]) -> Plan | None:
    """The first plan that is enough; None if no plan is."""
    return next((plan for plan in PLANS.values() if suits(plan)), None)
