"""Mails to the owners of endpoints."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail

from extraction.models import WebhookEndpoint

DISABLED = """\
Nothing is sent any more to your webhook endpoint

    {url}

{because}

Put the receiver in order, then enable the endpoint again on the webhooks page{page}.
Deliveries that failed or were cancelled are kept for 30 days and can be replayed there.
"""


def endpoint_disabled(*, pk: int) -> None:
    endpoint = WebhookEndpoint.objects.select_related("user").filter(pk=pk).exclude(disabled_at=None).first()
    if endpoint is None:
        return
    page = f" at {settings.SITE_URL}/webhooks" if settings.SITE_URL else ""
    send_mail(
        subject="A webhook endpoint was disabled",
        message=DISABLED.format(url=endpoint.url, because=endpoint.disabled_because, page=page),
        from_email=None,
        recipient_list=[endpoint.user.email],
    )
