"""Lets any page of the portal say what is to be known of the account's payment."""

from __future__ import annotations

from django import template
from django.template import RequestContext
from django.utils import timezone

from billing.following import notices
from billing.models import Subscription

register = template.Library()


@register.simple_tag(takes_context=True)
def payment_notice(context: RequestContext) -> notices.Notice | None:
    row = Subscription.objects.filter(user=context["user"]).first()
    return notices.of(row, now=timezone.now())
