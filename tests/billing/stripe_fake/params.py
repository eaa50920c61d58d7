"""What Stripe's library says may be sent: forms are turned into values of the right type, or refused."""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any, get_args, get_origin

from stripe import StripeObject
from stripe._request_options import RequestOptions

from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.requests import Form

OF_THE_LIBRARY = RequestOptions.__annotations__
NOTHING = ""  # how a form says that something is to be unset


def checked(form: Form, kind: Any, where: str = "") -> Form:
    """The values of a form for one of the library's parameter types."""
    allowed = _parameters(kind)
    for name in form:
        if name not in allowed:
            raise Refusal(
                f"Received unknown parameter: {_at(where, name)}", code="parameter_unknown", param=name
            )
    for name in kind.__required_keys__ - form.keys():
        raise Refusal(
            f"Missing required param: {_at(where, name)}.", code="parameter_missing", param=_at(where, name)
        )
    return {name: _value(value, allowed[name], _at(where, name)) for name, value in form.items()}


@cache
def _parameters(kind: Any) -> dict[str, Any]:
    """Without those of the library's own that every call may have, such as its API key."""
    own = {name: each for name, each in kind.__annotations__.items() if name not in OF_THE_LIBRARY}
    bare = type(kind.__name__, (), {"__annotations__": own, "__module__": kind.__module__})
    return typing.get_type_hints(bare)


def _at(where: str, name: str) -> str:
    return f"{where}[{name}]" if where else name


def _value(value: Any, hint: Any, where: str) -> Any:
    origin = get_origin(hint) or hint
    if origin in {typing.Union, types.UnionType}:
        return _one_of(value, get_args(hint), where)
    if origin is typing.Literal:
        return _known(value, list(get_args(hint)), where)
    if origin is list:
        return _list(value, *get_args(hint), where)
    if hasattr(origin, "__required_keys__"):
        return checked(_object(value, where), origin, where)
    if origin is dict or (isinstance(origin, type) and issubclass(origin, StripeObject)):
        return dict(_object(value, where))
    return _plain(value, origin, where)


def _one_of(value: Any, kinds: tuple[Any, ...], where: str) -> Any:
    """The library leaves lists of known words open with "| str"; Stripe does not."""
    words = [word for kind in kinds if get_origin(kind) is typing.Literal for word in get_args(kind)]
    if value in words:
        return value
    closed = any(word != NOTHING for word in words)
    refusals = []
    for kind in kinds:
        if get_origin(kind) is typing.Literal or (kind is str and closed):
            continue
        try:
            return _value(value, kind, where)
        except Refusal as refusal:
            refusals.append(refusal)
    raise refusals[-1] if refusals else _unknown_word(value, words, where)


def _known(value: Any, words: list[str], where: str) -> Any:
    if value not in words:
        raise _unknown_word(value, words, where)
    return value


def _unknown_word(value: Any, words: list[str], where: str) -> Refusal:
    return Refusal(f"Invalid {where}: must be one of {', '.join(words[:9])}; got {value!r}", param=where)


def _list(value: Any, kind: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise Refusal(f"Invalid array: {where}", param=where)
    return [_value(each, kind, f"{where}[{number}]") for number, each in enumerate(value)]


def _object(value: Any, where: str) -> Form:
    if isinstance(value, list):
        return {str(number): each for number, each in enumerate(value)}
    if not isinstance(value, dict):
        raise Refusal(f"Invalid object: {where}", param=where)
    return value


def _plain(value: Any, kind: Any, where: str) -> Any:
    if not isinstance(value, str):
        raise Refusal(f"Invalid {where}", param=where)
    if kind is bool:
        return _known(value, ["true", "false"], where) == "true"
    if kind is int:
        return _integer(value, where)
    return value


def _integer(value: str, where: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise Refusal(f"Invalid integer: {value}", code="parameter_invalid_integer", param=where) from None
