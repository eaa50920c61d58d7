"""Pages of a list, as Stripe cuts them."""

from __future__ import annotations

from typing import Any

from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object


def page(found: list[Object], form: Form, *, url: str) -> dict[str, Any]:
    """`found` newest first; `starting_after` and `limit` as the form asks."""
    if "starting_after" in form:
        ids = [each["id"] for each in found]
        found = found[ids.index(form["starting_after"]) + 1 :]
    limit = int(form.get("limit", 10))
    return {"object": "list", "data": found[:limit], "has_more": len(found) > limit, "url": url}
