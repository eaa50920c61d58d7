"""Documents that were read on the worker's own way: their result and their words made up by the test."""

from __future__ import annotations

import json

from accounts.models import User
from extraction import payloads, work
from extraction.engine import render, transcript
from extraction.engine.invoice import Invoice
from extraction.engine.sandbox.reader import Answer
from extraction.models import Extraction
from tests.extraction.memory.typing import sheet
from tests.extraction.reading import sent


def read(user: User, invoice: Invoice, *pages: str) -> Extraction:
    claimed = work._claim(sent(user).pk)
    assert claimed is not None
    result = render.to_json(render.document(invoice, evidence=True))
    work._complete(claimed, Answer(result, transcript.of(sheet(*pages).pages)), milliseconds=1)
    claimed.refresh_from_db()
    return claimed


def value(extraction: Extraction, path: str):
    found = payloads.document(extraction, evidence=True)
    for part in path.split("."):
        found = found[int(part)] if part.isdigit() else found[part]
    return found


def evidence(extraction: Extraction, path: str):
    return payloads.document(extraction, evidence=True)["evidence"][path]


def steps(extraction: Extraction):
    """Path and value of what rules said of it."""
    found = extraction.corrections.exclude(rule=None)
    return [(step.path, json.loads(step.value)) for step in found]
