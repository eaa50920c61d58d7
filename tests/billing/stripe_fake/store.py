"""What the fake keeps: objects by id in the order of their making, and the time that it believes it is."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.billing.stripe_fake.faults import Refusal

Object = dict[str, Any]

PREFIXES = {
    "billing_portal.configuration": "bpc",
    "billing_portal.session": "bps",
    "checkout.session": "cs_test",
    "customer": "cus",
    "event": "evt",
    "invoice": "in",
    "invoice_payment": "inpay",
    "line_item": "il",
    "payment_intent": "pi",
    "payment_method": "pm",
    "price": "price",
    "product": "prod",
    "subscription": "sub",
    "subscription_item": "si",
    "subscription_schedule": "sub_sched",
    "webhook_endpoint": "we",
}
WITHOUT_METADATA = {"billing_portal.session", "event", "invoice_payment"}


class Store:
    def __init__(self) -> None:
        self.objects: dict[str, Object] = {}
        self.ahead = 0.0
        # By subscription: what the next invoice bills besides, and the change that waits for its payment.
        self.pending_lines: dict[str, list[Object]] = {}
        self.pending_changes: dict[str, Any] = {}
        self.announced: set[tuple[str, int]] = set()  # renewals that were told of, by subscription and time
        # By checkout session: what it does not show, and its subscription is to have.
        self.subscription_data: dict[str, Object] = {}
        self._numbers = itertools.count(1)

    @property
    def now(self) -> int:
        return int(time.time() + self.ahead)

    def add(self, kind: str, *, own_id: str | None = None, **values: Any) -> Object:
        """A new object of Stripe's `kind` with what all of them have."""
        made = {
            "id": own_id or self.new_id(kind),
            "object": kind,
            "created": self.now,
            **({} if kind == "subscription_item" else {"livemode": False}),
            **({} if kind in WITHOUT_METADATA else {"metadata": {}}),
            **values,
        }
        if made["id"] in self.objects:
            raise Refusal(f"{kind} already exists.", code="resource_already_exists")
        self.objects[made["id"]] = made
        return made

    def new_id(self, kind: str) -> str:
        return f"{PREFIXES[kind]}_{next(self._numbers):06d}"

    def get(self, kind: str, object_id: str) -> Object:
        found = self.objects.get(object_id)
        if found is None or found["object"] != kind:
            raise Refusal(f"No such {kind}: '{object_id}'", status=404, code="resource_missing")
        return found

    def change(self, object_: Object, form: dict[str, Any]) -> None:
        """`form` over what is there: empty text unsets, metadata is merged."""
        changed = {name: None if value == "" else value for name, value in form.items()}
        if "metadata" in form:
            merged = {**object_["metadata"], **(form["metadata"] or {})} if form["metadata"] else {}
            changed["metadata"] = {name: value for name, value in merged.items() if value != ""}
        object_.update(changed)

    def all(self, kind: str, **having: Any) -> list[Object]:
        """Newest first, as Stripe lists them."""
        found = [each for each in self.objects.values() if each["object"] == kind]
        return [
            each for each in reversed(found) if all(each.get(key) == value for key, value in having.items())
        ]
