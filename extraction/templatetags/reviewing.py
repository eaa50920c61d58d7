"""Lets any page of the portal say how many documents wait for a person."""

from __future__ import annotations

from django import template
from django.template import RequestContext

register = template.Library()

MOST = 1_000  # nobody reads on from there, and the count stays cheap


@register.simple_tag(takes_context=True)
def to_review(context: RequestContext) -> int:
    waiting: int = context["user"].extractions.to_review()[:MOST].count()
    return waiting


@register.filter
def at_most(number: int) -> str:
    return f"{number:,}" if number < MOST else f"{MOST - 1:,}+"
