"""What people fill in about an endpoint for webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from extraction import destinations
from extraction.models import WebhookEndpoint, WebhookEvent
from extraction.webhooks import endpoints

CHOICES = [
    (kind.value, f"{kind.label} ({kind.value})") for kind in WebhookEvent.Type if kind != "webhook.test"
]


class EndpointForm(forms.Form):
    """Where events shall go, and which."""

    url = forms.CharField(
        label="Address",
        max_length=destinations.LONGEST_URL,
        help_text="It starts with https:// and can be reached by everybody.",
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
        error_messages={"required": "Say where events shall be sent."},
    )
    description = forms.CharField(
        max_length=WebhookEndpoint._meta.get_field("description").max_length,
        required=False,
        help_text="What it is for, if you like.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        choices=CHOICES,
        initial=list(endpoints.SUBSCRIBABLE),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one event."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.WEBHOOKS_MAY_CALL_PRIVATE:
            self.fields["url"].help_text = "It starts with https:// or http://."

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            destinations.host_of(url)
        except destinations.UnsuitableUrl as error:
            raise forms.ValidationError(str(error)) from error
        return url


def form_for(endpoint: WebhookEndpoint) -> EndpointForm:
    return EndpointForm(
        initial={"url": endpoint.url, "description": endpoint.description, "events": endpoint.events}
    )
