"""Which plan an account is on."""

from __future__ import annotations

from accounts.models import User
from billing.models import Subscription
from billing.plans import FREE, PLANS, Plan


def plan_for(user: User) -> Plan:
    """The plan as of now; without a subscription it is Free."""
    return plan_of(Subscription.objects.filter(user=user).values_list("plan_code", flat=True).first())


def plan_of(code: str | None) -> Plan:
    """The plan that a subscription names; without one it is Free."""
    return PLANS[code] if code else FREE


def set_plan(*, user: User, plan: Plan) -> None:
    Subscription.objects.update_or_create(user=user, defaults={"plan_code": plan.code})
