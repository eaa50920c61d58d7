"""A result as an electronic invoice: UBL 2.1 of EN 16931's core, or the terms that it lacks for one."""

from __future__ import annotations

from decimal import localcontext
from typing import Any

from extraction.exports.ubl import reading, writing
from extraction.exports.ubl.terms import Gap, MissingTerms

__all__ = ["MEDIA_TYPE", "Gap", "MissingTerms", "to_ubl"]

MEDIA_TYPE = "application/xml"
DIGITS = 120  # more than any product of two printed numbers has, so that no sum is rounded


def to_ubl(result: dict[str, Any]) -> bytes:
    """Raises `MissingTerms`, with all of them at once."""
    with localcontext(prec=DIGITS):
        return writing.xml(reading.core_invoice(result))
