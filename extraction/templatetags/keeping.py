"""How long documents are kept, for the page of the account."""

from __future__ import annotations

from django import template
from django.utils import timezone

from accounts.models import User
from extraction import retention

register = template.Library()


@register.simple_tag
def kept(user: User) -> str:
    return retention.in_words(retention.kept_days(user, now=timezone.now()))
