"""How much there is to check in a document: the number that lists and the next document go by."""

from __future__ import annotations

from extraction import payloads
from extraction.models import Extraction
from extraction.review import doubts

MOST = 32_767  # that the column holds


def count(extraction: Extraction) -> int:
    """Write `to_check` anew. Belongs into the transaction that changes what it is counted from."""
    row = Extraction.objects.completed().get(pk=extraction.pk)
    found = len(doubts.of(payloads.document(row, evidence=True)))
    extraction.to_check = min(found, MOST)
    Extraction.objects.filter(pk=extraction.pk).update(to_check=extraction.to_check)
    return extraction.to_check
