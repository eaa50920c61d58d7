"""Lets any page of the portal show where the month stands."""

from __future__ import annotations

from django import template
from django.template import RequestContext
from django.utils import timezone

from billing import plans
from billing.plans import Plan
from billing.usage import metering

register = template.Library()

# The meter turns yellow at four fifths of the month's invoices, and red when next to none is left.
LOOK_AT, FULL_AT = 0.8, 0.98


@register.simple_tag(takes_context=True)
def usage_this_month(context: RequestContext) -> metering.Usage:
    return metering.usage(user=context["user"], now=timezone.now())


@register.filter
def look_at(limit: int) -> int:
    return round(limit * LOOK_AT)


@register.filter
def full_at(limit: int) -> int:
    """Rounded down: a meter is red above it, and so when all is used."""
    return int(limit * FULL_AT)


@register.filter
def plan_to_go_on(month: metering.Usage) -> Plan | None:
    """The smallest plan with which a used-up month goes on; None while there is room, or if there is none."""
    if month.remaining:
        return None
    return plans.smallest(lambda plan: plan.invoices_per_month > month.used + month.reserved)
