"""The description describes itself."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from extraction.api.schema import headers
from extraction.api.schema.failures import only

read = extend_schema(
    operation_id="getDescription",
    tags=["About"],
    summary="This description",
    description="The whole API as OpenAPI 3.1. It needs no key and changes only with a release.",
    auth=[],
    parameters=[
        OpenApiParameter(
            "If-None-Match", str, OpenApiParameter.HEADER, description="An `ETag` that was answered before."
        ),
        headers.sent("ETag", "Which description this is.", on=[200, 304]),
        *headers.NAMED,
    ],
    responses={
        200: OpenApiResponse({"type": "object", "required": ["openapi", "info", "paths"]}, "OpenAPI 3.1"),
        304: OpenApiResponse(description="It is still the one with that `ETag`."),
        **only("invalid_request", "processing_error"),
    },
)
