"""What people choose to be told of."""

from __future__ import annotations

from django import forms


class AlertForm(forms.Form):
    """Of which mails about usage an account wants."""

    nearly_used = forms.BooleanField(required=False)
    all_used = forms.BooleanField(required=False)
    key_limit = forms.BooleanField(required=False)
    many_failed = forms.BooleanField(required=False)
