"""Lets any page of the portal take files."""

from __future__ import annotations

from django import template

from extraction import drops

register = template.Library()


@register.simple_tag
def most_files() -> int:
    """How many can be dropped at once."""
    return drops.MOST
