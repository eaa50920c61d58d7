"""Documents that were read on the worker's own way: their result and their words made up by the test."""

from __future__ import annotations

import json

from accounts.models import User
from extraction import payloads
from extraction.engine import transcript
from extraction.engine.invoice import Invoice
from extraction.models import Extraction
from extraction.review import fields
from tests.extraction import reading
from tests.extraction.memory.typing import sheet


def read(user: User, invoice: Invoice, *pages: str) -> Extraction:
    return reading.read(reading.sent(user), invoice, words=transcript.of(sheet(*pages).pages))


def value(extraction: Extraction, path: str):
    return fields.at(payloads.document(extraction), path)


def evidence(extraction: Extraction, path: str):
    return payloads.document(extraction, evidence=True)["evidence"][path]


def steps(extraction: Extraction):
    """Path and value of what rules said of it."""
    found = extraction.corrections.exclude(rule=None)
    return [(step.path, json.loads(step.value)) for step in found]
