"""How drf-spectacular looks at our views, where its own way does not fit."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema


class Inspection(AutoSchema):
    def _get_request_for_media_type(self, serializer: Any, direction: Any = "request") -> tuple[Any, bool]:
        """A body with required fields is required itself."""
        schema, is_required = super()._get_request_for_media_type(  # type: ignore[no-untyped-call]  # it has no types
            serializer, direction
        )
        return schema, is_required or bool(schema and schema.get("required"))
