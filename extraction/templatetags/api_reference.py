"""What the documentation takes from the API's own code, so that the two cannot differ."""

from __future__ import annotations

from django import template

from extraction.api import errors, warnings

register = template.Library()


@register.simple_tag
def error_table() -> dict[str, errors.Entry]:
    return errors.TABLE


@register.simple_tag
def warning_table() -> dict[str, str]:
    return warnings.TABLE
