"""The pricing page: limits from the plans; prices are Stripe's, and without Stripe there are none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from billing import subscriptions
from billing.plans import PLANS


@require_GET
def pricing(request: HttpRequest) -> HttpResponse:
    own = subscriptions.plan_for(request.user, now=timezone.now()) if request.user.is_authenticated else None
    return render(request, "billing/pricing.html", {"plans": PLANS.values(), "own": own})
