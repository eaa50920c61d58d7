"""The pages about webhooks: endpoints and their secrets, what was sent, and sending it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.pages import STOP_POLLING, MemberRequest, is_part, page
from billing import subscriptions
from extraction.models import WebhookDelivery, WebhookEndpoint
from extraction.web import webhook_rows
from extraction.web.delivery_filter import DeliveryFilter
from extraction.web.webhook_forms import EndpointForm, form_for
from extraction.webhooks import endpoints, events, signing

View = Callable[..., HttpResponse]

A_PAGE = 20


def on_a_plan_with_webhooks(view: View) -> View:
    """Others are sent to the page that says what webhooks are and which plan has them."""

    @login_required
    @wraps(view)
    def seen(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not subscriptions.plan_for(request.user, now=timezone.now()).webhooks:
            return redirect("webhooks")
        return view(request, *args, **kwargs)

    return seen


@login_required
@require_GET
def webhook_list(request: MemberRequest) -> HttpResponse:
    plan = subscriptions.plan_for(request.user, now=timezone.now())
    if not plan.webhooks:
        return page(request, "extraction/webhooks/none.html", {"plan": plan})
    now = timezone.now()
    own = list(webhook_rows.endpoints_of(request.user.webhook_endpoints.all(), now=now))
    sparks = webhook_rows.sparks_of(request.user, now=now)
    log = _log(request, own)
    newest = log["rows"][0].public_id if log["rows"] else None
    shown = _in_full(request, newest, now) if newest and not is_part(request) else None
    return page(
        request,
        "extraction/webhooks/list.html",
        {"endpoints": own, "sparks": sparks, "delivery": shown, **log},
    )


@on_a_plan_with_webhooks
@require_GET
def new_endpoint(request: MemberRequest) -> HttpResponse:
    return page(request, "extraction/webhooks/new.html", {"form": EndpointForm()})


@on_a_plan_with_webhooks
@require_POST
def create_endpoint(request: MemberRequest) -> HttpResponse:
    form = EndpointForm(request.POST)
    if form.is_valid():
        try:
            made = endpoints.register(user=request.user, now=timezone.now(), **form.cleaned_data)
        except endpoints.TooManyEndpoints as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Events are sent there from now on. Configure its secret first.")
            return redirect("webhook", made.public_id)
    return page(request, "extraction/webhooks/new.html", {"form": form})


@on_a_plan_with_webhooks
@require_GET
@never_cache
def endpoint(request: MemberRequest, public_id: str) -> HttpResponse:
    own = _own(request, public_id)
    return page(request, "extraction/webhooks/endpoint.html", _shown(own, form_for(own)))


@on_a_plan_with_webhooks
@require_POST
@never_cache
def change_endpoint(request: MemberRequest, public_id: str) -> HttpResponse:
    own, form = _own(request, public_id), EndpointForm(request.POST)
    if not form.is_valid():
        return page(request, "extraction/webhooks/endpoint.html", _shown(own, form))
    endpoints.change(own, **form.cleaned_data)
    messages.success(request, "The endpoint is changed.")
    return redirect("webhook", public_id)


@on_a_plan_with_webhooks
@require_POST
def send_test(request: MemberRequest, public_id: str) -> HttpResponse:
    delivery = events.send_test(_own(request, public_id), now=timezone.now())
    return redirect("webhook_delivery", delivery.public_id)


@on_a_plan_with_webhooks
@require_POST
def disable_endpoint(request: MemberRequest, public_id: str) -> HttpResponse:
    endpoints.disable(_own(request, public_id), because=endpoints.BY_OWNER, now=timezone.now())
    messages.success(request, "Nothing is sent there any more. What was on its way is cancelled.")
    return redirect("webhook", public_id)


@on_a_plan_with_webhooks
@require_POST
def enable_endpoint(request: MemberRequest, public_id: str) -> HttpResponse:
    endpoints.enable(_own(request, public_id))
    messages.success(request, "Events are sent there again. Those that it missed can be sent from the log.")
    return redirect("webhook", public_id)


@on_a_plan_with_webhooks
@require_GET
def ask_delete_endpoint(request: MemberRequest, public_id: str) -> HttpResponse:
    return page(request, "extraction/webhooks/delete.html", {"endpoint": _own(request, public_id)})


@on_a_plan_with_webhooks
@require_POST
def delete_endpoint(request: MemberRequest, public_id: str) -> HttpResponse:
    endpoints.delete(_own(request, public_id))
    messages.success(request, "The endpoint is deleted, and its log with it.")
    return redirect("webhooks")


@on_a_plan_with_webhooks
@require_GET
def ask_rotate_endpoint(request: MemberRequest, public_id: str) -> HttpResponse:
    return page(request, "extraction/webhooks/rotate.html", {"endpoint": _own(request, public_id)})


@on_a_plan_with_webhooks
@require_POST
def rotate_endpoint(request: MemberRequest, public_id: str) -> HttpResponse:
    endpoints.rotate(_own(request, public_id), now=timezone.now())
    messages.success(request, "There is a new secret. The one before signs as well for 24 hours.")
    return redirect("webhook", public_id)


@on_a_plan_with_webhooks
@require_GET
@never_cache
def account_secret(request: MemberRequest) -> HttpResponse:
    signer = endpoints.account(request.user)
    shown = {"signer": signer, "secret": signing.secret(signer.seed), "now": timezone.now()}
    return page(request, "extraction/webhooks/secret.html", shown)


@on_a_plan_with_webhooks
@require_GET
def ask_rotate_account_secret(request: MemberRequest) -> HttpResponse:
    return page(request, "extraction/webhooks/rotate.html", {})


@on_a_plan_with_webhooks
@require_POST
def rotate_account_secret(request: MemberRequest) -> HttpResponse:
    endpoints.rotate(endpoints.account(request.user), now=timezone.now())
    messages.success(request, "There is a new secret. The one before signs as well for 24 hours.")
    return redirect("webhook_secret")


@on_a_plan_with_webhooks
@require_GET
def delivery(request: MemberRequest, public_id: str) -> HttpResponse:
    return _delivery_page(request, public_id)


@on_a_plan_with_webhooks
@require_POST
def replay(request: MemberRequest, public_id: str) -> HttpResponse:
    events.replay(_own_delivery(request, public_id), now=timezone.now())
    if is_part(request):
        return _delivery_page(request, public_id)
    return redirect("webhook_delivery", public_id)


def _delivery_page(request: MemberRequest, public_id: str) -> HttpResponse:
    shown = _in_full(request, public_id, timezone.now())
    asked_again = is_part(request) and not shown.is_moving
    status = STOP_POLLING if asked_again else 200
    return page(request, "extraction/webhooks/delivery.html", {"delivery": shown}, status=status)


def _in_full(request: MemberRequest, public_id: str, now: datetime) -> webhook_rows.Delivery:
    return webhook_rows.in_full(_own_delivery(request, public_id), now=now)


def _log(request: MemberRequest, endpoints: list[WebhookEndpoint]) -> dict[str, Any]:
    """The page of deliveries that is asked for, and what they are filtered by."""
    chosen = DeliveryFilter(request.GET, endpoints=endpoints)
    deliveries = chosen.narrowed(request.user.webhook_deliveries.all())
    found = Paginator(webhook_rows.lines(deliveries), A_PAGE).get_page(request.GET.get("page"))
    return {"log": found, "rows": webhook_rows.listed(found), "filter": chosen}


def _shown(own: WebhookEndpoint, form: EndpointForm) -> dict[str, Any]:
    return {
        "endpoint": own,
        "signer": own,
        "form": form,
        "secret": signing.secret(own.seed),
        "now": timezone.now(),
    }


def _own(request: MemberRequest, public_id: str) -> WebhookEndpoint:
    found: WebhookEndpoint = get_object_or_404(request.user.webhook_endpoints, public_id=public_id)
    return found


def _own_delivery(request: MemberRequest, public_id: str) -> WebhookDelivery:
    related = request.user.webhook_deliveries.select_related(
        "user", "endpoint", "event__batch", "event__extraction"
    )
    found: WebhookDelivery = get_object_or_404(
        related.defer("event__extraction__result"), public_id=public_id
    )
    return found
