"""Changing a plan: a page that asks, with all that follows from it, and what confirms it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import MemberRequest, page
from billing import catalogue
from billing.catalogue import Offer
from billing.models import Subscription
from billing.plans import FREE, PLANS
from billing.selling import downgrading, quotes, standing, upgrading
from billing.views import outside


@login_required
@never_cache
@require_GET
def ask_change(request: MemberRequest, plan_code: str, interval: str) -> HttpResponse:
    """Shows what Stripe would do as of now; both pages carry what they show, signed."""
    offer = catalogue.offer(plan_code, interval)
    if offer is None:
        raise Http404
    with outside.explained(request):
        row = standing.refreshed(request.user, now=timezone.now())
        return _asked(request, row, offer)
    return redirect("plan")


@login_required
@require_POST
def change(request: MemberRequest) -> HttpResponse:
    with outside.explained(request):
        quote = _quote(request, quotes.UPGRADE, quotes.DOWNGRADE)
        if quote.kind == quotes.UPGRADE:
            return _upgraded(request, quote)
        row = downgrading.confirm(user=request.user, quote=quote, now=timezone.now())
        if row is not None and row.period_end:
            name = PLANS[quote.plan_code].name
            messages.success(
                request, f"{name} follows on {outside.day(row.period_end)}. Until then nothing changes."
            )
    return redirect("plan")


@login_required
@never_cache
@require_GET
def ask_cancel(request: MemberRequest) -> HttpResponse:
    with outside.explained(request):
        row = standing.refreshed(request.user, now=timezone.now())
        quote = downgrading.ask_end(row, now=timezone.now())
        losses = downgrading.losses(PLANS[row.plan_code], FREE) if row else []
        return page(request, "billing/cancel.html", {"row": row, "quote": quote, "losses": losses})
    return redirect("plan")


@login_required
@require_POST
def cancel(request: MemberRequest) -> HttpResponse:
    with outside.explained(request):
        quote = _quote(request, quotes.END)
        row = downgrading.confirm_end(user=request.user, quote=quote, now=timezone.now())
        if row is not None and row.cancel_at:
            ends = f"{row.get_plan_code_display()} ends on {outside.day(row.cancel_at)}"
            messages.success(request, f"{ends}, and nothing more is charged.")
    return redirect("plan")


def _quote(request: MemberRequest, *kinds: str) -> quotes.Quote:
    return quotes.read(request.POST.get("quote", ""), user=request.user, kinds=kinds)


def _asked(request: MemberRequest, row: Subscription | None, offer: Offer) -> HttpResponse:
    now = timezone.now()
    if row is None or not standing.can_change(row):
        raise standing.CannotChange
    if standing.is_higher(row, offer):
        asked = upgrading.ask(row, offer, now=now)
        return page(request, "billing/upgrade.html", {"row": row, "asked": asked})
    lower = downgrading.ask(row, offer, now=now)
    losses = downgrading.losses(PLANS[row.plan_code], offer.plan)
    return page(request, "billing/downgrade.html", {"row": row, "asked": lower, "losses": losses})


def _upgraded(request: MemberRequest, quote: quotes.Quote) -> HttpResponse:
    row = upgrading.confirm(user=request.user, quote=quote, now=timezone.now())
    if upgrading.is_done(row, quote):
        messages.success(request, f"You are on {row.get_plan_code_display()}, from now on.")
    elif row.payment == Subscription.Payment.CONFIRM:
        return redirect(upgrading.payment_page(row) or "plan")
    elif row.payment:
        messages.error(request, _refused(quote))
    return redirect("plan")


def _refused(quote: quotes.Quote) -> str:
    """Stripe changes nothing that has a plan to follow, so that one is gone before the card is asked."""
    words = "The card was refused. Nothing was charged, and your plan is what it was."
    if quote.lets_go_of:
        words += (
            f" The change to {PLANS[quote.lets_go_of].name} is taken back: choose it again if you want it."
        )
    return words
