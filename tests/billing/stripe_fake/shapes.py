"""What Stripe's library says its objects look like, held against what the fake answers."""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
import typing
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin

import stripe
from stripe import StripeObject
from stripe._object_classes import get_object_class

DECIMAL = {Decimal: str, float: (int, float)}


def misfits(body: dict[str, Any], where: str = "") -> list[str]:
    """Fields that the library does not declare, fields missing, values of another type; by their place."""
    return list(_of_object(body, get_object_class("V1", body["object"]), where or body["object"]))


def _of(value: Any, hint: Any, where: str) -> Iterator[str]:
    origin = get_origin(hint) or hint
    if origin is typing.Union:
        yield from _of_either(value, get_args(hint), where)
    elif origin is typing.Literal:
        yield from [] if value in get_args(hint) else [f"{where} is {value!r}"]
    elif origin is list:
        yield from _of_list(value, hint, where)
    elif inspect.isclass(origin) and issubclass(origin, StripeObject):
        yield from _of_reference(value, hint, where)
    elif hint is not Any and not _is(value, hint):
        yield f"{where} is {value!r}, not {hint}"


def _is(value: Any, kind: Any) -> bool:
    kind = DECIMAL.get(kind, kind)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _of_either(value: Any, kinds: tuple[Any, ...], where: str) -> Iterator[str]:
    """Nothing if one of the kinds fits; else what is wrong with it as an object of one of them."""
    if value is None:
        yield from [] if NoneType in kinds else [f"{where} is missing"]
        return
    wrong = [list(_of(value, kind, where)) for kind in kinds if kind is not NoneType]
    if all(wrong):
        yield from min(wrong, key=len)


def _of_list(value: Any, hint: Any, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where} is no list"
        return
    for number, each in enumerate(value):
        yield from _of(each, *get_args(hint), f"{where}[{number}]")


def _of_reference(value: Any, hint: Any, where: str) -> Iterator[str]:
    kind = get_origin(hint) or hint
    if not isinstance(value, dict):
        yield f"{where} is {value!r}, no object"
    elif kind is stripe.ListObject:
        yield from _of(value["data"], list[get_args(hint)], f"{where}.data")
    elif kind.__name__ == "UntypedStripeObject":
        yield from misfits(value, where) if "object" in value else []
    else:
        yield from _of_object(value, kind, where)


def _of_object(value: dict[str, Any], kind: type[StripeObject], where: str) -> Iterator[str]:
    declared = fields(kind)
    for name in value.keys() - declared.keys():
        yield f"{where}.{name} is not declared"
    for name, hint in declared.items():
        yield from _of(value.get(name), hint, f"{where}.{name}")


@cache
def fields(kind: type[StripeObject]) -> dict[str, Any]:
    """The declared fields with their types; the library imports those for type checkers only."""
    own = {name: each for name, each in kind.__annotations__.items() if name.islower()}
    bare = type(kind.__name__, (), {"__annotations__": own, "__module__": kind.__module__})
    return typing.get_type_hints(bare, localns=_names(kind.__module__) | _nested(kind))


def _nested(kind: type) -> dict[str, Any]:
    return {name: each for name, each in vars(kind).items() if inspect.isclass(each)}


@cache
def _names(module: str) -> dict[str, Any]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    wanted = [node for node in found if str(node.module).startswith("stripe.")]
    return {
        name.asname or name.name: getattr(importlib.import_module(str(node.module)), name.name)
        for node in wanted
        for name in node.names
        if "params" not in str(node.module)
    }
