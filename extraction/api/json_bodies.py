"""JSON bodies of a size that a person could have written."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from extraction.api.errors import InvalidRequest

MOST_BYTES = 64 * 1024


class SmallJSONParser(JSONParser):
    """Django's limit on bodies does not hold for parsers that read the stream themselves."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise InvalidRequest(f"The body is longer than {MOST_BYTES >> 10} KB.")
        try:
            return super().parse(io.BytesIO(data), media_type, parser_context)
        except (ParseError, RecursionError) as error:
            raise InvalidRequest("The body is not JSON in UTF-8.") from error
