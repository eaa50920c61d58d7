"""Documents that were read: on the worker's own way, with a result made up in place of the engine's."""

from __future__ import annotations

from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from extraction import jobs, uploads, work
from extraction.engine import render
from extraction.engine.invoice import Invoice
from extraction.engine.sandbox.reader import Answer
from extraction.models import Extraction

_numbers = count(1)


def sent(user: User, data: bytes | None = None) -> Extraction:
    """A document that waits to be read; without data, a file that is like no other."""
    now = timezone.now()
    file = ContentFile(data or f"%PDF-1.7\n{next(_numbers)}".encode(), name="invoice.pdf")
    upload = uploads.store(file, today=now.date())
    return jobs.submit(user=user, upload=upload, now=now, takes_place=False)


def read(extraction: Extraction, invoice: Invoice, *, words: str = "[]") -> Extraction:
    claimed = work._claim(extraction.pk)
    assert claimed is not None
    result = render.to_json(render.document(invoice, evidence=True))
    work._complete(claimed, Answer(result, words), milliseconds=1)
    claimed.refresh_from_db()
    return claimed


def sent_and_read(user: User, invoice: Invoice, data: bytes | None = None) -> Extraction:
    return read(sent(user, data), invoice)
