"""What the page of API keys says of times and of the requests with each key."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime

from accounts.requests.sparks import Spark, spark

register = template.Library()


@register.filter
def of(sparks: dict[int, Spark], pk: int) -> Spark:
    return sparks.get(pk) or spark([])


@register.filter
def first_part(text: str) -> str:
    """ "3 days" of "3 days, 4 hours"."""
    return text.partition(",")[0]


@register.filter
def ago(at: datetime) -> str:
    """ "41 days ago", and not how many hours more."""
    words = str(naturaltime(at))
    return words if "," not in words else f"{first_part(words)} ago"
