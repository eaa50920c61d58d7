"""Accounts in a browser without a script, in front of a shop that is open."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from billing import subscriptions
from billing.catalogue import Offer
from billing.following import syncing
from billing.models import Customer, Subscription
from tests.billing.stripe_fake import FakeStripe
from tests.billing.stripe_fake.store import Object
from tests.billing.subscribers import hold, subscriber
from tests.people import person
from tests.web.markup import source


@dataclass
class Meanwhile:
    """Among the faults of a Stripe: what happens there just before a call is answered, once."""

    call: str
    do: Callable[[], Any]

    def takes(self, method: str, path: str) -> bool:
        if re.fullmatch(self.call, f"{method} {path}"):
            self.call = "done"
            self.do()
        return False


@dataclass
class Buyer:
    """One person, logged in, and what Stripe holds of them."""

    user: User
    stripe: FakeStripe
    seen: str = field(default="", init=False)

    @cached_property
    def browser(self) -> Client:
        client = Client()
        client.force_login(self.user)
        return client

    @property
    def row(self) -> Subscription | None:
        return Subscription.objects.filter(user=self.user).first()

    @property
    def plan(self) -> str:
        return subscriptions.plan_for(self.user, now=timezone.now()).code

    @property
    def at_stripe(self) -> Object:
        """The one subscription that Stripe holds for this account."""
        [held] = self.stripe.store.all("subscription", customer=self.customer.stripe_id)
        return held

    @property
    def customer(self) -> Customer:
        return Customer.objects.get(user=self.user)

    def sync(self) -> None:
        syncing.sync(self.customer, now=timezone.now())

    def see(self, address: str, **data: Any) -> str:
        """The words of the page, wherever the address leads on this site."""
        return self._read(self.browser.get(address, data, follow=True))

    def post(self, address: str, **data: Any) -> HttpResponse:
        return self.browser.post(address, data)

    def do(self, address: str, **data: Any) -> str:
        """The words of the page that follows."""
        return self._read(self.browser.post(address, data, follow=True))

    def quote(self, address: str) -> str:
        """What the page that asks would send when it is confirmed."""
        self.see(address)
        found = re.search(r'name="quote" value="([^"]+)"', self.seen)
        assert found, f"{address} asks nothing"
        return html.unescape(found[1])

    def _read(self, answer: HttpResponse) -> str:
        assert answer.status_code == 200, answer.status_code
        self.seen = source(answer)
        body = self.seen.partition("<body")[2]
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def visitor(name: str, stripe: FakeStripe, *, plan: str = "free") -> Buyer:
    """Somebody whom Stripe does not know yet."""
    return Buyer(person(name, plan=plan).user, stripe)


def payer(name: str, stripe: FakeStripe, offer: Offer, **how: Any) -> Buyer:
    """Somebody who pays for this offer already."""
    customer = subscriber(name)
    hold(stripe, customer, offer, **how)
    buyer = Buyer(customer.user, stripe)
    buyer.sync()
    stripe.requests.clear()
    return buyer
