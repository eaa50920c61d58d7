"""What the log of deliveries is narrowed by, as its address says: state, event and endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from extraction.models import WebhookDelivery, WebhookEndpoint, WebhookEvent

NO_ENDPOINT = "none"
STATES = [
    ("", "All states"),
    (WebhookDelivery.Status.PENDING.value, "On their way"),
    *((status.value, status.label) for status in WebhookDelivery.Status if status != "pending"),
]
EVENTS = [("", "All events"), *((kind.value, kind.value) for kind in WebhookEvent.Type)]


class DeliveryFilter(forms.Form):
    """Every part may be left out, and one that makes no sense is."""

    status = forms.ChoiceField(label="State", choices=STATES, required=False)
    event = forms.ChoiceField(label="Event", choices=EVENTS, required=False)
    endpoint = forms.ChoiceField(label="Endpoint", required=False)

    def __init__(self, data: QueryDict, *, endpoints: Sequence[WebhookEndpoint]) -> None:
        super().__init__(data, auto_id="by-%s")
        own = [(each.public_id, _named(each)) for each in endpoints]
        choices = [("", "All endpoints"), *own, (NO_ENDPOINT, "webhook_url of requests")]
        cast("forms.ChoiceField", self.fields["endpoint"]).choices = choices
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        self.is_valid()

    def narrowed(self, deliveries: QuerySet[WebhookDelivery]) -> QuerySet[WebhookDelivery]:
        wanted = self.cleaned_data
        if status := wanted.get("status"):
            deliveries = deliveries.filter(status=status)
        if event := wanted.get("event"):
            deliveries = deliveries.filter(event__type=event)
        if endpoint := wanted.get("endpoint"):
            there = {"endpoint": None} if endpoint == NO_ENDPOINT else {"endpoint__public_id": endpoint}
            deliveries = deliveries.filter(**there)
        return deliveries

    @property
    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.values())

    @property
    def query(self) -> str:
        """For the addresses of the pages beside this one."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})


def _named(endpoint: WebhookEndpoint) -> str:
    return endpoint.description or (urlsplit(endpoint.url).netloc + urlsplit(endpoint.url).path)
