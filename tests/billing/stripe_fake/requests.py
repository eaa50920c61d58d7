"""Requests as Stripe gets them: forms with nested names, unfolded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

Form = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One call of the API; `form` is the body, or the query of a GET."""

    method: str
    path: str
    form: Form = field(default_factory=dict)
    idempotency_key: str | None = None
    version: str | None = None
    authorization: str | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def unfold(encoded: str) -> Form:
    """`items[0][price]=x` as {"items": [{"price": "x"}]}."""
    form: Form = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        _put(form, re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name), value)
    return _lists(form)


def _put(form: Form, path: list[str], value: str) -> None:
    for step in path[:-1]:
        form = form.setdefault(step or str(len(form)), {})
    form[path[-1] or str(len(form))] = value


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    unfolded = {key: _lists(each) for key, each in value.items()}
    if unfolded and all(key.isdigit() for key in unfolded):
        return [unfolded[key] for key in sorted(unfolded, key=int)]
    return unfolded
