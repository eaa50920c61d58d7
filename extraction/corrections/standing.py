"""How much there is to check in a document: the number that lists and the next document go by."""

from __future__ import annotations

from typing import Any

from extraction import payloads
from extraction.models import Extraction
from extraction.review import doubts

MOST = 32_767  # that the column holds


def number(document: dict[str, Any]) -> int:
    """How many things a person should look at in a result document with its evidence."""
    return min(len(doubts.of(document)), MOST)


def count(extraction: Extraction) -> int:
    """Write `to_check` anew, for the document as it is at hand.

    Belongs into the transaction that changes what it is counted from.
    """
    before, extraction.to_check = extraction.to_check, number(payloads.document(extraction, evidence=True))
    if extraction.to_check != before:
        Extraction.objects.filter(pk=extraction.pk).update(to_check=extraction.to_check)
    return extraction.to_check
