"""Amounts in templates: `{{ amount|exact:currency }}`."""

from django import template

from billing import money

register = template.Library()

register.filter("exact", money.exact)
register.filter("short", money.short)
