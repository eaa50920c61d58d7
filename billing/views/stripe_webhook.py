"""Where Stripe's events arrive: they are written down, and Stripe is answered; nothing is asked here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.following import events as stripe_events
from billing.gateway.errors import NotFromStripe

LARGEST = 1024 * 1024
NOT_SET_UP = "This service takes no events: STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are not both set."


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Whatever else goes wrong is a 500, upon which Stripe sends the event again for three days."""
    if not stripe_events.is_configured():
        return _say(NOT_SET_UP, status=503)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _say("Events of Stripe's are smaller than this.", status=413)
    try:
        is_new = stripe_events.receive(
            request.body, signature=request.headers.get("Stripe-Signature", ""), now=timezone.now()
        )
    except NotFromStripe as error:
        return _say(str(error), status=400)
    return _say("Noted." if is_new else "Known.")


def _say(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain; charset=utf-8")
