"""What the documentation takes from the API's own code, so that the two cannot differ."""

from __future__ import annotations

import re

import simplejson
from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from extraction.api import errors, warnings
from extraction.api.schema import keys, result
from extraction.api.schema.keys import Key, Shape

register = template.Library()

KINDS = {
    "text": "string",
    "date": "date",
    "time": "time",
    "integer": "integer",
    "amount": "number",
    "number": "number",
    "fraction": "number",
    "flag": "true or false",
    "object": "object",
    "list": "list",
    "map": "object",
}


@register.simple_tag
def error_table() -> dict[str, errors.Entry]:
    return errors.TABLE


@register.filter
def meaning(code: str) -> str:
    """Of an error's code; one of an earlier release that is no longer known stands for itself."""
    return errors.TABLE[code].meaning if code in errors.TABLE else code


@register.simple_tag
def warning_table() -> dict[str, str]:
    return warnings.TABLE


@register.simple_tag
def result_shapes() -> list[Shape]:
    """The result document first, then what it is made of."""
    return list(keys.shapes_within(result.RESULT).values())


@register.filter
def type_of(key: Key) -> str:
    return f"{KINDS[key.kind]} or null" if key.nullable else KINDS[key.kind]


@register.filter
def as_json(value: object) -> str:
    return str(simplejson.dumps(value, use_decimal=True, ensure_ascii=False))


@register.filter
def with_code(text: str) -> SafeString:
    """Words between backticks as code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped before
