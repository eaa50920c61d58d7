"""Lines of invoices: whole periods, and shares of one when a plan changes in its middle."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.billing.stripe_fake.store import Object

if TYPE_CHECKING:
    from tests.billing.stripe_fake.server import FakeStripe

Period = tuple[int, int]


def period_from(start: int, price: Object, *, anchor: int) -> Period:
    """A period of the price; months have the anchor's day, or their last one."""
    recurring = price["recurring"]
    months = recurring["interval_count"] * {"month": 1, "year": 12}[recurring["interval"]]
    begun, day = datetime.fromtimestamp(start, tz=UTC), datetime.fromtimestamp(anchor, tz=UTC).day
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    end = begun.replace(year=year, month=month + 1, day=min(day, monthrange(year, month + 1)[1]))
    return start, int(end.timestamp())


def whole(stripe: FakeStripe, item: Object, price: Object, period: Period) -> Object:
    text = (
        f"1 x {_name(stripe, price)} (at {price['unit_amount'] / 100:.2f} / {price['recurring']['interval']})"
    )
    return _line(stripe, item, price, period, amount=price["unit_amount"], text=text, proration=False)


def change(stripe: FakeStripe, item: Object, to: Object, *, at: int) -> list[Object]:
    """What is given back for the rest of a period, and what the rest costs at the other price."""
    start, end = item["current_period_start"], item["current_period_end"]
    share = (end - at) / (end - start)
    back, cost = round(item["price"]["unit_amount"] * share), round(to["unit_amount"] * share)
    day = f"{datetime.fromtimestamp(at, tz=UTC):%d %b %Y}"
    unused = f"Unused time on {_name(stripe, item['price'])} after {day}"
    remaining = f"Remaining time on {_name(stripe, to)} after {day}"
    return [
        _line(stripe, item, item["price"], (at, end), amount=-back, text=unused, proration=True),
        _line(stripe, item, to, (at, end), amount=cost, text=remaining, proration=True),
    ]


def _name(stripe: FakeStripe, price: Object) -> str:
    product = stripe.store.objects.get(price["product"])
    return product["name"] if product else price["product"]


def _line(
    stripe: FakeStripe,
    item: Object,
    price: Object,
    period: Period,
    *,
    amount: int,
    text: str,
    proration: bool,
) -> Object:
    details = {
        "invoice_item": None,
        "proration": proration,
        "proration_details": {"credited_items": None},
        "subscription": item["subscription"],
        "subscription_item": item["id"],
    }
    pricing = {"price": price["id"], "product": price["product"]}
    return {
        "id": stripe.store.new_id("line_item"),
        "object": "line_item",
        "amount": amount,
        "currency": price["currency"],
        "description": text,
        "discount_amounts": [],
        "discountable": not proration,
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "metadata": {},
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": details,
            "type": "subscription_item_details",
        },
        "period": {"start": period[0], "end": period[1]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": pricing,
            "type": "price_details",
            "unit_amount_decimal": str(price["unit_amount"]),
        },
        "quantity": 1,
        "subscription": item["subscription"],
        "subtotal": amount,
        "taxes": [],
    }
