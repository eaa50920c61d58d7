"""The child's craft of drawing: a document and the number of a page in, a picture of that page out."""

from __future__ import annotations

import base64
from typing import Any

from extraction.engine import pictures
from extraction.engine.read import OnPage


def answer(data: bytes, request: dict[str, Any], *, on_page: OnPage) -> dict[str, str]:
    del on_page  # one page is all there is
    picture = pictures.of_page(data, page=request["page"], width=request["width"])
    return {"picture": base64.b64encode(picture).decode()}
