"""Mails to the owners of endpoints."""

from __future__ import annotations

from accounts import mails
from extraction.models import WebhookEndpoint


def endpoint_disabled(*, pk: int) -> None:
    endpoint = WebhookEndpoint.objects.select_related("user").filter(pk=pk).exclude(disabled_at=None).first()
    if endpoint is None:
        return
    mails.send(
        to=endpoint.user.email,
        subject="A webhook endpoint was disabled",
        template="extraction/email/endpoint_disabled.txt",
        context={"url": endpoint.url, "because": endpoint.disabled_because},
    )
