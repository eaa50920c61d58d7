"""The child's craft of reading: a document in; its invoice, all its words and how each page was read out."""

from __future__ import annotations

import logging
from typing import Any

from extraction.engine import pipeline, render, transcript
from extraction.engine.options import Options
from extraction.engine.read import OnPage
from extraction.engine.values import remembering

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each small fault in a font


LONG = 1_000_000  # characters of all words as they are handed over: some fifty pages full of print


def answer(data: bytes, request: dict[str, Any], *, on_page: OnPage) -> dict[str, Any]:
    try:
        examined = pipeline.examine(data, options=Options(**request["options"]), on_page=on_page)
    except Exception:
        remembering.forget()  # whatever it failed of may be in memory still
        raise
    result = render.document(examined.invoice, evidence=True)
    words = transcript.of(examined.pages)
    if len(words) > LONG:
        remembering.forget()
    return {"result": render.to_json(result), "words": words, "sources": list(examined.sources)}
