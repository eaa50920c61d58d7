"""A Stripe of the test's own, and settings that lead to it."""

import pytest

from tests.billing import stripe_fake


@pytest.fixture
def stripe(settings):
    with stripe_fake.running() as fake:
        for name, value in fake.environment.items():
            setattr(settings, name, value)
        yield fake
