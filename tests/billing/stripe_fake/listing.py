"""Pages of a list, as Stripe cuts them."""

from __future__ import annotations

import operator
from typing import Any

from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object


def page(found: list[Object], form: Form, *, url: str) -> dict[str, Any]:
    """`found` newest first; the part of it that the form asks for."""
    found = [each for each in found if _is_within(each["created"], form.get("created", {}))]
    limit = form.get("limit", 10)
    if "ending_before" in form:
        found = found[: _place(found, form["ending_before"])]
        return _page(found[-limit:], len(found) > limit, url)
    if "starting_after" in form:
        found = found[_place(found, form["starting_after"]) + 1 :]
    return _page(found[:limit], len(found) > limit, url)


def _page(data: list[Object], has_more: bool, url: str) -> dict[str, Any]:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def _place(found: list[Object], object_id: str) -> int:
    for place, each in enumerate(found):
        if each["id"] == object_id:
            return place
    raise Refusal(f"No such object: '{object_id}'", code="resource_missing")


def _is_within(created: int, bounds: int | dict[str, int]) -> bool:
    if isinstance(bounds, int):
        return created == bounds
    return all(COMPARED[name](created, value) for name, value in bounds.items())


COMPARED = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
