"""Products and prices. A price's amount never changes; its lookup key may move to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.billing.stripe_fake.faults import Refusal
from tests.billing.stripe_fake.listing import page
from tests.billing.stripe_fake.requests import Form
from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe


def create_product(stripe: FakeStripe, form: Form) -> Object:
    own_id = form.pop("id", None)
    nothing = dict.fromkeys(("default_price", "description", "package_dimensions", "shippable"))
    nothing |= dict.fromkeys(("statement_descriptor", "tax_code", "unit_label", "url"))
    values = {"active": True, "images": [], "marketing_features": [], "type": "service", **nothing, **form}
    return stripe.store.add("product", own_id=own_id, updated=stripe.store.now, **values)


def get_product(stripe: FakeStripe, form: Form, product_id: str) -> Object:
    return stripe.store.get("product", product_id)


def update_product(stripe: FakeStripe, form: Form, product_id: str) -> Object:
    product = stripe.store.get("product", product_id)
    stripe.store.change(product, form)
    product["updated"] = stripe.store.now
    return product


def list_products(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    found = stripe.store.all("product")
    if "ids" in form:
        found = [each for each in found if each["id"] in form["ids"]]
    return page(_active(found, form), form, url="/v1/products")


def create_price(stripe: FakeStripe, form: Form) -> Object:
    if "product" not in form:
        raise Refusal("You must specify either `product` or `product_data`.", code="parameter_missing")
    stripe.store.get("product", form["product"])
    _free_lookup_key(stripe, form)
    return stripe.store.add("price", **_price(form))


def _price(form: Form) -> Form:
    recurring = form.pop("recurring", None)
    nothing = dict.fromkeys(("custom_unit_amount", "lookup_key", "nickname", "tiers_mode"))
    return {
        "active": True,
        "billing_scheme": "per_unit",
        "recurring": recurring and {**RECURRING, **recurring},
        "tax_behavior": "unspecified",
        "transform_quantity": None,
        "type": "recurring" if recurring else "one_time",
        "unit_amount_decimal": str(form.get("unit_amount", 0)),
        **nothing,
        **form,
    }


RECURRING = {"interval_count": 1, "meter": None, "trial_period_days": None, "usage_type": "licensed"}


def _free_lookup_key(stripe: FakeStripe, form: Form, own: Object | None = None) -> None:
    """A lookup key is one price's at a time; it is taken from another when the form says so."""
    transfers = form.pop("transfer_lookup_key", False)
    key = form.get("lookup_key")
    for holder in stripe.store.all("price", lookup_key=key) if key else []:
        if holder is own:
            continue
        if not transfers:
            text = f"A price (`{holder['id']}`) already uses that lookup key."
            raise Refusal(text, code="resource_already_exists", param="lookup_key")
        holder["lookup_key"] = None
        stripe.emit("price.updated", holder, {"lookup_key": key})


def get_price(stripe: FakeStripe, form: Form, price_id: str) -> Object:
    return stripe.store.get("price", price_id)


def update_price(stripe: FakeStripe, form: Form, price_id: str) -> Object:
    price = stripe.store.get("price", price_id)
    if price["tax_behavior"] not in {"unspecified", form.get("tax_behavior", price["tax_behavior"])}:
        raise Refusal("You cannot change `tax_behavior` once it is set.", param="tax_behavior")
    _free_lookup_key(stripe, form, price)
    stripe.store.change(price, form)
    return price


def list_prices(stripe: FakeStripe, form: Form) -> dict[str, Any]:
    found = stripe.store.all("price", **{key: form[key] for key in ("currency", "product") if key in form})
    if len(form.get("lookup_keys", [])) > 10:
        raise Refusal("You can only specify up to 10 lookup keys.", param="lookup_keys")
    if "lookup_keys" in form:
        found = [each for each in found if each["lookup_key"] in form["lookup_keys"]]
    return page(_active(found, form), form, url="/v1/prices")


def _active(found: list[Object], form: Form) -> list[Object]:
    return [each for each in found if form.get("active") in {None, each["active"]}]
