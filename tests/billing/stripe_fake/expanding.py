"""What an answer shows: references as ids unless they are asked for, and fields left out until then."""

from __future__ import annotations

import copy
from typing import Any

from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.store import Object, Store

# Kept with the object, and in an answer only when `expand` names it.
ON_DEMAND = {
    "checkout.session": ["line_items"],
    "customer": ["tax_ids"],
    "invoice": ["confirmation_secret", "payments"],
}


def shown(body: Object, store: Store, expand: list[str]) -> Object:
    """A copy of `body` as Stripe would show it; `expand` has paths such as "data.latest_invoice"."""
    return _shown(copy.deepcopy(body), store, [path.split(".") for path in expand])


def _shown(body: Any, store: Store, paths: list[list[str]]) -> Any:
    if isinstance(body, list):
        return [_shown(each, store, paths) for each in body]
    if not isinstance(body, dict):
        return body
    asked: dict[str, list[list[str]]] = {}
    for first, *rest in paths:
        asked.setdefault(first, []).extend([rest] if rest else [])
    for name in [each for each in ON_DEMAND.get(_kind(body), []) if each not in asked]:
        body.pop(name, None)
    for name, rest in asked.items():
        body[name] = _found(body, name, store)
        asked[name] = rest
    return {name: _shown(value, store, asked.get(name, [])) for name, value in body.items()}


def _kind(body: Object) -> str:
    kind = body.get("object")
    return kind if isinstance(kind, str) else ""


def _found(body: Object, name: str, store: Store) -> Any:
    if name not in body:
        raise Refusal(f"This property cannot be expanded ({name}).", param="expand")
    value = body[name]
    return copy.deepcopy(store.objects[value]) if isinstance(value, str) else value
