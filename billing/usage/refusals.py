"""How often a document was refused for want of quota, for whoever runs the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prometheus_client import Counter

REFUSED = Counter("invoice_ocr_refusals", "Documents refused, by the limit that was reached.", ["limit"])


@contextmanager
def counted(limit: Any) -> Iterator[None]:
    """Counts what is raised of this kind, an exception with a class attribute `limit_name`."""
    try:
        yield
    except limit as reached:
        REFUSED.labels(limit=reached.limit_name).inc()
        raise
