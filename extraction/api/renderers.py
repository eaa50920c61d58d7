"""How answers are written: numbers as JSON numbers with the decimals they were printed with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import simplejson
from rest_framework.renderers import BaseRenderer


class JSONRenderer(BaseRenderer):
    """JSON with `Decimal` written as it is, so that 1125.00 stays 1125.00 and never becomes 1124.9999999."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        return simplejson.dumps(data, use_decimal=True, ensure_ascii=False).encode()
