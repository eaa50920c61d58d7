"""What a subscription at Stripe entitles its account to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from billing import catalogue
from billing.gateway.invoices import HeldInvoice
from billing.gateway.schedules import NextPhase
from billing.gateway.subscriptions import HeldSubscription
from billing.models import Subscription
from billing.plans import FREE, Plan

PAST_DUE = "past_due"
PAID = frozenset({"active", "trialing"})
GIVES_ACCESS = PAID | {PAST_DUE}
NOT_YET = "incomplete"  # its first payment has not come


def is_ours(subscription: HeldSubscription) -> bool:
    """Whether it is for something we sell, however old its price is."""
    return _offer(subscription.product_id, subscription.interval) is not None


def best(subscriptions: Iterable[HeldSubscription]) -> HeldSubscription | None:
    """Of several, the one that counts: paid before in grace, then the highest plan, then the latest."""
    return max((each for each in subscriptions if is_ours(each)), key=_weight, default=None)


def columns(
    held: HeldSubscription,
    *,
    before: Subscription | None,
    following: NextPhase | None,
    invoice: HeldInvoice | None,
    now: datetime,
) -> dict[str, Any]:
    """What is written of it, as all columns that Stripe decides about."""
    since = _past_due_since(held, before, invoice, now)
    next_plan, next_interval = _following(held, following)
    return {
        "source": Subscription.Source.STRIPE,
        "plan_code": _plan(held).code,
        "plan_until": since and since + timedelta(days=settings.GRACE_DAYS),
        "stripe_id": held.id,
        "item_id": held.item_id,
        "price_id": held.price_id,
        "status": held.status,
        "interval": held.interval,
        "period_end": held.period_end,
        "cancel_at": held.cancel_at,
        "past_due_since": since,
        "latest_invoice_id": held.latest_invoice_id,
        "payment": _payment(invoice),
        "schedule_id": held.schedule_id,
        "next_plan_code": next_plan,
        "next_interval": next_interval,
    }


def _offer(product_id: str, interval: str) -> tuple[Plan, str] | None:
    plan = catalogue.plan_of(product_id)
    return (plan, interval) if plan and interval in catalogue.INTERVALS else None


def _weight(held: HeldSubscription) -> tuple[bool, bool, tuple[int, int], datetime]:
    """Grace ends: a higher plan that is past due must not hide a lower one that is paid."""
    rank = catalogue.rank(_sold(held).code, held.interval)
    return held.status in PAID, held.status in GIVES_ACCESS, rank, held.created


def _sold(held: HeldSubscription) -> Plan:
    return catalogue.plan_of(held.product_id) or FREE


def _plan(held: HeldSubscription) -> Plan:
    return _sold(held) if held.status in GIVES_ACCESS else FREE


def _past_due_since(
    held: HeldSubscription, before: Subscription | None, invoice: HeldInvoice | None, now: datetime
) -> datetime | None:
    """Kept while it lasts: each month that is not paid has an invoice of its own, and grace is given once."""
    if held.status != PAST_DUE:
        return None
    if before and before.stripe_id == held.id and before.past_due_since:
        return before.past_due_since
    return invoice.issued_at if invoice else now


def _payment(invoice: HeldInvoice | None) -> str:
    if invoice is None or not invoice.is_due:
        return ""
    return Subscription.Payment.CONFIRM if invoice.awaits_confirmation else Subscription.Payment.FAILED


def _following(held: HeldSubscription, following: NextPhase | None) -> tuple[str, str]:
    """Another plan or interval that a schedule brings; nothing where it only goes on."""
    found = following and _offer(following.product_id, following.interval)
    if not found or found == _offer(held.product_id, held.interval):
        return "", ""
    return found[0].code, found[1]
