"""What templates ask about rules of vendors."""

from __future__ import annotations

from django import template

from extraction.memory import subjects
from extraction.models import Extraction

register = template.Library()


@register.simple_tag
def can_have_rule(extraction: Extraction, path: str) -> bool:
    """Whether something could be said of this value on the vendor's other invoices."""
    known = extraction.vendor_key or extraction.vendor_tax_id or extraction.iban
    return bool(known) and subjects.may_have_rule(path)
