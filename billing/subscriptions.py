"""Which plan an account is on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

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
    "schedule_id": "",
    "next_plan_code": "",
    "next_interval": "",
}


def plan_for(user: User, *, now: datetime) -> Plan:
    """The plan as of now; without a subscription it is Free."""
    holding = Subscription.objects.filter(holds(now), user=user)
    return plan_of(holding.values_list("plan_code", flat=True).first())


def plan_of(code: str | None) -> Plan:
    """The plan that a subscription names; without one it is Free."""
    return PLANS[code] if code else FREE


def holds(now: datetime, *, prefix: str = "") -> Q:
    """Subscriptions whose plan counts now: a payment that failed lets it count for some days more."""
    return Q((f"{prefix}plan_until", None)) | Q((f"{prefix}plan_until__gt", now))


def set_plan(*, user: User, plan: Plan) -> Subscription:
    """The operator's word. What Stripe says of a live subscription overrides it when it is next asked."""
    given = {"plan_code": plan.code, "source": Subscription.Source.OPERATOR, **NOTHING_OF_STRIPE}
    with transaction.atomic():
        row = Subscription.objects.select_for_update().filter(user=user).first()
        before = plan_of(row.plan_code if row else None)
        subscription, _ = Subscription.objects.update_or_create(user=user, defaults=given)
        if before != plan:
            audit.record(Happening.PLAN_CHANGED, user=user, plan=plan.name, before=before.name)
    return subscription
