"""A key of an answer: its type, unit, meaning and example, said once for the schema and for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal[
    "text",
    "date",
    "time",
    "integer",
    "amount",
    "number",
    "fraction",
    "flag",
    "object",
    "list",
    "map",
    "value",
]
Schema = dict[str, Any]

FORMS: dict[Kind, Schema] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "date-time"},
    "integer": {"type": "integer"},
    "amount": {"type": "number"},
    "number": {"type": "number"},
    "fraction": {"type": "number"},
    "flag": {"type": "boolean"},
    "value": {"type": ["number", "string"]},
}


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with a name of its own among the schemas. `meaning` is a sentence."""

    name: str
    meaning: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `of` is what an object is, or what each entry of a list or a map is.

    `nullable`: it may be null. `required`: it is in every answer, also in those that were stored long ago.
    """

    name: str
    kind: Kind
    meaning: str
    example: Any = None
    nullable: bool = False
    required: bool = True
    unit: str = ""
    choices: tuple[str, ...] = ()
    of: Shape | Kind | None = None
    least: float | None = None
    most: float | None = None


def schema_of(shape: Shape) -> Schema:
    """The shape as JSON Schema; shapes inside it are referred to by name."""
    required = [key.name for key in shape.keys if key.required]
    return {
        "type": "object",
        "description": shape.meaning,
        "properties": {key.name: _property(key) for key in shape.keys},
        **({"required": required} if required else {}),
    }


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def shapes_within(shape: Shape) -> dict[str, Shape]:
    """This shape and all that it is made of, by name."""
    found = {shape.name: shape}
    for key in shape.keys:
        if isinstance(key.of, Shape):
            found |= shapes_within(key.of)
    return found


def _property(key: Key) -> Schema:
    description = f"{key.meaning} {key.unit}".strip()
    return {**_form(key), "description": description, **_example(key)}


def _form(key: Key) -> Schema:
    match key.kind:
        case "object":
            return _or_null(_entry(key), key)
        case "list":
            return _or_null({"type": "array", "items": _entry(key)}, key)
        case "map":
            return _or_null({"type": "object", "additionalProperties": _entry(key)}, key)
    return _or_null({**FORMS[key.kind], **_bounds(key), **_choices(key)}, key)


def _entry(key: Key) -> Schema:
    if isinstance(key.of, Shape):
        return reference(key.of.name)
    return dict(FORMS[key.of or "text"])


def _or_null(schema: Schema, key: Key) -> Schema:
    if not key.nullable:
        return schema
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    choices = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **choices}


def _bounds(key: Key) -> Schema:
    bounds = {"minimum": key.least, "maximum": key.most}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _choices(key: Key) -> Schema:
    return {"enum": list(key.choices)} if key.choices else {}


def _example(key: Key) -> Schema:
    return {"examples": [key.example]} if key.example is not None else {}
