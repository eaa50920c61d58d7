"""Which plan an account is on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit
from accounts.happenings import Happening
from accounts.models import User
from billing.models import Subscription
from billing.plans import FREE, PLANS, Plan

# What a subscription's columns hold when Stripe has no part in it.
NOTHING_OF_STRIPE = {
    "plan_until": None,
    "stripe_id": None,
    "item_id": "",
    "price_id": "",
    "status": "",
    "interval": "",
    "period_end": None,
    "cancel_at": None,
    "past_due_since": None,
    "latest_invoice_id": "",
    "payment": "",
    "schedule_id": "",
    "next_plan_code": "",
    "next_interval": "",
}


class HeldByStripe(Exception):
    """The account holds a subscription at Stripe, which goes on being paid and decides the plan."""

    def __init__(self, *, stripe_id: str, status: str) -> None:
        self.stripe_id, self.status = stripe_id, status
        super().__init__(
            f"Subscription {stripe_id} at Stripe is {status} and decides the plan. "
            "Cancel it in Stripe's dashboard first, at once and not at the period's end."
        )


def plan_for(user: User, *, now: datetime) -> Plan:
    """The plan as of now; without a subscription it is Free."""
    holding = Subscription.objects.filter(holds(now), user=user)
    return plan_of(holding.values_list("plan_code", flat=True).first())


def users_on(plan: Plan, *, now: datetime) -> QuerySet[User]:
    """All whose plan this is as of now."""
    holding = Subscription.objects.filter(holds(now))
    if plan == FREE:
        return User.objects.exclude(pk__in=holding.exclude(plan_code=FREE.code).values("user"))
    return User.objects.filter(pk__in=holding.filter(plan_code=plan.code).values("user"))


def plan_of(code: str | None) -> Plan:
    """The plan that a subscription names; without one it is Free."""
    return PLANS[code] if code else FREE


def holds(now: datetime, *, prefix: str = "") -> Q:
    """Subscriptions whose plan counts now: a payment that failed lets it count for some days more."""
    return Q((f"{prefix}plan_until", None)) | Q((f"{prefix}plan_until__gt", now))


def set_plan(*, user: User, plan: Plan) -> Subscription:
    """The operator's word, until something is paid for. Raises `HeldByStripe` if something is."""
    given = {"plan_code": plan.code, "source": Subscription.Source.OPERATOR, **NOTHING_OF_STRIPE}
    with transaction.atomic():
        row = Subscription.objects.select_for_update().filter(user=user).first()
        if row is not None and row.stripe_id:
            raise HeldByStripe(stripe_id=row.stripe_id, status=row.status)
        before = plan_of(row.plan_code if row else None)
        subscription, _ = Subscription.objects.update_or_create(user=user, defaults=given)
        if before != plan:
            audit.record(Happening.PLAN_CHANGED, user=user, plan=plan.name, before=before.name)
    return subscription
