"""The pricing page: limits from the plans, prices from Stripe, and the way to each for whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from billing import catalogue, money, subscriptions
from billing.catalogue import INTERVALS, MONTH
from billing.gateway import client
from billing.models import Subscription
from billing.plans import FREE, PLANS, PRO, Plan
from billing.selling import standing
from billing.views import choices, outside
from billing.views.choices import Choice, Choices

USUAL = PRO


@dataclass(frozen=True, slots=True)
class Card:
    """One plan; `is_pick` is the one that stands out."""

    plan: Plan
    choices: list[Choice]
    is_own: bool
    is_pick: bool

    @property
    def is_for_sale(self) -> bool:
        return bool(self.choices)

    @property
    def shade(self) -> str:
        return " btn-primary" if self.is_pick else ""

    @property
    def saved(self) -> str:
        """What a year costs less than its months, if it does."""
        cost = {choice.offer.interval: choice.price.amount for choice in self.choices if choice.price}
        if len(cost) < len(INTERVALS) or (saved := cost["month"] * choices.MONTHS - cost["year"]) <= 0:
            return ""
        return money.short(saved, catalogue.CURRENCY)


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    row = Subscription.objects.filter(user=user).first() if user else None
    own = subscriptions.plan_for(user, now=timezone.now()) if user else None
    offered = choices.for_account(row)
    shown = {
        "plans": PLANS.values(),
        "some_keep_days": any(plan.keeps_days for plan in PLANS.values()),
        "cards": _cards(offered, own, request.GET.get("plan", "")),
        "interval": _interval(request, row),
        "taxed": settings.STRIPE_AUTOMATIC_TAX,
        "is_for_sale": any(choice.price for choice in offered.each),
        **_trouble(offered),
        **_possible(row),
    }
    return render(request, "billing/pricing.html", shown)


def _cards(offered: Choices, own: Plan | None, chosen: str) -> list[Card]:
    pick = _pick(own, chosen)
    return [Card(plan, offered.of(plan), plan == own, plan == pick) for plan in PLANS.values()]


def _pick(own: Plan | None, chosen: str) -> Plan:
    """What was asked for; else the usual one, or the next for whom it is not enough."""
    if chosen in PLANS:
        return PLANS[chosen]
    more = [plan for plan in catalogue.SOLD if own is not None and own != FREE and _is_more(plan, own)]
    return more[0] if more else USUAL


def _is_more(plan: Plan, than: Plan) -> bool:
    return catalogue.rank(plan.code, "") > catalogue.rank(than.code, "")


def _interval(request: HttpRequest, row: Subscription | None) -> str:
    asked = request.GET.get("interval", "")
    if asked in INTERVALS:
        return asked
    return row.interval if row is not None and row.interval else MONTH


def _trouble(offered: Choices) -> dict[str, Any]:
    missing = any(choice.price is None for choice in offered.each)
    words = outside.words(offered.trouble) if offered.trouble else ""
    if missing and not words:
        words = outside.NOT_FOR_SALE
    return {"trouble": words, "is_configured": client.is_configured()}


def _possible(row: Subscription | None) -> dict[str, Any]:
    return {
        "is_live": standing.is_live(row),
        "can_change": standing.can_change(row),
        "can_cancel": standing.can_cancel(row),
        "free": money.short(0, catalogue.CURRENCY) if client.is_configured() else "",
    }
