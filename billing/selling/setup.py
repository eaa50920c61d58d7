"""Makes Stripe's side equal to `billing.catalogue`: products, prices, the portal and the webhook endpoint.

Each is looked for before it is made, so that it can be done again at any time, also after it was broken off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from urllib.parse import urljoin

from django.urls import reverse

from billing import money
from billing.catalogue import CURRENCY, OFFERS, SOLD, Offer, product_id
from billing.gateway import configurations, endpoints, products
from billing.gateway import prices as stripes_prices
from billing.gateway.endpoints import Endpoint
from billing.gateway.prices import Price
from billing.gateway.products import Product
from billing.plans import Plan
from billing.selling import prices

LISTEN = "stripe listen --forward-to localhost:8000"  # Stripe's own program for machines it cannot reach


class How(StrEnum):
    MADE = "made"
    FOUND = "found"
    CHANGED = "changed"
    RETIRED = "no longer for sale"
    DELETED = "deleted"
    LEFT = "left as it is"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing at Stripe and what was done to it. `secret` is the webhooks' new one."""

    what: str
    how: How
    note: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """How it is to be done: `dry` looks and changes nothing."""

    site_url: str
    dry: bool = False
    new_secret: bool = False

    def steps(self) -> Iterator[Step]:
        """Each as soon as it is done. Raises `StripeFailed`; what was done until then stays."""
        for plan in SOLD:
            yield self._product(plan)
            yield from self._prices(plan)
        yield self._portal()
        yield from self._webhook()
        prices.forget()

    def _do(self, deed: Callable[[], object]) -> None:
        if not self.dry:
            deed()

    def _product(self, plan: Plan) -> Step:
        text = f"{plan.invoices_per_month:,} invoices a month"
        wanted = Product(product_id(plan), f"Invoice OCR {plan.name}", text, is_active=True)
        held = products.find(wanted.id)
        if held == wanted:
            return Step(f"Product {wanted.name}", How.FOUND)
        if held is None:
            self._do(lambda: products.create(wanted))
            return Step(f"Product {wanted.name}", How.MADE)
        self._do(lambda: products.correct(wanted))
        return Step(f"Product {wanted.name}", How.CHANGED)

    def _prices(self, plan: Plan) -> Iterator[Step]:
        """Those of before are retired last, so that there is a price to buy at all times."""
        offers = [offer for offer in OFFERS if offer.plan == plan]
        keys = [offer.lookup_key for offer in offers]
        held = {price.lookup_key: price for price in stripes_prices.behind(keys)}
        for offer in offers:
            yield self._price(offer, held.get(offer.lookup_key))
        if not self.dry:
            yield from _retire_others(plan, offers)

    def _price(self, offer: Offer, held: Price | None) -> Step:
        if held is not None and _is_right(held, offer):
            return Step(_named(offer), How.FOUND)
        self._do(lambda: _create(offer))
        note = f"instead of {money.exact(held.amount, held.currency)}" if held else ""
        return Step(_named(offer), How.MADE, note)

    def _portal(self) -> Step:
        held = configurations.ours()
        if held is None:
            self._do(configurations.create)
            return Step("Customer portal", How.MADE)
        if held.is_right:
            return Step("Customer portal", How.FOUND)
        self._do(lambda: configurations.correct(held.id))
        return Step("Customer portal", How.CHANGED)

    def _webhook(self) -> Iterator[Step]:
        path = reverse("stripe_webhook")
        if not self.site_url.startswith("https://"):
            note = f"SITE_URL does not begin with https://; to try it: {LISTEN}{path}, which prints a secret"
            yield Step("Webhook endpoint", How.LEFT, note)
            return
        url = urljoin(self.site_url, path)
        held = endpoints.at(url)
        if self.new_secret or not held:
            yield self._new_endpoint(url)
            yield from self._delete(held)
        else:
            yield self._endpoint(url, held)

    def _new_endpoint(self, url: str) -> Step:
        secret = "" if self.dry else endpoints.create(url)
        return Step(f"Webhook endpoint {url}", How.MADE, secret=secret)

    def _delete(self, old: list[Endpoint]) -> Iterator[Step]:
        for each in old:
            self._do(partial(endpoints.delete, each.id))
            yield Step(f"Webhook endpoint {each.id}", How.DELETED, "its secret is void")

    def _endpoint(self, url: str, held: list[Endpoint]) -> Step:
        what, again = f"Webhook endpoint {url}", "--new-webhook-secret makes one in its place"
        if len(held) > 1:
            return Step(what, How.LEFT, f"there are {len(held)} of it; {again}")
        [one] = held
        if not one.speaks_our_version:
            return Step(
                what, How.LEFT, f"it speaks API version {one.api_version or 'of the account'}; {again}"
            )
        if one.is_right:
            return Step(what, How.FOUND)
        self._do(lambda: endpoints.correct(one.id))
        return Step(what, How.CHANGED)


def _is_right(held: Price, offer: Offer) -> bool:
    wanted = (product_id(offer.plan), offer.amount, CURRENCY, offer.interval, "exclusive")
    return wanted == (held.product_id, held.amount, held.currency, held.interval, held.tax_behavior)


def _create(offer: Offer) -> None:
    stripes_prices.create(
        product_id=product_id(offer.plan),
        lookup_key=offer.lookup_key,
        amount=offer.amount,
        currency=CURRENCY,
        interval=offer.interval,
    )


def _retire_others(plan: Plan, offers: list[Offer]) -> Iterator[Step]:
    """Prices that we made before and nobody new is to have; the owner's own are left alone."""
    keys = {offer.lookup_key for offer in offers}
    for price in stripes_prices.of_product(product_id(plan)):
        if price.made_for and price.lookup_key not in keys:
            stripes_prices.retire(price.id)
            named = f"Price {price.made_for}, {money.exact(price.amount, price.currency)} a {price.interval}"
            yield Step(named, How.RETIRED, "subscriptions that run keep it")


def _named(offer: Offer) -> str:
    return f"Price {offer.lookup_key}, {money.exact(offer.amount, CURRENCY)} a {offer.interval}"
