"""The whole description, as OpenAPI 3.1: what drf-spectacular finds in the views, and the named schemas."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

from extraction.api.schema import (
    answers,
    batches,
    extractions,
    failures,
    result,
    usage,
    validation,
    webhook_shapes,
)
from extraction.api.schema.keys import Schema, schema_of, shapes_within

Endpoint = tuple[str, str, str, Callable[..., Any]]

SHAPES = (
    result.RESULT,
    answers.PROGRESS,
    answers.FAILED,
    extractions.PAGE,
    batches.ACCEPTED,
    batches.BATCH,
    batches.PAGE,
    usage.USAGE,
    validation.CHECKS,
    failures.ERROR,
    *webhook_shapes.SHAPES,
)


class BearerKey(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.ApiKeyAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> Schema:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key: `Authorization: Bearer YOUR_API_KEY`.",
        }


@cache
def document() -> Schema:
    """Everything but the address at which this service is reached."""
    generator = SchemaGenerator()
    described: Schema = generator.get_schema(public=True)
    return {**described, "components": described["components"] | {"schemas": _schemas()}}


def named_like_the_reference(endpoints: list[Endpoint], **_: Any) -> list[Endpoint]:
    """The reference calls what stands in a path `{id}`."""
    return [
        (path.replace("{public_id}", "{id}"), pattern, method, view)
        for path, pattern, method, view in endpoints
    ]


def _schemas() -> dict[str, Schema]:
    found = {name: shape for shape in SHAPES for name, shape in shapes_within(shape).items()}
    return {name: schema_of(found[name]) for name in sorted(found)}
