"""How the page of API keys speaks of times."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime

register = template.Library()


@register.filter
def first_part(text: str) -> str:
    """ "3 days" of "3 days, 4 hours"."""
    return text.partition(",")[0]


@register.filter
def ago(at: datetime) -> str:
    """ "41 days ago", and not how many hours more."""
    words = str(naturaltime(at))
    return words if "," not in words else f"{first_part(words)} ago"
