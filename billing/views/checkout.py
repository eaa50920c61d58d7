"""To Stripe's checkout and back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import MemberRequest, page
from billing import catalogue
from billing.gateway.errors import StripeFailed
from billing.models import CheckoutAttempt
from billing.selling import checkout
from billing.views import outside

ALREADY = "You have a plan already. It is changed here, and not bought a second time."
SUPERSEDED = "Another checkout was opened for your account at the same moment. Choose once more."


@login_required
@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    offer = catalogue.offer(request.POST.get("plan", ""), request.POST.get("interval", ""))
    if offer is None:
        raise Http404
    chosen = f"{reverse('pricing')}?{urlencode({'plan': offer.plan.code, 'interval': offer.interval})}"
    try:
        address = checkout.begin(
            user=request.user,
            offer=offer,
            done_url=request.build_absolute_uri(reverse("checkout_done"))
            + "?session_id={CHECKOUT_SESSION_ID}",
            back_url=request.build_absolute_uri(chosen),
            now=timezone.now(),
        )
    except checkout.AlreadySubscribed:
        messages.info(request, ALREADY)
        return redirect("plan")
    except checkout.Superseded:
        messages.error(request, SUPERSEDED)
        return redirect(chosen)
    except StripeFailed as failed:
        messages.error(request, outside.words(failed))
        return redirect(chosen)
    return redirect(address)


@login_required
@never_cache
@require_GET
def done(request: MemberRequest) -> HttpResponse:
    """Where Stripe sends people afterwards. Does not wait for a webhook: it asks."""
    session_id = request.GET.get("session_id", "")
    try:
        back = checkout.come_back(user=request.user, session_id=session_id, now=timezone.now())
    except CheckoutAttempt.DoesNotExist as error:
        raise Http404 from error
    except StripeFailed as failed:
        return page(request, "billing/returned.html", {"trouble": outside.words(failed)})
    if back.is_done and back.subscription is not None:
        messages.success(
            request, f"Thank you. You are on {back.subscription.get_plan_code_display()} from now on."
        )
        return redirect("plan")
    return page(request, "billing/returned.html", {"back": back})
