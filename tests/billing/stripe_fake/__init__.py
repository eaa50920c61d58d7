"""Stripe as the tests have it: an HTTP server on this machine that answers as Stripe does.

It keeps its own objects in the shapes of API version 2026-10-28.endive, records every request, replays a
POST that comes again under its Idempotency-Key, refuses parameters that the real API does not have, can be
told to fail, and moves its clock when it is told to. The library that speaks to it is Stripe's own.
"""

from tests.billing.stripe_fake.faults import Fault
from tests.billing.stripe_fake.requests import Request
from tests.billing.stripe_fake.server import FakeStripe, running

__all__ = ["FakeStripe", "Fault", "Request", "running"]
