"""The plan page: what an account has, what it costs, and what can be done about it now."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import MemberRequest, page
from billing import subscriptions
from billing.gateway import client
from billing.models import Customer, Subscription
from billing.selling import details, downgrading, portal, standing, upgrading
from billing.views import choices, outside, waiting


@login_required
@never_cache
@require_GET
def plan(request: MemberRequest) -> HttpResponse:
    """From the row; what only Stripe knows is added if it comes in time."""
    now = timezone.now()
    row = Subscription.objects.filter(user=request.user).first()
    loaded = details.of(request.user, row)
    shown = {
        "row": row,
        "plan": subscriptions.plan_for(request.user, now=now),
        "details": loaded,
        "card_ends_before_renewal": _ends_too_early(loaded, row),
        "choices": choices.to_change_to(row),
        "is_configured": client.is_configured(),
        "is_customer": Customer.objects.filter(user=request.user, stripe_id__isnull=False).exists(),
        "now": now,
        "look_again": waiting.again(request, is_open=_is_open(row)),
        **_possible(row),
    }
    return page(request, "billing/plan.html", shown)


def _possible(row: Subscription | None) -> dict[str, bool]:
    return {
        "is_live": standing.is_live(row),
        "is_paid": standing.is_paid(row),
        "waits": standing.waits_for_payment(row),
        "owes": standing.owes(row),
        "can_cancel": standing.can_cancel(row),
        "has_plans": row is not None and standing.is_live(row) and standing.has_plans(row),
    }


def _ends_too_early(loaded: details.Details, row: Subscription | None) -> bool:
    """The card is no good any more when the next payment is due."""
    ends = loaded.method.expires_at if loaded.method else None
    renews = row.period_end if row is not None and row.cancel_at is None else None
    return ends is not None and renews is not None and ends <= renews


@login_required
@require_GET
def refresh(request: MemberRequest) -> HttpResponse:
    """Where people come back to from Stripe's pages: what they did there counts before they see the plan."""
    with outside.explained(request):
        standing.refreshed(request.user, now=timezone.now())
    row = Subscription.objects.filter(user=request.user).first()
    return redirect(waiting.plan_after(request) if _is_open(row) else "plan")


def _is_open(row: Subscription | None) -> bool:
    return standing.waits_for_payment(row) or standing.owes(row)


@login_required
@require_POST
def keep(request: MemberRequest) -> HttpResponse:
    with outside.explained(request):
        row = downgrading.keep(user=request.user, now=timezone.now())
        if row is not None and not standing.has_plans(row):
            messages.success(request, f"{row.get_plan_code_display()} goes on as it is.")
    return redirect("plan")


@login_required
@require_POST
def pay(request: MemberRequest) -> HttpResponse:
    """To Stripe's page of the invoice that is not paid yet."""
    row = Subscription.objects.filter(user=request.user).first()
    address = ""
    with outside.explained(request):
        address = upgrading.payment_page(row) if row is not None else ""
    if address:
        waiting.begin(request)
    return redirect(address or "plan")


@login_required
@require_POST
def drop_change(request: MemberRequest) -> HttpResponse:
    with outside.explained(request):
        upgrading.drop(user=request.user, now=timezone.now())
        messages.success(request, "The change is dropped, and nothing is charged for it.")
    return redirect("plan")


@login_required
@require_POST
def open_portal(request: MemberRequest) -> HttpResponse:
    address = ""
    with outside.explained(request):
        back = request.build_absolute_uri(reverse("refresh_plan"))
        address = portal.address(user=request.user, back_url=back)
    return redirect(address or "plan")
