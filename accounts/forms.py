"""What people fill in about their account; allauth brings the forms for logging in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django import forms

from accounts.models import ApiKey

LIFETIMES = [("", "never"), ("30", "after 30 days"), ("90", "after 90 days"), ("365", "after a year")]
LONGEST_NUMBER = 32  # of a form
MOST_INVOICES = 1_000_000  # nobody has a plan with more


def number() -> str:
    """Of a form: sent twice, it is recognised."""
    return secrets.token_urlsafe(12)


class LimitForm(forms.Form):
    """How many invoices a month a key may bring."""

    invoices = forms.IntegerField(
        label="Invoices a month",
        min_value=0,
        max_value=MOST_INVOICES,
        required=False,
        help_text="Empty: as many as the plan has. 0: none.",
        error_messages={"invalid": "Write a whole number, or nothing."},
        widget=forms.NumberInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class KeyForm(forms.Form):
    """A new API key: what it is for, and how long it shall work."""

    name = forms.CharField(
        max_length=ApiKey._meta.get_field("name").max_length,
        help_text="Say where it will be used.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Give the key a name, so that you know it later."},
    )
    lifetime = forms.ChoiceField(label="Stops working", choices=LIFETIMES, required=False)
    form = forms.CharField(
        max_length=LONGEST_NUMBER,
        required=False,
        initial=number,
        widget=forms.HiddenInput,
    )

    def expires_at(self, now: datetime) -> datetime | None:
        days = self.cleaned_data["lifetime"]
        return now + timedelta(days=int(days)) if days else None
