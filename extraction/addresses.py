"""The part of an address that names an extraction."""

from __future__ import annotations

from django.urls import register_converter

from extraction.models import ID_ALPHABET, ID_LENGTH, ID_PREFIX


class ExtractionId:
    """`<extraction:public_id>` in a path: what cannot be an id is not found, whatever characters it has."""

    regex = f"{ID_PREFIX}[{ID_ALPHABET}]{{{ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ExtractionId, "extraction")
