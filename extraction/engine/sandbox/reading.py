"""The child's craft of reading: a document in; its invoice, all its words and how each page was read out."""

from __future__ import annotations

import logging
from typing import Any

from extraction.engine import pipeline, render, transcript
from extraction.engine.options import Options
from extraction.engine.read import OnPage

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each small fault in a font


def answer(data: bytes, request: dict[str, Any], *, on_page: OnPage) -> dict[str, Any]:
    examined = pipeline.examine(data, options=Options(**request["options"]), on_page=on_page)
    result = render.document(examined.invoice, evidence=True)
    return {
        "result": render.to_json(result),
        "words": transcript.of(examined.pages),
        "sources": list(examined.sources),
    }
